"""Another rhythm for what comes again: what would change is shown first, what has begun keeps its day."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice

from django.db import transaction

from campaigns.planning.actions.moving import move_action
from campaigns.planning.actions.series import SHOWN_DAYS, make_occurrences, shifted_day
from campaigns.planning.errors import NotNow
from campaigns.planning.models import ActionState, Occurrence, Series, Task, TaskState
from campaigns.planning.recurrence import Wish, days_from, rule_days, rule_words
from comms.journal.actions import record
from comms.people.models import User

#: An action in one of these isn't begun by its state alone; a task at work begins it.
_NOT_BEGUN = (
    ActionState.IDEA,
    ActionState.PROPOSED,
    ActionState.APPROVED,
    ActionState.PLANNED,
    ActionState.POSTPONED,
)
_TASK_AT_WORK = (TaskState.UNDER_WAY, TaskState.TO_APPROVE, TaskState.DONE)


@dataclass
class RhythmChange:
    """What becomes of the days from `starts_on` on; earlier ones stay as they are."""

    starts_on: date
    rule: str
    kept: list[Occurrence] = field(default_factory=list)
    spared: list[Occurrence] = field(default_factory=list)  # begun or done: their action keeps its day
    cancelled: list[Occurrence] = field(default_factory=list)  # their action is cancelled
    dropped: list[Occurrence] = field(default_factory=list)  # awaited, without an action yet
    added: list[date] = field(default_factory=list)  # the first days that weren't there

    @property
    def words(self) -> str:
        return rule_words(self.rule, self.starts_on)


def preview_rhythm(*, series: Series, starts_on: date, wish: Wish) -> RhythmChange:
    """What `change_rhythm` would do now; nothing is written."""
    change = RhythmChange(starts_on, wish.rule(starts_on))
    coming = list(series.occurrences.filter(rule_day__gte=starts_on).select_related("action"))
    begun = _begun(coming)
    last = max([starts_on, *(row.rule_day for row in coming)])
    new_days = set(rule_days(change.rule, starts_on, starts_on, last))
    for row in coming:
        if row.rule_day in new_days:
            change.kept.append(row)
        elif row.action is None:
            if not row.is_made and not row.is_skipped:
                change.dropped.append(row)
        elif row.action_id in begun:
            change.spared.append(row)
        elif row.action.state != ActionState.CANCELLED:
            change.cancelled.append(row)
    shown = islice(days_from(change.rule, starts_on, starts_on), SHOWN_DAYS)
    known = {row.rule_day for row in coming} | set(_old_days(series, starts_on))
    change.added = [shifted_day(series, day) for day in shown if day not in known]
    return change


def _begun(occurrences: list[Occurrence]) -> set[int]:
    """The keys of the actions that somebody has worked at, or that are over."""
    actions = [row.action for row in occurrences if row.action]
    at_work = Task.objects.filter(action__in=actions, state__in=_TASK_AT_WORK)
    over = {
        action.pk
        for action in actions
        if action.state not in _NOT_BEGUN and action.state != ActionState.CANCELLED
    }
    return over | set(at_work.values_list("action", flat=True))


def _old_days(series: Series, first: date) -> list[date]:
    return list(islice(days_from(series.rule, series.starts_on, first), SHOWN_DAYS))


@transaction.atomic
def change_rhythm(
    *, series: Series, actor: User, starts_on: date, wish: Wish, today: date, seen_rule: str
) -> RhythmChange:
    """From `starts_on` on the days are the new rule's. `seen_rule` is the rule that this person knew.

    Days before it still come as the old rule said; what has begun stays. Raises NotNow, and what
    `move_action` raises.
    """
    row = Series.objects.select_for_update(of=("self",)).get(pk=series.pk)
    if row.rule != seen_rule:
        raise NotNow(f"Le rythme a été modifié entre-temps : il est maintenant « {row.words} ». Regardez-le.")
    if row.ended_on and row.ended_on <= starts_on:
        raise NotNow("Ce rendez-vous régulier sera terminé : il n’a plus de rythme à changer.")
    _keep_days_before(row, starts_on, today)
    change, before = preview_rhythm(series=row, starts_on=starts_on, wish=wish), row.words
    for occurrence in change.cancelled:
        move_action(
            action=occurrence.action, actor=actor, to=ActionState.CANCELLED,
            reason=f"Le rendez-vous régulier change de rythme : {change.words}",
        )  # fmt: skip
    Occurrence.objects.filter(pk__in=[row.pk for row in (*change.cancelled, *change.dropped)]).delete()
    row.starts_on, row.rule = change.starts_on, change.rule
    row.save(update_fields=["starts_on", "rule"])
    verb = f"a changé le rythme à partir du {starts_on:%d/%m/%Y} : {change.words}"
    record(actor=actor, verb=verb[:200], target=row, data={"before": before, "after": change.words})
    make_occurrences(series=row, today=today)
    return change


def _keep_days_before(series: Series, starts_on: date, today: date) -> None:
    """The old rule's days until the new one begins: their rows keep them coming."""
    for day in rule_days(series.rule, series.starts_on, today, starts_on - timedelta(days=1)):
        Occurrence.objects.get_or_create(
            series=series, rule_day=day, defaults={"day": shifted_day(series, day)}
        )
