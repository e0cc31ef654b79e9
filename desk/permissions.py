"""Who may see the pages that look across the apps."""

from django.conf import settings

from comms.people.models import User


def may_see_demo_mailbox(user: User) -> bool:
    """People of the admin, and only in the demonstration: elsewhere there is no such mailbox."""
    return settings.DEMO and user.is_staff
