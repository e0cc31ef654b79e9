from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Prefetch, Q
from django.urls import reverse

from campaigns.planning.models import Action
from comms.formats import day_medium, hour
from comms.people.models import Role, RoleAssignment, User
from comms.validators import one_line
from hours.kinds import HourKind
from hours.models.states import EDITABLE_ENTRY_STATES, ENTRY_MOVES, ENTRY_TONES, OPEN_ENTRY_STATES, EntryState


class TsTzRange(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class OwnedQuerySet(models.QuerySet):
    """Rows that belong to a person, which somebody above decides."""

    def visible_to(self, user: User) -> Self:
        """One's own; everybody's for the chargé(e), the cabinet and who stands in for them."""
        if user.acts_as(Role.HEAD, Role.CABINET):
            return self
        return self.filter(person=user) if user.is_unit else self.none()

    def decided_by_somebody_like(self, user: User) -> Self:
        """Never one's own. The chargé(e) and their deputies decide; for the chargé(e), the cabinet too."""
        if user.acts_as(Role.HEAD):
            return self.exclude(person=user)
        if user.acts_as(Role.CABINET):
            heads = RoleAssignment.objects.filter(role=Role.HEAD).values("user")
            return self.filter(person__in=heads).exclude(person=user)
        return self.none()

    def of_month(self, month: date) -> Self:
        """Those of the month that begins on that day."""
        return self.filter(day__gte=month, day__lt=(month + timedelta(days=32)).replace(day=1))


class TimeEntryQuerySet(OwnedQuerySet):
    def submitted(self) -> Self:
        return self.filter(state=EntryState.SUBMITTED)

    def awaiting(self, user: User) -> Self:
        """What this person may validate now."""
        return self.submitted().decided_by_somebody_like(user)

    def open(self) -> Self:
        return self.filter(state__in=OPEN_ENTRY_STATES)

    def pending_of(self, user: User) -> Self:
        """This person's own hours on which nobody has said yes or no."""
        return self.open().filter(person=user)

    def to_correct_by(self, user: User) -> Self:
        """Sent back to this person, or never sent."""
        return self.filter(person=user, state__in=EDITABLE_ENTRY_STATES)

    def standing(self) -> Self:
        """Worked, as far as anybody knows: all but what was refused."""
        return self.exclude(state=EntryState.REFUSED)

    def due_for_reminder(self, until: date) -> Self:
        """Submitted on that day or before, and nobody was reminded since."""
        return self.submitted().filter(
            Q(reminded_on=None, submitted_on__lte=until) | Q(reminded_on__lte=until)
        )

    def for_list(self) -> Self:
        """What a row shows, in a constant number of queries."""
        return self.select_related("person", "action", "ordered_by", "decided_by").prefetch_related(
            Prefetch("segments", HourSegment.objects.order_by("starts_at"))
        )


class TimeEntry(models.Model):
    """A stretch of work of one person, perhaps past midnight; it belongs to the day on which it began."""

    class Choice(models.TextChoices):
        RECUPERATION = "recuperation", "Récupération"
        OTHER = "other", "Autre, à voir avec la DRH"

    MOVES = ENTRY_MOVES

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="time_entries", verbose_name="qui"
    )
    day = models.DateField("jour")
    starts_at = models.DateTimeField("de")
    ends_at = models.DateTimeField("à")
    break_minutes = models.PositiveSmallIntegerField("pause (minutes)", default=0)
    minutes = models.PositiveSmallIntegerField("durée (minutes)", editable=False)
    place = models.CharField("lieu", max_length=160, blank=True, validators=[one_line])
    action = models.ForeignKey(
        Action, models.PROTECT, null=True, blank=True, related_name="time_entries", verbose_name="action"
    )
    what = models.CharField("ce que vous avez fait", max_length=200, blank=True, validators=[one_line])
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="demandé par",
    )  # fmt: skip
    choice = models.CharField("choix", max_length=20, choices=Choice, default=Choice.RECUPERATION)
    state = models.CharField(
        "état", max_length=20, choices=EntryState, default=EntryState.DRAFT, editable=False
    )
    submitted_on = models.DateField("soumises le", null=True, blank=True, editable=False)
    reminded_on = models.DateField("rappelées le", null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name="décidé par",
    )  # fmt: skip
    decided_at = models.DateTimeField("décidé le", null=True, blank=True, editable=False)
    comment = models.TextField("commentaire", blank=True, editable=False)
    created_at = models.DateTimeField("saisies le", auto_now_add=True)
    updated_at = models.DateTimeField("modifiées le", auto_now=True)

    objects = TimeEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "heures travaillées"
        verbose_name_plural = "heures travaillées"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            ExclusionConstraint(
                name="nobody_works_twice_at_the_same_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (TsTzRange("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=~Q(state="refused"),
                violation_error_message="Ces heures en recouvrent d’autres, déjà saisies.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"))
                & Q(ends_at__lte=F("starts_at") + timedelta(hours=24)),
                name="time_entry_lasts_a_day_at_most",
                violation_error_message="La fin vient après le début, vingt-quatre heures plus tard au plus.",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gt=0),
                name="time_entry_is_longer_than_its_break",
                violation_error_message="La pause est aussi longue que le travail.",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("person")),
                name="nobody_validates_their_own_hours",
                violation_error_message="Personne ne valide ses propres heures.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "submitted", "changes_asked")) | Q(decided_by__isnull=False),
                name="settled_hours_say_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "day"], name="time_entry_by_person_and_day"),
            models.Index(fields=["submitted_on"], name="submitted_hours", condition=Q(state="submitted")),
        ]

    def __str__(self) -> str:
        return f"Heures du {day_medium(self.day)}, {self.from_to}"

    def get_absolute_url(self) -> str:
        return reverse("hours:entry", args=[self.pk])

    @property
    def from_to(self) -> str:
        return f"{hour(self.starts_at)}–{hour(self.ends_at)}"

    @property
    def state_tone(self) -> str:
        return ENTRY_TONES[self.state]

    @property
    def title(self) -> str:
        """What it was for, in the words there are."""
        return self.what or (self.action.title if self.action else "") or self.place or "Heures travaillées"

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE_ENTRY_STATES

    @property
    def month(self) -> date:
        return self.day.replace(day=1)

    @property
    def gives_recuperation(self) -> bool:
        return self.choice == self.Choice.RECUPERATION

    def minutes_by_kind(self) -> dict[str, int]:
        """Kind → minutes, in the order of the kinds; of the segments as they were prefetched."""
        counted = dict.fromkeys(HourKind.values, 0)
        for segment in self.segments.all():
            counted[segment.kind] += segment.minutes
        return {kind: minutes for kind, minutes in counted.items() if minutes}

    @property
    def kind_words(self) -> list[tuple[str, int]]:
        return [(HourKind(kind).label, minutes) for kind, minutes in self.minutes_by_kind().items()]


class HourSegmentQuerySet(models.QuerySet):
    def standing(self) -> Self:
        return self.exclude(entry__state=EntryState.REFUSED)

    def between(self, start: date, end: date) -> Self:
        return self.filter(day__gte=start, day__lte=end)


class HourSegment(models.Model):
    """A piece of an entry in which each minute is of the same kind; it never crosses midnight."""

    entry = models.ForeignKey(TimeEntry, models.CASCADE, related_name="segments", verbose_name="heures")
    kind = models.CharField("nature", max_length=10, choices=HourKind)
    day = models.DateField("jour")
    starts_at = models.DateTimeField("de")
    ends_at = models.DateTimeField("à")
    minutes = models.PositiveSmallIntegerField("minutes, pause déduite")

    objects = HourSegmentQuerySet.as_manager()

    class Meta:
        verbose_name = "tranche"
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["day"], name="hour_segment_by_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.minutes} min"
