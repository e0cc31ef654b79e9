"""What a plan is made of: axes, objectives, indicators, key messages. Each change is one of the plan."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Max, ProtectedError

from campaigns.strategy.actions.changes import written_into
from campaigns.strategy.errors import StillUsed
from campaigns.strategy.models import Audience, Axis, Indicator, KeyMessage, Objective, Plan, Side
from comms.people.models import User


def _next_position(rows: models.QuerySet) -> int:
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


def _write(thing: models.Model, changes: dict[str, Any], allowed: Iterable[str]) -> None:
    unknown = changes.keys() - set(allowed)
    if unknown:
        raise TypeError(f"not written here: {', '.join(sorted(unknown))}")
    audiences = changes.pop("audiences", None)
    for name, value in changes.items():
        setattr(thing, name, value)
    thing.save()
    if audiences is not None:
        thing.audiences.set(audiences)


# --- axes --------------------------------------------------------------------------------------------
def add_axis(*, plan: Plan, actor: User, title: str, elected: User | None = None) -> Axis:
    with written_into(plan, actor=actor, verb=f"a ajouté l’axe « {title} »") as row:
        return Axis.objects.create(plan=row, title=title, elected=elected, position=_next_position(row.axes))


def edit_axis(*, axis: Axis, actor: User, **changes: Any) -> None:
    with written_into(axis.plan, actor=actor, verb=f"a modifié l’axe « {axis.title} »"):
        _write(axis, changes, ("title", "elected", "position"))


def remove_axis(*, axis: Axis, actor: User) -> None:
    """Raises StillUsed when objectives stand under it."""
    with written_into(axis.plan, actor=actor, verb=f"a retiré l’axe « {axis.title} »"):
        try:
            axis.delete()
        except ProtectedError as error:
            raise StillUsed(
                "Des objectifs sont rangés sous cet axe : déplacez-les ou retirez-les d’abord."
            ) from error


# --- objectives ----------------------------------------------------------------------------------------
def add_objective(
    *, axis: Axis, actor: User, statement: str, side: str = Side.EXTERNAL, audiences: Iterable[Audience] = ()
) -> Objective:
    with written_into(axis.plan, actor=actor, verb=f"a ajouté l’objectif « {statement} »"):
        objective = Objective.objects.create(
            axis=axis, statement=statement, side=side, position=_next_position(axis.objectives)
        )
        objective.audiences.set(audiences)
        return objective


def edit_objective(*, objective: Objective, actor: User, **changes: Any) -> None:
    """`axis` moves it under another axis of the same plan."""
    axis = changes.get("axis", objective.axis)
    if axis.plan_id != objective.axis.plan_id:
        raise StillUsed("Un objectif reste dans son plan.")
    with written_into(axis.plan, actor=actor, verb=f"a modifié l’objectif « {objective.statement} »"):
        _write(objective, changes, ("axis", "statement", "side", "audiences", "position"))


def remove_objective(*, objective: Objective, actor: User) -> None:
    """Raises StillUsed when actions, campaigns or measures hang on it."""
    verb = f"a retiré l’objectif « {objective.statement} »"
    with written_into(objective.axis.plan, actor=actor, verb=verb):
        try:
            objective.delete()
        except ProtectedError as error:
            raise StillUsed(
                "Des actions, des campagnes ou des mesures tiennent à cet objectif : il reste au plan."
            ) from error


# --- indicators ----------------------------------------------------------------------------------------
INDICATOR_FIELDS = (
    "name", "unit", "start_value", "target_value", "target_on", "every_months", "computation", "source",
    "is_followed", "position",
)  # fmt: skip


def add_indicator(
    *,
    objective: Objective,
    actor: User,
    name: str,
    start_value: Decimal,
    target_value: Decimal,
    target_on: date,
    **more: Any,
) -> Indicator:
    indicator = Indicator(
        objective=objective,
        name=name,
        start_value=start_value,
        target_value=target_value,
        target_on=target_on,
        position=_next_position(objective.indicators),
    )
    with written_into(objective.axis.plan, actor=actor, verb=f"a ajouté l’indicateur « {name} »"):
        _write(indicator, more, INDICATOR_FIELDS)
    return indicator


def edit_indicator(*, indicator: Indicator, actor: User, **changes: Any) -> None:
    plan = indicator.objective.axis.plan
    with written_into(plan, actor=actor, verb=f"a modifié l’indicateur « {indicator.name} »"):
        _write(indicator, changes, INDICATOR_FIELDS)


# --- key messages --------------------------------------------------------------------------------------
def add_message(
    *, plan: Plan, actor: User, text: str, side: str = Side.EXTERNAL, audiences: Iterable[Audience] = ()
) -> KeyMessage:
    with written_into(plan, actor=actor, verb="a ajouté un message clé") as row:
        message = KeyMessage.objects.create(
            plan=row, text=text, side=side, position=_next_position(row.messages)
        )
        message.audiences.set(audiences)
        return message


def edit_message(*, message: KeyMessage, actor: User, **changes: Any) -> None:
    with written_into(message.plan, actor=actor, verb="a modifié un message clé"):
        _write(message, changes, ("text", "side", "audiences", "position"))


def remove_message(*, message: KeyMessage, actor: User) -> None:
    with written_into(message.plan, actor=actor, verb=f"a retiré le message clé « {message.text} »"):
        message.delete()
