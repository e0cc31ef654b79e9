"""Lists that stay quick with a million rows: no COUNT of everything, no sort without an index."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

from comms.outbox.models import OutboxControl
from comms.outbox.permissions import may_act_on_outbox
from comms.people.admin_rights import RoleModelAdmin
from comms.people.models import UNIT_ROLES

#: One filters rather than turns pages: beyond, counting and skipping would cost more than reading.
LAST_ROW = 1000


class BoundedPaginator(Paginator):
    """Counts up to LAST_ROW; what lies beyond is found by a filter or a search."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[:LAST_ROW].count()


class OutboxAdmin(RoleModelAdmin):
    """Seen by the unit, written by nobody: what may be done is an action of the list."""

    viewers = UNIT_ROLES
    read_only = True
    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    list_per_page = 50
    list_max_show_all = 0
    change_list_template = "admin/outbox/change_list.html"

    def has_act_permission(self, request: HttpRequest) -> bool:
        return may_act_on_outbox(request.user)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"control": OutboxControl.current(), "may_act": self.has_act_permission(request)}
        return super().changelist_view(request, context | (extra_context or {}))

    def do_for_each(
        self, request: HttpRequest, chosen: QuerySet, action: Callable[[Model], Any], done: str
    ) -> None:
        """Run the action on each row; say how many it was done for, and why not for the others."""
        count, refusals = 0, {}
        for row in chosen:
            try:
                action(row)
            except ValidationError as refusal:
                refusals[str(row)] = refusal.messages[0]
            else:
                count += 1
        if count:
            self.message_user(request, f"{done} : {count}.", messages.SUCCESS)
        for name, why in list(refusals.items())[:5]:
            self.message_user(request, f"{name} : {why}", messages.WARNING)
        if len(refusals) > 5:
            self.message_user(request, f"… et {len(refusals) - 5} autres refus.", messages.WARNING)
