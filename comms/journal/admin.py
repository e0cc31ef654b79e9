from typing import Any

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comms.journal.models import Entry
from comms.people.admin_rights import RoleModelAdmin
from comms.people.models import Role


class KindFilter(admin.RelatedOnlyFieldListFilter):
    """The kinds of things that have a history, not all the tables."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "nature"


@admin.register(Entry)
class EntryAdmin(RoleModelAdmin):
    """Who did what, when and why, over all objects; nobody writes here."""

    viewers = (Role.HEAD, Role.CABINET)
    read_only = True
    list_display = ["at", "who", "verb", "what", "reason"]
    list_select_related = ["actor"]
    list_filter = ["at", ("target_type", KindFilter)]
    search_fields = ["target_label", "verb", "reason"]
    show_full_result_count = False
    fields = ["at", "who", "verb", "what", "reason"]

    @admin.display(description="par", ordering="actor")
    def who(self, entry: Entry) -> str:
        return str(entry.actor or "l’application")

    @admin.display(description="objet")
    def what(self, entry: Entry) -> SafeString | str:
        if not entry.target_url:
            return entry.target_label
        return format_html('<a href="{}">{}</a>', entry.target_url, entry.target_label)
