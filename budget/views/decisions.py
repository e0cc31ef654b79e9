"""What opens, moves, freezes or carries credits: the list, one decision with its round, and its steps."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budget import actions
from budget.forms.decisions import CounterForm, DecisionFilter, DecisionForms, PassForm
from budget.models import Decision, DecisionLine, FiscalYear
from budget.permissions import may_counter, may_pass, may_propose, may_see_budget
from budget.views.pages import form_page, only, posted, saved
from comms.approvals.dossier import rounds_of
from comms.calendar.working_days import local_today
from comms.exports import csv_response, xlsx_response
from comms.pages import page_of
from comms.refusals import said

SORTS = {"-written": ("created_at",), "title": ("title",), "passed": ("passed_on",)}


@require_safe
def decision_list(request: HttpRequest) -> HttpResponse:
    only(request, may_see_budget)
    form = DecisionFilter(request.GET)
    rows = form.filter(Decision.objects.visible_to(request.user))
    context = {
        "form": form,
        "page": page_of(rows.for_list().with_amounts(), request, sorts=SORTS),
        "decidable": FiscalYear.objects.decidable() if may_propose(request.user) else [],
    }
    return render(request, "budget/decisions/list.html", context)


EXPORT_HEADER = (
    "Décision", "Intitulé", "Exercice", "État", "Écrite le", "Votée ou prise le", "Acte", "Chapitre",
    "Article", "Fonction", "Ligne", "Montant (F CFP)",
)  # fmt: skip


@require_safe
def decision_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The lines of exactly those decisions that the list's address filters."""
    only(request, may_see_budget)
    rows = DecisionFilter(request.GET).filter(Decision.objects.visible_to(request.user))
    shares = (
        DecisionLine.objects.filter(decision__in=rows.values("pk"))
        .select_related("decision__fiscal_year", "line__account")
        .order_by("-decision__pk", "pk")
    )
    respond = csv_response if kind == "csv" else xlsx_response
    return respond("decisions", EXPORT_HEADER, (_exported(share) for share in shares.iterator(500)))


def _exported(share: DecisionLine) -> tuple[Any, ...]:
    decision, account = share.decision, share.line.account
    return (
        decision.reference, decision.title, decision.fiscal_year.year, decision.get_state_display(),
        decision.created_at, decision.passed_on, decision.act, account.chapter, account.article,
        account.function, share.line.label, share.amount,
    )  # fmt: skip


def _visible(request: HttpRequest, pk: int) -> Decision:
    decisions = Decision.objects.visible_to(request.user).for_list().with_amounts()
    return get_object_or_404(decisions, pk=pk)


@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    row = _visible(request, pk)
    user = request.user
    context = {
        "decision": row,
        "shares": row.lines.select_related("line__account", "line__department"),
        "rounds": rounds_of(row),
        "may": {
            "propose": may_propose(user) and not row.is_written,
            "pass": may_pass(user) and row.is_approved,
            "counter": may_counter(user) and row.is_passed,
        },
    }
    return render(request, "budget/decisions/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decision_write(request: HttpRequest, year: int) -> HttpResponse:
    only(request, may_propose)
    fiscal_year = get_object_or_404(FiscalYear.objects.visible_to(request.user), year=year)
    forms = DecisionForms(posted(request), fiscal_year)

    def save(typed: dict[str, Any]) -> Decision:
        return actions.write_decision(fiscal_year=fiscal_year, author=request.user, **typed)

    made = saved(request, forms, save, "La décision est en brouillon : relisez-la, puis proposez-la.")
    if made:
        return redirect(made)
    context = {"forms": forms, "fiscal_year": fiscal_year, "decision": None, "cancel": _list_url()}
    return render(request, "budget/decisions/write.html", context)


def _list_url() -> str:
    return reverse("budget:decisions")


@require_http_methods(["GET", "HEAD", "POST"])
def decision_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Until it is passed; what was approved of the earlier text becomes void."""
    row = _for(request, pk, may_propose(request.user))
    if row.is_written:
        return redirect(row)
    forms = DecisionForms(posted(request), row.fiscal_year, row)

    def save(typed: dict[str, Any]) -> Decision:
        return actions.edit_decision(decision=row, actor=request.user, **typed)

    if saved(request, forms, save, "La décision est modifiée."):
        return redirect(row)
    context = {
        "forms": forms, "fiscal_year": row.fiscal_year, "decision": row, "cancel": row.get_absolute_url()
    }  # fmt: skip
    return render(request, "budget/decisions/write.html", context)


def _for(request: HttpRequest, pk: int, allowed: bool) -> Decision:
    row = _visible(request, pk)
    if not allowed:
        raise PermissionDenied
    return row


@require_POST
def decision_propose(request: HttpRequest, pk: int) -> HttpResponse:
    row = _for(request, pk, may_propose(request.user))
    with said(request, done="La décision est proposée : son circuit de validation commence."):
        actions.propose_decision(decision=row, actor=request.user)
    return redirect(row)


@require_http_methods(["GET", "HEAD", "POST"])
def decision_pass(request: HttpRequest, pk: int) -> HttpResponse:
    row = _for(request, pk, may_pass(request.user))

    def save(typed: dict[str, Any]) -> Decision:
        return actions.pass_decision(decision=row, actor=request.user, **typed)

    return form_page(
        request, PassForm(posted(request), initial={"on": local_today()}), save=save,
        done="La décision est dans les comptes : ses crédits sont ouverts.",
        heading="Noter le vote", submit="Noter qu’elle est votée ou prise", back=row.get_absolute_url(),
        lead=f"« {row.title} » change les crédits le jour où elle est votée ou prise. "
        "Ensuite elle ne se modifie plus : elle se contrepasse.",
        up=(row.reference, row.get_absolute_url()),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def decision_counter(request: HttpRequest, pk: int) -> HttpResponse:
    row = _for(request, pk, may_counter(request.user))

    def save(typed: dict[str, Any]) -> Decision:
        return actions.counter_decision(decision=row, actor=request.user, **typed)

    return form_page(
        request, CounterForm(posted(request)), save=save,
        done="La décision est contrepassée : les crédits sont comme avant elle.",
        heading="Contrepasser la décision", submit="Contrepasser", submit_class="btn-danger",
        lead=f"« {row.title} » : des mouvements contraires annulent les siens, et les deux restent à lire.",
        back=row.get_absolute_url(), up=(row.reference, row.get_absolute_url()),
    )  # fmt: skip
