from django.contrib import admin

from comms.calendar.models import ClosedDay
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
