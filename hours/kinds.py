"""What a minute of work is. Nothing of Django's models here: the application's start reads it too."""

from decimal import Decimal

from django.db.models import TextChoices


class HourKind(TextChoices):
    """Found from the calendar; never two at once."""

    ORDINARY = "ordinary", "Journée habituelle"
    WEEK = "week", "Semaine"
    SATURDAY = "saturday", "Samedi"
    SUNDAY = "sunday", "Dimanche"
    HOLIDAY = "holiday", "Jour férié"
    NIGHT = "night", "Nuit"


def usual_coefficient(kind: str) -> Decimal:
    """Without a decision: each minute counts for one, those of the usual day for none since they are due."""
    return Decimal(0) if kind == HourKind.ORDINARY else Decimal(1)
