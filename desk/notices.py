"""What a notice is about, and whether it waits for the digest."""

from comms.journal.models import Notice
from desk.models import ReminderPreference

_KINDS = {
    "planning": ReminderPreference.Kind.ACTIONS,
    "requests": ReminderPreference.Kind.REQUESTS,
    "press": ReminderPreference.Kind.RELEASES,
    "hours": ReminderPreference.Kind.HOURS,
}
#: A cyclone doesn't wait for Monday.
_EMERGENCIES = {("periods", "crisis"), ("periods", "crisismessage")}


def kind_of(notice: Notice) -> str:
    """A kind that one may ask for at once, or an empty text."""
    about = notice.entry.target_type
    if about.app_label == "planning" and about.model == "task":
        return ReminderPreference.Kind.TASKS
    return _KINDS.get(about.app_label, "")


def is_emergency(notice: Notice) -> bool:
    about = notice.entry.target_type
    return (about.app_label, about.model) in _EMERGENCIES
