from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from comms.formats import moment_long
from comms.people.admin_rights import RoleModelAdmin
from comms.people.models import UNIT_ROLES
from press.actions.releases import create_release, save_text
from press.errors import StaleText
from press.forms.releases import ReleaseForm
from press.models import Dispatch, Release, Theme
from press.permissions.releases import RESPONSIBLE_ROLES


class ReleaseAdminForm(ReleaseForm):
    """The same fields as on the staff's page; the row stays locked from this check to the save."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk:
            row = Release.objects.select_for_update(of=("self",)).get(pk=self.instance.pk)
            if row.revision != cleaned.get("seen_revision"):
                raise ValidationError(str(StaleText(row)), code="stale")
        return cleaned


@admin.register(Release)
class ReleaseAdmin(RoleModelAdmin):
    """Writing here goes the way of the staff's page: a change voids the approval of the old text.

    What is out is read only: it is corrected, sent and withdrawn on its own page.
    """

    form = ReleaseAdminForm
    viewers = UNIT_ROLES
    editors = RESPONSIBLE_ROLES
    list_display = ["reference_label", "title", "state", "theme", "embargo_at", "sent_at", "updated_at"]
    list_display_links = ["reference_label", "title"]
    list_filter = ["state", "theme", "year"]
    list_select_related = ["theme"]
    search_fields = ["title"]
    ordering = ["-year", "-number"]
    readonly_fields = ["page", "state", "version", "public_since", "files", "as_published"]
    fieldsets = [
        (None, {"fields": ["page", "state", "version", "public_since", "files"]}),
        ("Le texte", {"fields": ["title", "chapo", "body", "quote", "quote_author"]}),
        ("Publication", {"fields": ["theme", "zone", "embargo_at"]}),
        ("Contact", {"fields": ["contact_name", "contact_phone", "contact_email", "boilerplate"]}),
        (None, {"fields": ["seen_revision", "touched"], "classes": ["hidden"]}),
    ]

    READING = ("Le texte", {"fields": ["as_published"]})

    def has_change_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.is_editable)

    def get_fieldsets(self, request: HttpRequest, obj: Release | None = None) -> Any:
        """Without the facts of a row that doesn't exist yet; read only, the text as it is published."""
        shown = super().get_fieldsets(request, obj)
        if obj is None:
            return shown[1:]
        return shown if self.has_change_permission(request, obj) else [shown[0], self.READING]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        return (queryset.search(search_term) if search_term else queryset), False

    def save_model(self, request: HttpRequest, obj: Release, form: Any, change: bool) -> None:
        if change:
            release = Release.objects.get(pk=obj.pk)
            seen = form.cleaned_data["seen_revision"]
            save_text(release=release, actor=request.user, seen_revision=seen, changes=form.changes)
        else:
            obj.pk = create_release(author=request.user, **form.changes).pk
        obj.refresh_from_db()

    @admin.display(description="numéro", ordering="number")
    def reference_label(self, release: Release) -> str:
        return release.reference

    @admin.display(description="page du communiqué")
    def page(self, release: Release) -> SafeString:
        return format_html('<a href="{}">{}</a>', release.get_absolute_url(), release.reference)

    @admin.display(description="version en vigueur")
    def version(self, release: Release) -> str:
        version = release.effective_version
        return f"{version.number} ({version.short_digest})" if version else "aucune"

    @admin.display(description="public à partir du")
    def public_since(self, release: Release) -> str:
        return moment_long(release.published_on_site_at) if release.published_on_site_at else "–"

    @admin.display(description="pièces jointes")
    def files(self, release: Release) -> SafeString:
        page = reverse("press:release_attachments", args=[release.pk])
        names = ", ".join(item.name for item in release.attachments.all()) or "aucune"
        return format_html('{} · <a href="{}">gérer</a>', names, page)

    @admin.display(description="tel qu’il est publié")
    def as_published(self, release: Release) -> SafeString:
        context = {"subject": release, "content": release.public_content or release.current_content}
        return mark_safe(render_to_string(release.approval_preview_template, context))


@admin.register(Theme)
class ThemeAdmin(RoleModelAdmin):
    viewers = UNIT_ROLES
    editors = UNIT_ROLES
    creators = UNIT_ROLES
    list_display = ["name", "slug", "position", "is_active"]
    list_editable = ["position", "is_active"]
    prepopulated_fields = {"slug": ["name"]}

    def get_readonly_fields(self, request: HttpRequest, obj: Theme | None = None) -> list[str]:
        """An address that feeds and bookmarks know doesn't change."""
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Theme | None = None) -> dict[str, Any]:
        return {} if obj else self.prepopulated_fields


@admin.register(Dispatch)
class DispatchAdmin(RoleModelAdmin):
    """What was sent, to be found again; its page is the staff's."""

    viewers = UNIT_ROLES
    read_only = True
    list_display = [
        "release",
        "version",
        "launched_at",
        "launched_by",
        "scheduled_for",
        "cancelled_at",
        "page",
    ]
    list_select_related = ["release", "version", "launched_by"]
    date_hierarchy = "launched_at"
    fields = ["release", "version", "launched_at", "launched_by", "scheduled_for", "cancelled_at", "page"]

    @admin.display(description="journaliste par journaliste")
    def page(self, dispatch: Dispatch) -> SafeString:
        return format_html('<a href="{}">Suivre la diffusion</a>', dispatch.get_absolute_url())
