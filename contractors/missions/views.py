"""Missions: their list and its file, one page each, and the steps up to the award."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from comms.calendar.working_days import local_today
from comms.exports import csv_response, xlsx_response
from comms.pages import page_of
from contractors.missions import actions
from contractors.missions.forms import AwardForm, MissionFilter, MissionForms, ReasonForm
from contractors.missions.models import Mission
from contractors.missions.permissions import may_decide_missions, may_see_missions, may_write_missions
from contractors.pages import form_page, only, posted
from contractors.providers.models import Nature, Threshold

SORTS = {"-created": ("created_at",), "needed": ("needed_on",), "title": ("title",)}
EXPORT_HEADER = (
    "Référence", "Mission", "Métier", "Direction", "Suivie par", "État", "Attendue pour le", "Prestataire",
    "Montant (F CFP HT)",
)  # fmt: skip


@require_safe
def mission_list(request: HttpRequest) -> HttpResponse:
    only(request, may_see_missions)
    form = MissionFilter(request.GET)
    missions = form.filter(Mission.objects.visible_to(request.user))
    context = {
        "form": form,
        "page": page_of(missions.for_list(), request, sorts=SORTS),
        "awarded_total": missions.awarded_total(),
        "may_write": may_write_missions(request.user),
    }
    return render(request, "missions/list.html", context)


@require_safe
def mission_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Exactly what the list's address filters."""
    only(request, may_see_missions)
    missions = MissionFilter(request.GET).filter(Mission.objects.visible_to(request.user))
    respond = csv_response if kind == "csv" else xlsx_response
    return respond("missions", EXPORT_HEADER, map(_exported, missions.for_list().iterator(500)))


def _exported(mission: Mission) -> tuple[Any, ...]:
    return (
        mission.reference, mission.title, mission.trade.name, str(mission.department or ""),
        mission.lead.full_name, mission.get_state_display(), mission.needed_on,
        str(mission.provider or ""), mission.awarded_amount,
    )  # fmt: skip


def _visible(request: HttpRequest, pk: int) -> Mission:
    missions = Mission.objects.visible_to(request.user).for_list().select_related("action")
    return get_object_or_404(missions, pk=pk)


@require_safe
def mission(request: HttpRequest, pk: int) -> HttpResponse:
    context = {
        "mission": (read := _visible(request, pk)),
        "items": read.items.all(),
        "awards": read.awards.select_related("provider", "decided_by"),
        "may_write": may_write_missions(request.user),
        "may_decide": may_decide_missions(request.user),
    }
    return render(request, "missions/mission.html", context)


def _home() -> tuple[str, str]:
    return "Missions", reverse("missions:list")


@require_http_methods(["GET", "HEAD", "POST"])
def mission_create(request: HttpRequest) -> HttpResponse:
    only(request, may_write_missions)

    def save(**facts: Any) -> Mission:
        return actions.create_mission(actor=request.user, **facts)

    forms = MissionForms(posted(request), request.user)
    words = {"heading": "Nouvelle mission", "home": _home(), "back": reverse("missions:list")}
    return form_page(request, forms, save, template="missions/write.html", **words)


@require_http_methods(["GET", "HEAD", "POST"])
def mission_edit(request: HttpRequest, pk: int) -> HttpResponse:
    edited = _visible(request, pk)
    only(request, may_write_missions)

    def save(**facts: Any) -> Mission:
        return actions.edit_mission(mission=edited, actor=request.user, **facts)

    forms = MissionForms(posted(request), request.user, edited)
    words = {"heading": f"Modifier {edited}", "home": _home(), "back": edited.get_absolute_url()}
    return form_page(request, forms, save, template="missions/write.html", **words)


@require_http_methods(["GET", "HEAD", "POST"])
def mission_award(request: HttpRequest, pk: int) -> HttpResponse:
    """The choice, with the procedures that amounts call for today."""
    awarded = _visible(request, pk)
    only(request, may_decide_missions)

    def save(**facts: Any) -> Mission:
        return actions.award_mission(mission=awarded, actor=request.user, **facts)

    thresholds = Threshold.objects.valid_on(local_today()).of_nature(Nature.SERVICES).order_by("from_amount")
    words = {"heading": f"Attribuer {awarded}", "home": _home(), "back": awarded.get_absolute_url()}
    return form_page(
        request,
        AwardForm(posted(request)),
        save,
        template="missions/award.html",
        thresholds=thresholds,
        **words,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def mission_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    return _leave(request, pk, actions.reopen_mission, "Reprendre le choix de")


@require_http_methods(["GET", "HEAD", "POST"])
def mission_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    return _leave(request, pk, actions.cancel_mission, "Annuler")


def _leave(request: HttpRequest, pk: int, action: Any, words: str) -> HttpResponse:
    left = _visible(request, pk)
    only(request, may_decide_missions)

    def save(reason: str) -> Mission:
        return action(mission=left, reason=reason, actor=request.user)

    form = ReasonForm(posted(request))
    back = left.get_absolute_url()
    return form_page(request, form, save, heading=f"{words} {left}", home=_home(), back=back)
