"""Polls, crises and messages; what needs an action is made by it."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from comms.approvals.actions import decide
from comms.approvals.models import Decision
from comms.calendar.models import Poll
from comms.calendar.working_days import local_today
from comms.people.models import User
from comms.periods import actions
from comms.periods.models import Channel, Crisis, CrisisMessage, Level, QuickEntry


class PollFactory(DjangoModelFactory):
    """A presidential poll in three months, whose window is open today, unless told otherwise."""

    class Meta:
        model = Poll

    kind = Poll.Kind.PRESIDENTIAL
    held_on = factory.LazyFunction(lambda: local_today() + timedelta(days=90))
    territory = "France"


class QuickEntryFactory(DjangoModelFactory):
    """Those of the migration are gone where a test emptied the tables."""

    class Meta:
        model = QuickEntry
        django_get_or_create = ["text"]

    text = "Rumeur repérée sur les réseaux"


class CrisisMessageFactory(DjangoModelFactory):
    class Meta:
        model = CrisisMessage

    level = Level.ALERT_1
    channel = Channel.FACEBOOK
    title = factory.Sequence(lambda n: f"Alerte 1, {n}")
    text = "Alerte 1 depuis [heure]. Secteurs : [zones]. Encore : [zones]."


def past_poll(**fields) -> Poll:
    return PollFactory(held_on=date(2020, 3, 15), kind=Poll.Kind.MUNICIPAL, **fields)


def crisis(by: User, level: str = Level.ALERT_1, name: str = "Exercice") -> Crisis:
    return actions.open_crisis(actor=by, name=name, level=level)


def past_crisis(by: User) -> Crisis:
    """Over since a moment, without a log."""
    now = timezone.now()
    return Crisis.objects.create(
        name="Exercice passé", level=Level.SAFEGUARD, level_since=now, state=Crisis.State.CLOSED,
        opened_by=by, opened_at=now, closed_by=by, closed_at=now,
    )  # fmt: skip


def approved(message: CrisisMessage, *deciders: User) -> CrisisMessage:
    """Through its whole circuit, in order."""
    approval = actions.submit_message(message=message, actor=message.created_by)
    for person in deciders:
        decide(
            step=approval.open_step,
            actor=person,
            verdict=Decision.Verdict.APPROVED,
            seen_digest=approval.version.digest,
        )
    message.refresh_from_db()
    return message
