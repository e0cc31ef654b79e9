from django.contrib import admin

from comms.calendar.forms import PollForm
from comms.calendar.models import ClosedDay, Poll
from comms.people.admin_rights import RoleModelAdmin
from comms.people.models import UNIT_ROLES, Role


@admin.register(ClosedDay)
class ClosedDayAdmin(RoleModelAdmin):
    """Bridges and closings as decided each year: all delays in working days follow them at once."""

    viewers = UNIT_ROLES
    editors = deleters = (Role.HEAD, Role.CABINET)
    list_display = ["label", "kind", "starts_on", "ends_on", "source"]
    list_filter = ["kind"]
    search_fields = ["label", "source"]
    date_hierarchy = "starts_on"
    ordering = ["-starts_on"]


@admin.register(Poll)
class PollAdmin(RoleModelAdmin):
    """Banner, checks and the cabinet's step follow these rows at once."""

    viewers = UNIT_ROLES
    editors = deleters = (Role.HEAD, Role.CABINET)
    form = PollForm
    list_display = [
        "kind",
        "held_on",
        "territory",
        "concern",
        "window_starts_on",
        "window_ends_on",
        "is_active",
    ]
    list_filter = ["kind", "is_active"]
    search_fields = ["territory", "source"]
    ordering = ["-held_on"]
