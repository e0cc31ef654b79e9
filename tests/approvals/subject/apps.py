from django.apps import AppConfig


class SubjectConfig(AppConfig):
    """A small approvable thing, so that the approvals are tested without the rooms built on them."""

    name = "tests.approvals.subject"
    label = "approvals_subject"
    verbose_name = "Affiches (tests)"
