from datetime import date
from decimal import Decimal
from typing import Any, Self

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse

from campaigns.strategy.figures import figure, number, plain_number
from campaigns.strategy.models.objectives import Objective
from campaigns.strategy.models.plans import Plan
from campaigns.strategy.models.states import WRITABLE_STATES, PlanState
from comms.people.models import User
from comms.validators import one_line


class IndicatorQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """As their plan is."""
        return self.filter(objective__axis__plan__in=Plan.objects.visible_to(user).order_by().values("pk"))

    def followed(self) -> Self:
        """Those somebody still measures: of a plan that isn't closed."""
        return self.filter(is_followed=True, objective__axis__plan__state__in=WRITABLE_STATES)

    def computed(self) -> Self:
        """Those the application itself measures, of the plan in force."""
        plan_in_force = Q(objective__axis__plan__state=PlanState.IN_FORCE)
        return self.filter(plan_in_force, is_followed=True).exclude(computation="")

    def with_last(self) -> Self:
        """Annotates `last_value` and `last_on`: the latest measure that counts."""
        last = Measure.objects.filter(indicator=OuterRef("pk")).counting().order_by("-measured_on")
        return self.annotate(
            last_value=Subquery(last.values("value")[:1]), last_on=Subquery(last.values("measured_on")[:1])
        )

    def due_for_measure(self, today: date) -> Self:
        """Followed by hand, and the last measure (or the plan's first day) is too long ago."""
        rhythm = models.Func(
            F("every_months"),
            template="make_interval(months => %(expressions)s::int)",
            output_field=models.DurationField(),
        )
        since = models.functions.Coalesce("last_on", "objective__axis__plan__starts_on")
        next_on = models.ExpressionWrapper(since + rhythm, output_field=models.DateField())
        due = self.followed().filter(computation="").with_last().alias(next_on=next_on)
        return due.filter(next_on__lte=today, objective__axis__plan__state=PlanState.IN_FORCE)


class Indicator(models.Model):
    """A figure that says whether an objective is reached, with its measures over time."""

    class Computation(models.TextChoices):
        """What the application can measure by itself; desk/reports/computed.py says how."""

        ACTIONS_DONE = "actions_done", "Actions réalisées sous l’objectif"
        ACTIONS_ON_TIME = "actions_on_time", "Part des tâches faites à temps (%)"
        RELEASES_SENT = "releases_sent", "Communiqués diffusés"
        JOURNALISTS = "journalists", "Contacts de presse joignables"

    objective = models.ForeignKey(
        Objective, models.CASCADE, related_name="indicators", verbose_name="objectif"
    )
    position = models.PositiveSmallIntegerField("rang", default=1)
    name = models.CharField(
        "indicateur", max_length=160, validators=[one_line], help_text="« Abonnés à la page de la Ville »"
    )
    unit = models.CharField(
        "unité", max_length=30, blank=True, validators=[one_line], help_text="« abonnés », « % », « jours »"
    )
    start_value = models.DecimalField("valeur de départ", max_digits=14, decimal_places=2)
    target_value = models.DecimalField("cible", max_digits=14, decimal_places=2)
    target_on = models.DateField("échéance", help_text="Le jour où la cible doit être atteinte.")
    every_months = models.PositiveSmallIntegerField(
        "mesuré tous les … mois", default=3, validators=[MinValueValidator(1), MaxValueValidator(24)]
    )
    computation = models.CharField(
        "calculé par l’application", max_length=30, choices=Computation, blank=True,
        help_text="Vide : quelqu’un saisit ou importe les mesures.",
    )  # fmt: skip
    source = models.CharField(
        "où le lire", max_length=200, blank=True, validators=[one_line],
        help_text="« Statistiques de la page, onglet Audience »",
    )  # fmt: skip
    is_followed = models.BooleanField("suivi", default=True, help_text="Décoché, plus personne ne le mesure.")

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = "indicateur"
        ordering = ["objective", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(start_value=F("target_value")),
                name="indicator_target_differs_from_start",
                violation_error_message="La cible est égale au départ : rien ne changerait.",
            ),
            models.CheckConstraint(
                condition=Q(every_months__gte=1, every_months__lte=24), name="indicator_rhythm_is_sane"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("strategy:indicator", args=[self.pk])

    @property
    def start_number(self) -> str:
        return number(self.start_value)

    @property
    def target_number(self) -> str:
        return number(self.target_value)

    @property
    def start_said(self) -> str:
        return figure(self.start_value, self.unit)

    @property
    def target_said(self) -> str:
        return figure(self.target_value, self.unit)

    def next_due_on(self, last_on: date | None) -> date:
        """When somebody should look again."""
        return (last_on or self.objective.axis.plan.starts_on) + relativedelta(months=self.every_months)

    def as_content(self) -> dict[str, Any]:
        return {
            "id": self.pk,
            "name": self.name,
            "unit": self.unit,
            "start": plain_number(self.start_value),
            "target": plain_number(self.target_value),
            "target_on": self.target_on.isoformat(),
        }


class MeasureQuerySet(models.QuerySet):
    def counting(self) -> Self:
        """The last word for each day; a day whose measure was taken back isn't there."""
        later = Measure.objects.filter(
            indicator=OuterRef("indicator"), measured_on=OuterRef("measured_on"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(later), value__isnull=False)

    def with_current(self) -> Self:
        """Annotates `is_replaced`: a later row speaks for the same day."""
        later = Measure.objects.filter(
            indicator=OuterRef("indicator"), measured_on=OuterRef("measured_on"), pk__gt=OuterRef("pk")
        )
        return self.annotate(is_replaced=Exists(later))


class Measure(models.Model):
    """What an indicator was on a day. Written once: a mistake is mended by another row for the same day."""

    class Way(models.TextChoices):
        ENTERED = "entered", "Saisie"
        IMPORTED = "imported", "Importée"
        COMPUTED = "computed", "Calculée"

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="measures", verbose_name="indicateur"
    )
    measured_on = models.DateField("le")
    value: Decimal | None = models.DecimalField(
        "valeur", max_digits=14, decimal_places=2, null=True, blank=True, help_text="Vide : mesure reprise."
    )
    way = models.CharField("origine", max_length=10, choices=Way, default=Way.ENTERED)
    note = models.CharField("remarque", max_length=200, blank=True, validators=[one_line])
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="par", help_text="Vide : l’application.",
    )  # fmt: skip
    recorded_at = models.DateTimeField("noté le", auto_now_add=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = "mesure"
        ordering = ["-measured_on", "-pk"]
        indexes = [models.Index(fields=["indicator", "measured_on", "id"], name="measure_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(note=""),
                name="measure_taken_back_says_why",
                violation_error_message="Dites pourquoi la mesure est reprise.",
            ),
            models.CheckConstraint(
                condition=Q(way__in=("entered", "imported", "computed")), name="measure_way_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.measured_on:%d/%m/%Y}"

    @property
    def said(self) -> str:
        return "reprise" if self.value is None else figure(self.value, self.indicator.unit)
