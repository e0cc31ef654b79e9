"""Requests to be found again; what becomes of them is decided on their page."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from campaigns.requests.models import CommunicationRequest, Turn
from comms.people.admin_rights import RoleModelAdmin, RoleTabularInline
from comms.people.models import UNIT_ROLES


class TurnInline(RoleTabularInline):
    model = Turn
    viewers = UNIT_ROLES
    read_only = True
    fields = ["began_at", "side", "why"]


@admin.register(CommunicationRequest)
class CommunicationRequestAdmin(RoleModelAdmin):
    viewers = UNIT_ROLES
    read_only = True
    inlines = [TurnInline]
    list_display = ["reference", "title", "kind", "department", "state", "waits_on", "lateness", "page"]
    list_filter = ["state", "waits_on", "kind", "door", "level"]
    list_select_related = ["kind", "department"]
    search_fields = ["title", "requester_name", "organisation"]
    date_hierarchy = "submitted_on"
    show_full_result_count = False
    fields = [
        "page", "reference", "title", "kind", "door", "department", "requester", "requester_name",
        "organisation", "needed_on", "earliest_on", "lateness", "late_reason", "state", "state_reason",
        "waits_on", "level", "is_lightened", "merged_into", "action", "corrections", "rating", "rating_words",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[CommunicationRequest]:
        return super().get_queryset(request).submitted().visible_to(request.user)

    @admin.display(description="référence")
    def reference(self, asked: CommunicationRequest) -> str:
        return asked.reference

    @admin.display(description="sa page")
    def page(self, asked: CommunicationRequest) -> SafeString:
        return format_html('<a href="{}">Ouvrir</a>', asked.get_absolute_url())
