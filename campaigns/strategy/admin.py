"""The strategy in the admin: audiences are set here too; plans, measures and campaigns are read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from campaigns.strategy.actions.campaigns import save_audience
from campaigns.strategy.forms.campaigns import AudienceForm
from campaigns.strategy.models import (
    Audience,
    Axis,
    Campaign,
    Indicator,
    KeyMessage,
    Measure,
    Objective,
    Plan,
)
from comms.people.admin_rights import RoleModelAdmin, RoleTabularInline
from comms.people.models import UNIT_ROLES


class ReadOnlyInline(RoleTabularInline):
    viewers = UNIT_ROLES
    read_only = True


class AxisInline(ReadOnlyInline):
    model = Axis
    fields = ["position", "title", "elected"]


class MessageInline(ReadOnlyInline):
    model = KeyMessage
    fields = ["position", "text", "side"]


class IndicatorInline(ReadOnlyInline):
    model = Indicator
    fields = ["name", "unit", "start_value", "target_value", "target_on", "computation", "is_followed"]


@admin.register(Plan)
class PlanAdmin(RoleModelAdmin):
    """To be found again; a plan is written, approved and put in force on its own page."""

    viewers = UNIT_ROLES
    read_only = True
    list_display = ["title", "state", "span", "starts_on", "ends_on", "in_force_since", "page"]
    list_filter = ["state", "span"]
    list_select_related = ["effective_version"]
    search_fields = ["title"]
    fields = [
        "page", "title", "state", "span", "starts_on", "ends_on", "ambition", "envelope", "effective_version",
        "in_force_since", "closed_on", "conclusion", "created_by", "created_at",
    ]  # fmt: skip
    readonly_fields = ["page"]
    inlines = [AxisInline, MessageInline]

    @admin.display(description="page du plan")
    def page(self, plan: Plan) -> SafeString:
        return format_html('<a href="{}">Ouvrir</a>', plan.get_absolute_url())


@admin.register(Objective)
class ObjectiveAdmin(RoleModelAdmin):
    viewers = UNIT_ROLES
    read_only = True
    list_display = ["statement", "axis", "side"]
    list_filter = ["side", "axis__plan"]
    list_select_related = ["axis"]
    search_fields = ["statement"]
    inlines = [IndicatorInline]


@admin.register(Measure)
class MeasureAdmin(RoleModelAdmin):
    """Written once: PostgreSQL refuses their change."""

    viewers = UNIT_ROLES
    read_only = True
    list_display = ["indicator", "measured_on", "value", "way", "note", "recorded_by", "recorded_at"]
    list_filter = ["way"]
    list_select_related = ["indicator", "recorded_by"]
    search_fields = ["indicator__name"]
    date_hierarchy = "measured_on"


@admin.register(Campaign)
class CampaignAdmin(RoleModelAdmin):
    viewers = UNIT_ROLES
    read_only = True
    list_display = ["title", "objective", "starts_on", "ends_on", "envelope", "lead"]
    list_select_related = ["objective", "lead"]
    search_fields = ["title"]
    date_hierarchy = "starts_on"


@admin.register(Audience)
class AudienceAdmin(RoleModelAdmin):
    form = AudienceForm
    viewers = UNIT_ROLES
    editors = UNIT_ROLES
    creators = UNIT_ROLES
    list_display = ["name", "side", "size", "size_source", "is_active"]
    list_filter = ["side", "is_active"]
    search_fields = ["name"]

    def save_model(self, request: HttpRequest, obj: Audience, form: Any, change: bool) -> None:
        """As on the staff's page: recorded in the audience's history."""
        kept = Audience.objects.get(pk=obj.pk) if change else None
        obj.pk = save_audience(audience=kept, actor=request.user, **form.cleaned_data).pk
