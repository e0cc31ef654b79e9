from django.contrib import admin

from comms.people.admin_rights import RoleModelAdmin
from comms.people.models import Role
from hours.models import Coefficient, LedgerRow, MonthLock, Overdraft, WorkingHours

DECIDERS = (Role.HEAD, Role.CABINET)


@admin.register(WorkingHours)
class WorkingHoursAdmin(RoleModelAdmin):
    """A new row from a day on; what was credited before keeps its own coefficients."""

    editors = DECIDERS
    list_display = [
        "starts_on", "day_starts_at", "day_ends_at", "night_starts_at", "night_ends_at", "source",
    ]  # fmt: skip
    fieldsets = [
        (None, {"fields": ["starts_on", "source"]}),
        ("La journée habituelle et la nuit", {
            "fields": [
                ("day_starts_at", "day_ends_at"), ("night_starts_at", "night_ends_at"), "night_comes_first",
            ],
        }),
        ("Les semaines lourdes", {
            "fields": [
                ("heavy_week_minutes", "too_heavy_week_minutes"),
                ("heavy_week_tasks", "too_heavy_week_tasks"),
            ],
        }),
        ("Les rappels", {"fields": ["reminder_after"]}),
    ]  # fmt: skip


@admin.register(Coefficient)
class CoefficientAdmin(RoleModelAdmin):
    """By how much each kind of minute counts, from a day on; 1 until the DRH says otherwise."""

    editors = DECIDERS
    list_display = ["kind", "starts_on", "value", "source"]
    list_filter = ["kind"]


@admin.register(LedgerRow)
class LedgerRowAdmin(RoleModelAdmin):
    """The account of minutes as it was written; nobody writes here."""

    viewers = DECIDERS
    read_only = True
    list_display = [
        "written_at",
        "person",
        "kind",
        "day",
        "hour_kind",
        "minutes",
        "coefficient",
        "written_by",
    ]
    list_select_related = ["person", "written_by"]
    list_filter = ["kind", "hour_kind"]
    date_hierarchy = "day"
    show_full_result_count = False


@admin.register(Overdraft)
class OverdraftAdmin(RoleModelAdmin):
    viewers = DECIDERS
    read_only = True
    list_display = ["allowed_at", "person", "minutes", "allowed_by", "reason"]
    list_select_related = ["person", "allowed_by"]


@admin.register(MonthLock)
class MonthLockAdmin(RoleModelAdmin):
    """Months that are closed, and why some were opened again."""

    viewers = DECIDERS
    read_only = True
    list_display = ["month", "person", "locked_by", "locked_at", "unlocked_by", "unlocked_at", "reason"]
    list_select_related = ["person", "locked_by", "unlocked_by"]
