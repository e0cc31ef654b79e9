from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse

from budget.models.decisions import Decision
from budget.models.ledger import Movement
from budget.models.lines import Line
from budget.models.moving import Moving
from budget.models.states import (
    AWAITING_INVOICES,
    COMMITMENT_MOVES,
    COMMITMENT_TONES,
    CommitmentState,
    DocumentKind,
    YearEnd,
)
from budget.models.years import FiscalYear, ReadersQuerySet
from comms.people.models import Department
from comms.search import Plain
from comms.validators import one_line


class Concerning(models.Model):
    """For which thing of another room: an action, a mission. This room knows only its name."""

    subject_type = models.ForeignKey(ContentType, models.PROTECT, null=True, blank=True, related_name="+")
    subject_id = models.PositiveBigIntegerField(null=True, blank=True)
    subject = GenericForeignKey("subject_type", "subject_id")

    class Meta:
        abstract = True


class ConcerningQuerySet(ReadersQuerySet):
    def about(self, subject: models.Model) -> Self:
        return self.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk)


class CommitmentQuerySet(ConcerningQuerySet):
    def outstanding(self) -> Self:
        """Committed and not invoiced yet, in whole or in part."""
        return self.filter(state__in=AWAITING_INVOICES, amount__gt=F("invoiced"))

    def of_year(self, fiscal_year: FiscalYear) -> Self:
        return self.filter(line__fiscal_year=fiscal_year)

    def derogatory(self) -> Self:
        """Part of it was let through above what the line had."""
        return self.filter(
            Exists(Movement.objects.filter(commitment=OuterRef("pk"), derogation__isnull=False))
        )

    def search(self, words: str) -> Self:
        """Each word in what it is for, for whom, or under which reference; accents and capitals aside."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(searched__contains=Plain(Value(word)))
        return found

    def for_list(self) -> Self:
        return self.select_related("line__account", "line__fiscal_year", "department", "created_by")

    def totals(self) -> dict[str, int]:
        """Committed, invoiced, remaining, in one query."""
        return self.order_by().aggregate(
            **{name: Coalesce(Sum(name), 0) for name in ("amount", "invoiced", "remaining")}
        )


class Commitment(Moving, Concerning):
    """Credits set aside before an order leaves; PostgreSQL keeps `amount` and `invoiced` from its ledger."""

    MOVES, TONES = COMMITMENT_MOVES, COMMITMENT_TONES

    line = models.ForeignKey(Line, models.PROTECT, related_name="commitments", verbose_name="ligne")
    label = models.CharField("objet", max_length=200, validators=[one_line])
    provider_name = models.CharField("prestataire", max_length=160, blank=True, validators=[one_line])
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="commitments",
        verbose_name="pour la direction",
    )  # fmt: skip
    document_kind = models.CharField("pièce", max_length=12, choices=DocumentKind)
    document_reference = models.CharField("référence", max_length=60, validators=[one_line])
    state = models.CharField(
        "état", max_length=10, choices=CommitmentState, default=CommitmentState.OPEN, editable=False
    )
    amount = models.BigIntegerField("engagé (F CFP)", default=0, editable=False)
    invoiced = models.BigIntegerField("facturé (F CFP)", default=0, editable=False)
    remaining = models.GeneratedField(
        expression=F("amount") - F("invoiced"),
        output_field=models.BigIntegerField("reste engagé"),
        db_persist=True,
        verbose_name="reste engagé",
    )
    searched = models.GeneratedField(
        expression=Plain(Concat("label", Value(" "), "provider_name", Value(" "), "document_reference")),
        output_field=models.TextField(),
        db_persist=True,
    )
    committed_on = models.DateField("engagé le")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="engagé par"
    )
    created_at = models.DateTimeField("écrit le", auto_now_add=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = "engagement"
        ordering = ["-committed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document_kind", "document_reference", "line"],
                name="document_commits_a_line_once",
                violation_error_message="Cette pièce a déjà son engagement sur cette ligne.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CommitmentState.values), name="commitment_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(invoiced__gte=0, amount__gte=F("invoiced")),
                name="commitment_covers_what_is_invoiced_on_it",
                violation_error_message="On ne facture pas plus que ce qui est engagé.",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="commitment_by_subject"),
            models.Index(fields=["-committed_on", "-id"], name="commitment_by_day"),
            GinIndex(fields=["searched"], opclasses=["gin_trgm_ops"], name="commitment_search"),
        ]

    def __str__(self) -> str:
        return f"{self.document_reference} : {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("budget:commitment", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == CommitmentState.OPEN

    @property
    def is_settled(self) -> bool:
        return self.state == CommitmentState.SETTLED

    @property
    def is_outstanding(self) -> bool:
        return self.state in AWAITING_INVOICES and self.remaining > 0


class YearEndChoiceQuerySet(ReadersQuerySet):
    def of_year(self, fiscal_year: FiscalYear) -> Self:
        return self.filter(commitment__line__fiscal_year=fiscal_year)

    def for_list(self) -> Self:
        return self.select_related(
            "commitment__line__account", "decision__fiscal_year", "to_line", "decided_by"
        )


class YearEndChoice(models.Model):
    """What becomes of one commitment at the end of its year, decided once."""

    commitment = models.OneToOneField(
        Commitment, models.PROTECT, related_name="year_end", verbose_name="engagement"
    )
    choice = models.CharField("fin d’exercice", max_length=10, choices=YearEnd)
    amount = models.PositiveBigIntegerField("reste (F CFP)")
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="carried", verbose_name="report"
    )
    to_line = models.ForeignKey(
        Line,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ligne de l’exercice suivant",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="décidé par"
    )
    decided_at = models.DateTimeField("décidé le", auto_now_add=True)

    objects = YearEndChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = "choix de fin d’exercice"
        verbose_name_plural = "choix de fin d’exercice"
        ordering = ["commitment"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(choice="carry") & Q(decision__isnull=False, to_line__isnull=False))
                | (~Q(choice="carry") & Q(decision=None, to_line=None)),
                name="carried_commitment_goes_to_a_line_by_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment} : {self.get_choice_display()}"


class Forecast(Concerning):
    """What an action is expected to cost on a line, before anything is committed."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="forecasts", verbose_name="ligne")
    label = models.CharField("objet", max_length=200, validators=[one_line])
    amount = models.PositiveBigIntegerField("prévu (F CFP)")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="prévu par"
    )

    objects = ConcerningQuerySet.as_manager()

    class Meta:
        verbose_name = "prévision"
        ordering = ["line", "label", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "subject_type", "subject_id"],
                condition=Q(subject_id__isnull=False),
                name="subject_has_one_forecast_a_line",
                violation_error_message="Une prévision existe déjà pour cet objet sur cette ligne.",
            ),
        ]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="forecast_by_subject")]

    def __str__(self) -> str:
        return f"{self.label} : {self.amount}"
