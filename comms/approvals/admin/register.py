from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from comms.approvals.differences import readable
from comms.approvals.models import Bypass, Decision, Version
from comms.calendar.working_days import local_today
from comms.people.admin_rights import RoleModelAdmin
from comms.people.models import UNIT_ROLES


class Register(RoleModelAdmin):
    """Rows that nobody changes, here or elsewhere: PostgreSQL refuses it."""

    viewers = UNIT_ROLES
    read_only = True


@admin.register(Version)
class VersionAdmin(Register):
    class Media:
        css = {"all": ["comms/approvals.css"]}

    list_display = ["subject_label", "number", "author", "created_at", "short_digest"]
    list_select_related = ["author"]
    list_filter = ["subject_type"]
    search_fields = ["subject_label", "digest"]
    fields = ["subject_label", "number", "author", "created_at", "digest", "words"]

    @admin.display(description="empreinte")
    def short_digest(self, version: Version) -> str:
        return version.short_digest

    @admin.display(description="contenu")
    def words(self, version: Version) -> SafeString:
        """Field by field in reading order, as a reader sees it."""
        labels = version.subject_type.model_class().approval_fields
        keys = [key for key in labels if key in version.content]
        keys += sorted(version.content.keys() - set(keys))
        lines = [(labels.get(key, key), readable(version.content[key])) for key in keys]
        return format_html_join(
            "", '<p><strong>{}</strong></p><p class="kept-lines">{}</p>', (line for line in lines if line[1])
        )


@admin.register(Decision)
class DecisionAdmin(Register):
    list_display = ["subject", "version", "said", "decided_by", "on_behalf_of", "decided_at"]
    list_select_related = ["step__approval__version", "decided_by", "on_behalf_of"]
    list_filter = ["verdict"]
    search_fields = ["step__approval__version__subject_label", "comment"]
    date_hierarchy = "decided_at"
    fields = [
        "subject",
        "version",
        "step",
        "said",
        "comment",
        "decided_by",
        "on_behalf_of",
        "decided_at",
        "digest",
    ]

    @admin.display(description="texte")
    def subject(self, decision: Decision) -> str:
        return decision.step.approval.version.subject_label

    @admin.display(description="version")
    def version(self, decision: Decision) -> int:
        return decision.step.approval.version.number

    @admin.display(description="décision", ordering="verdict")
    def said(self, decision: Decision) -> str:
        return decision.said


@admin.register(Bypass)
class BypassAdmin(Register):
    list_display = ["subject", "by", "reason", "bypassed_at"]
    list_select_related = ["approval__version", "by"]
    search_fields = ["approval__version__subject_label", "reason"]
    date_hierarchy = "bypassed_at"
    fields = ["subject", "by", "reason", "bypassed_at"]

    @admin.display(description="texte")
    def subject(self, bypass: Bypass) -> str:
        return str(bypass.approval.version)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With their number: the unit answers for it."""
        today = local_today()
        counts = {"year": today.year, "in_year": Bypass.objects.in_year(today).count()}
        return super().changelist_view(request, counts | (extra_context or {}))
