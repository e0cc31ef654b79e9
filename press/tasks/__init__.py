from press.tasks.contacts import forget_erased_people
from press.tasks.imports import forget_imports, resume_imports, work_on_import
from press.tasks.releases import mark_scheduled_releases_as_sent

__all__ = [
    "forget_erased_people",
    "forget_imports",
    "mark_scheduled_releases_as_sent",
    "resume_imports",
    "work_on_import",
]
