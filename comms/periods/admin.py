from django.contrib import admin

from comms.people.admin_rights import RoleModelAdmin, RoleTabularInline
from comms.people.models import UNIT_ROLES, Role
from comms.periods.models import Crisis, CrisisLogEntry, CrisisMessage, NeutralityCheck, QuickEntry


class LogInline(RoleTabularInline):
    viewers = UNIT_ROLES
    read_only = True
    model = CrisisLogEntry
    fields = readonly_fields = ["happened_at", "level", "kind", "text", "by", "written_at"]


@admin.register(Crisis)
class CrisisAdmin(RoleModelAdmin):
    """A register: a crisis is led from its own page."""

    viewers = UNIT_ROLES
    read_only = True
    list_display = ["name", "level", "state", "opened_at", "opened_by", "closed_at", "closed_by"]
    list_select_related = ["opened_by", "closed_by"]
    list_filter = ["state", "level"]
    inlines = [LogInline]


@admin.register(CrisisMessage)
class CrisisMessageAdmin(RoleModelAdmin):
    """A register: written and approved on their own pages."""

    viewers = UNIT_ROLES
    read_only = True
    list_display = ["title", "level", "channel", "state", "is_active", "updated_at"]
    list_filter = ["level", "channel", "state", "is_active"]
    search_fields = ["title", "text"]


@admin.register(QuickEntry)
class QuickEntryAdmin(RoleModelAdmin):
    """The sentences under the thumb during a crisis."""

    viewers = UNIT_ROLES
    editors = deleters = (Role.HEAD, Role.CABINET)
    list_display = ["text", "position", "is_active"]


@admin.register(NeutralityCheck)
class NeutralityCheckAdmin(RoleModelAdmin):
    viewers = UNIT_ROLES
    read_only = True
    list_display = ["subject_label", "outcome", "poll", "by", "at"]
    list_select_related = ["poll", "by"]
    list_filter = ["poll", "is_public_service"]
    search_fields = ["subject_label", "note"]

    @admin.display(description="résultat")
    def outcome(self, check: NeutralityCheck) -> str:
        return check.outcome
