"""What the town decides about its budget's follow-up: the rules, the rates, the mentions."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from budget.models import BudgetRules, Mention, TaxRate
from budget.permissions import DECIDERS
from comms.people.admin_rights import RoleModelAdmin
from comms.people.models import UNIT_ROLES


@admin.register(BudgetRules)
class BudgetRulesAdmin(RoleModelAdmin):
    """One row: its list is its form."""

    viewers, editors = UNIT_ROLES, DECIDERS
    fieldsets = [
        ("Exercices", {"fields": ["nomenclature", ("year_end_day", "year_end_month")]}),
        ("Crédits", {"fields": ["transfers_stay_in_chapter", "head_may_derogate"]}),
        ("Factures", {"fields": ["payment_delay", "tax_tolerance"]}),
    ]

    def has_add_permission(self, request: HttpRequest, *args: object) -> bool:
        return super().has_add_permission(request) and not BudgetRules.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: BudgetRules | None = None) -> bool:
        return False

    def response_add(
        self, request: HttpRequest, obj: BudgetRules, post_url_continue: str | None = None
    ) -> HttpResponse:
        super().response_add(request, obj, post_url_continue)
        return redirect("admin:budget_budgetrules_changelist")


@admin.register(TaxRate)
class TaxRateAdmin(RoleModelAdmin):
    """A rate that changes ends on a day and another row begins; invoices keep theirs."""

    viewers, editors = UNIT_ROLES, DECIDERS
    list_display = ["label", "percent", "valid_from", "valid_until", "source"]
    search_fields = ["label", "source"]


@admin.register(Mention)
class MentionAdmin(RoleModelAdmin):
    """A mention that is no longer asked for is unticked: invoices that were checked keep it."""

    viewers = editors = UNIT_ROLES
    list_display = ["label", "source", "position", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["label", "source"]
