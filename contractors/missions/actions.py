"""What the unit does with a mission before its order: write the need, choose who does it, give it up."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from comms.calendar.working_days import local_today
from comms.formats import francs
from comms.journal.actions import record
from comms.numbering.actions import next_number
from comms.people.models import User
from contractors.missions.errors import MissionRefused
from contractors.missions.models import Award, Mission, MissionItem, MissionState
from contractors.missions.permissions import may_decide_missions, may_write_missions
from contractors.providers.models import Provider, Threshold

Items = Sequence[dict[str, Any]]


@transaction.atomic
def create_mission(*, actor: User, items: Items, **facts: Any) -> Mission:
    """`facts` are the brief's fields; `items` the fields of what is to be delivered, one at least."""
    _only(may_write_missions, actor)
    year = local_today().year
    reference = f"MIS-{year}-{next_number(series='missions', year=year):04d}"
    mission = Mission(reference=reference, created_by=actor, **facts)
    _write(mission, items)
    record(actor=actor, verb="a écrit le besoin", target=mission, tell=[mission.lead])
    return mission


@transaction.atomic
def edit_mission(*, mission: Mission, actor: User, items: Items, **facts: Any) -> Mission:
    """As long as nobody is chosen: who was chosen, was so on this brief."""
    _only(may_write_missions, actor)
    edited = Mission.objects.select_for_update(of=("self",)).get(pk=mission.pk)
    if not edited.is_need:
        raise MissionRefused("Cette mission n’est plus un besoin : son cahier des charges ne change plus.")
    for name, value in facts.items():
        setattr(edited, name, value)
    edited.items.all().delete()
    _write(edited, items)
    record(actor=actor, verb="a modifié le besoin", target=edited)
    return edited


@transaction.atomic
def award_mission(*, mission: Mission, provider: Provider, amount: int, reason: str, actor: User) -> Mission:
    """`amount`: francs without tax. The procedure that it calls for today is kept with the choice."""
    _only(may_decide_missions, actor)
    chosen = Provider.objects.select_for_update().get(pk=provider.pk)
    if chosen.is_blocked:
        raise MissionRefused(f"{chosen} est bloqué : {chosen.blocked_reason}")
    if mission.ceiling is not None and amount > mission.ceiling:
        raise MissionRefused(f"Le plafond de la mission est de {francs(mission.ceiling)} HT.")
    mission.move(MissionState.AWARDED, provider=chosen, awarded_amount=amount)
    threshold = Threshold.objects.called_for(amount=amount, on=local_today())
    Award.objects.create(
        mission=mission, provider=chosen, amount=amount, reason=reason, decided_by=actor,
        procedure=threshold.procedure if threshold else "", source=threshold.source if threshold else "",
    )  # fmt: skip
    record(
        actor=actor, verb=f"a choisi {chosen} pour {francs(amount)} HT", target=mission, reason=reason,
        tell=[mission.lead],
    )  # fmt: skip
    return mission


@transaction.atomic
def reopen_mission(*, mission: Mission, reason: str, actor: User) -> Mission:
    """The choice is taken back: the mission is a need again, and the choice stays in its story."""
    return _left(mission, MissionState.NEED, "a repris le choix du prestataire", reason, actor)


@transaction.atomic
def cancel_mission(*, mission: Mission, reason: str, actor: User) -> Mission:
    return _left(mission, MissionState.CANCELLED, "a annulé la mission", reason, actor)


def _left(mission: Mission, to: MissionState, verb: str, reason: str, actor: User) -> Mission:
    _only(may_decide_missions, actor)
    mission.move(to, provider=None, awarded_amount=None)
    record(actor=actor, verb=verb, target=mission, reason=reason, tell=[mission.lead])
    return mission


def _only(question: Callable[[User], bool], actor: User) -> None:
    if not question(actor):
        raise MissionRefused("Cette décision revient à quelqu’un d’autre dans l’équipe.")


def _write(mission: Mission, items: Items) -> None:
    if not items:
        raise MissionRefused("Écrivez au moins un livrable : ce que le prestataire doit remettre.")
    mission.full_clean()
    mission.save()
    MissionItem.objects.bulk_create(MissionItem(mission=mission, **item) for item in items)
