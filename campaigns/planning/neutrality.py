"""Actions, as they are read before a poll (comms/periods/neutrality.py)."""

from datetime import date

from django.db.models import QuerySet

from campaigns.planning.models import Action, ActionState
from comms.calendar.working_days import local_today
from comms.formats import day_medium, francs
from comms.people.models import User
from comms.periods.neutrality import CheckedKind, register, year_before_first


class CheckedActions(CheckedKind):
    slug, label, plural, model = "action", "Action", "Actions", Action

    def visible_to(self, user: User) -> QuerySet[Action]:
        return Action.objects.visible_to(user)

    def going_out(self, things: QuerySet[Action], start: date, end: date) -> QuerySet[Action]:
        gone = (ActionState.CANCELLED, ActionState.POSTPONED)
        return things.exclude(state__in=gone).between(start, end).order_by("starts_on", "pk")

    def day_of(self, thing: Action) -> date | None:
        return thing.starts_on

    def earlier(self, things: QuerySet[Action], thing: Action) -> QuerySet[Action]:
        """Of the same nature: those of the year before first, then the latest."""
        before = things.filter(kind=thing.kind, starts_on__isnull=False).exclude(pk=thing.pk)
        day = thing.starts_on or local_today()
        before = before.filter(starts_on__lt=day)
        return before.order_by(year_before_first("starts_on", day), "-starts_on", "-pk")

    def facts(self, thing: Action) -> list[tuple[str, str]]:
        last = thing.ends_on or thing.starts_on
        days = (last - thing.starts_on).days + 1 if thing.starts_on else 0
        cost = thing.foreseen_cost
        return [
            ("Nature", thing.get_kind_display()),
            ("J0", day_medium(thing.starts_on) if thing.starts_on else ""),
            ("Durée", f"{days} jour{'s' * (days > 1)}" if days else ""),
            ("Lieu", thing.place),
            ("Canaux", ", ".join(str(channel) for channel in thing.channels.all())),
            ("Publics", ", ".join(str(audience) for audience in thing.audiences.all())),
            ("Coût prévu", francs(cost) if cost is not None else ""),
        ]

    def words(self, thing: Action) -> str:
        return thing.description


register(CheckedActions())
