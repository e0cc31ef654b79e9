"""What may be asked, with its delay, its plan and its questions: the unit's own rows."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from campaigns.requests.models import RequestKind, RequestQuestion, RequestRules
from comms.people.admin_rights import RoleModelAdmin, RoleStackedInline
from comms.people.models import UNIT_ROLES


class QuestionInline(RoleStackedInline):
    model = RequestQuestion
    viewers = editors = creators = deleters = UNIT_ROLES
    fields = [("position", "type", "is_required"), "label", "help_text", "choices"]


@admin.register(RequestKind)
class RequestKindAdmin(RoleModelAdmin):
    """A kind that was asked for isn't deleted: untick « proposée »."""

    viewers = editors = UNIT_ROLES
    inlines = [QuestionInline]
    list_display = ["name", "minimum_days", "plan_template", "agreed_by", "position", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name"]
    list_select_related = ["plan_template"]
    fieldsets = [
        (None, {"fields": ["name", "icon", "description", "advice", ("position", "is_active")]}),
        ("Délai et plan", {"fields": ["minimum_days", "delay_source", "plan_template", "action_kind"]}),
        ("Qui dit oui", {"fields": ["needs_endorsement", "circuit", "agreed_by"]}),
        ("Sans la cellule", {"fields": ["self_service_name", "self_service_url"]}),
        ("Argent", {"fields": ["indicative_cost"]}),
    ]


@admin.register(RequestRules)
class RequestRulesAdmin(RoleModelAdmin):
    """One row: its list is its form."""

    viewers = editors = UNIT_ROLES

    def has_add_permission(self, request: HttpRequest, *args: object) -> bool:
        return super().has_add_permission(request) and not RequestRules.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: RequestRules | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: RequestRules, form: object, change: bool) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)

    def response_add(
        self, request: HttpRequest, obj: RequestRules, post_url_continue: str | None = None
    ) -> HttpResponse:
        super().response_add(request, obj, post_url_continue)
        return redirect("admin:requests_requestrules_changelist")
