"""What a plan is made of: axes, objectives, indicators, key messages. Each change is one of the plan."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Max, ProtectedError

from campaigns.strategy.actions.changes import changed, text_before, written_into
from campaigns.strategy.errors import StillUsed
from campaigns.strategy.models import Audience, Axis, Indicator, KeyMessage, Objective, Plan, Side
from comms.people.models import User

AXIS_FIELDS = ("title", "elected", "position")
OBJECTIVE_FIELDS = ("axis", "statement", "side", "audiences", "position")
INDICATOR_FIELDS = (
    "name", "unit", "start_value", "target_value", "target_on", "every_months", "computation", "source",
    "is_followed", "position",
)  # fmt: skip
MESSAGE_FIELDS = ("text", "side", "audiences", "position")


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


def _rewrite(
    thing: models.Model,
    plan: Plan,
    actor: User,
    verb: str,
    fields: Sequence[str],
    changes: dict[str, Any],
    seen_text: str,
) -> None:
    """Over the words that the person began from; the history keeps what was there."""
    history: dict[str, Any] = {}
    with written_into(plan, actor=actor, verb=verb, data=history) as row:
        before = text_before(thing, fields, row, seen_text)
        _write(thing, changes, fields)
        history |= changed(thing, before)


# --- axes --------------------------------------------------------------------------------------------
def add_axis(*, plan: Plan, actor: User, title: str, elected: User | None = None) -> Axis:
    with written_into(plan, actor=actor, verb=f"a ajouté l’axe « {title} »") as row:
        return Axis.objects.create(plan=row, title=title, elected=elected, position=_next_position(row.axes))


def edit_axis(*, axis: Axis, actor: User, seen_text: str = "", **changes: Any) -> None:
    """Raises StaleText."""
    verb = f"a modifié l’axe « {axis.title} »"
    _rewrite(axis, axis.plan, actor, verb, AXIS_FIELDS, changes, seen_text)


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


def edit_objective(*, objective: Objective, actor: User, seen_text: str = "", **changes: Any) -> None:
    """`axis` moves it under another axis of the same plan. Raises StaleText."""
    axis = changes.get("axis", objective.axis)
    if axis.plan_id != objective.axis.plan_id:
        raise StillUsed("Un objectif reste dans son plan.")
    verb = f"a modifié l’objectif « {objective.statement} »"
    _rewrite(objective, axis.plan, actor, verb, OBJECTIVE_FIELDS, changes, seen_text)


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


def edit_indicator(*, indicator: Indicator, actor: User, seen_text: str = "", **changes: Any) -> None:
    """Raises StaleText."""
    plan, verb = indicator.objective.axis.plan, f"a modifié l’indicateur « {indicator.name} »"
    _rewrite(indicator, plan, actor, verb, INDICATOR_FIELDS, changes, seen_text)


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


def edit_message(*, message: KeyMessage, actor: User, seen_text: str = "", **changes: Any) -> None:
    """Raises StaleText."""
    plan, verb = message.plan, "a modifié un message clé"
    _rewrite(message, plan, actor, verb, MESSAGE_FIELDS, changes, seen_text)


def remove_message(*, message: KeyMessage, actor: User) -> None:
    with written_into(message.plan, actor=actor, verb=f"a retiré le message clé « {message.text} »"):
        message.delete()
