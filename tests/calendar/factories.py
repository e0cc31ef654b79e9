from datetime import date

from factory.django import DjangoModelFactory

from comms.calendar.models import ClosedDay


class ClosedDayFactory(DjangoModelFactory):
    """A bridge of one day, Friday 2 October 2026, unless told otherwise."""

    class Meta:
        model = ClosedDay

    kind = ClosedDay.Kind.BRIDGE
    label = "Pont décidé pour l’année"
    starts_on = date(2026, 10, 2)
    ends_on = date(2026, 10, 2)
