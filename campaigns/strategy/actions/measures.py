"""What indicators were, day after day: entered, imported, computed; never changed, mended by another row."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction

from campaigns.strategy.errors import NotNow
from campaigns.strategy.importing import MeasureLine
from campaigns.strategy.models import Indicator, Measure, Plan, PlanState
from comms.journal.actions import record
from comms.people.models import User


def _refuse_closed(indicator: Indicator) -> None:
    if indicator.objective.axis.plan.state == PlanState.CLOSED:
        raise NotNow("Le plan de cet indicateur est clos : ses mesures ne changent plus.")


@transaction.atomic
def record_measure(
    *,
    indicator: Indicator,
    actor: User | None,
    measured_on: date,
    value: Decimal,
    note: str = "",
    way: str = Measure.Way.ENTERED,
) -> Measure | None:
    """Note what the indicator was on that day; None when the same figure stands there already.

    A second figure for a day replaces the first, which stays readable. Without actor it is the application.
    """
    _refuse_closed(indicator)
    current = indicator.measures.counting().filter(measured_on=measured_on).first()
    if current and current.value == value and not note:
        return None
    return Measure.objects.create(
        indicator=indicator, measured_on=measured_on, value=value, note=note, way=way, recorded_by=actor
    )


@transaction.atomic
def take_back_measure(*, measure: Measure, actor: User, note: str) -> None:
    """The day has no figure any more; the mistaken one stays readable, with the reason."""
    _refuse_closed(measure.indicator)
    if not measure.indicator.measures.counting().filter(pk=measure.pk).exists():
        raise NotNow("Cette mesure est déjà remplacée ou reprise.")
    Measure.objects.create(
        indicator=measure.indicator, measured_on=measure.measured_on, note=note, recorded_by=actor
    )


@transaction.atomic
def import_measures(*, plan: Plan, actor: User, lines: Iterable[MeasureLine]) -> int:
    """Note the right lines of a checked file; how many were new. Twice the same file adds nothing."""
    added = [
        record_measure(
            indicator=line.indicator,
            actor=actor,
            measured_on=line.measured_on,
            value=line.value,
            note=line.note,
            way=Measure.Way.IMPORTED,
        )
        for line in lines
        if line.is_right and not line.is_known
    ]
    count = sum(measure is not None for measure in added)
    if count:
        record(actor=actor, verb=f"a importé {count} mesure{'s' if count > 1 else ''}", target=plan)
    return count
