"""The lines that money stands on, and the totals that PostgreSQL keeps of their ledger."""

from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from budget.models.ledger import TOTALS, Movement
from budget.models.states import ControlMode, YearState
from budget.models.years import Account, FiscalYear, ReadersQuerySet
from comms.people.models import Department
from comms.search import Plain
from comms.validators import one_line


class LineQuerySet(ReadersQuerySet):
    def of_year(self, fiscal_year: FiscalYear) -> Self:
        return self.filter(fiscal_year=fiscal_year)

    def search(self, words: str) -> Self:
        """A unit has dozens of them a year."""
        key = Plain(Value(words))
        return self.annotate(label_key=Plain("label"), operation_key=Plain("operation")).filter(
            Q(label_key__contains=key) | Q(operation_key__contains=key) | Q(account__article=words)
        )

    def for_list(self) -> Self:
        return self.select_related("account", "department", "fiscal_year")

    def open_to_commitments(self) -> Self:
        return self.filter(fiscal_year__state=YearState.OPEN)

    def overdrawn(self) -> Self:
        """More was spent or committed than was opened: by derogation, or where nothing blocks."""
        return self.filter(available__lt=0)

    def with_ledger_totals(self) -> Self:
        """Each total again, as `ledger_<total>`, summed from the movements."""
        return self.annotate(
            **{f"ledger_{name}": _ledger_sum(condition) for name, condition in TOTALS.items()},
            ledger_committed=_ledger_sum(Q(kind__in=("commitment", "release")))
            - _ledger_sum(Q(kind="invoiced", commitment__isnull=False)),
        )

    def wrong(self) -> Self:
        """Those whose kept totals aren't the sums of their ledger: there should be none."""
        wrong = ~Q(committed=F("ledger_committed"))
        for name in TOTALS:
            wrong |= ~Q(**{name: F(f"ledger_{name}")})
        return self.with_ledger_totals().filter(wrong)


def _ledger_sum(condition: Q) -> Coalesce:
    rows = Movement.objects.filter(condition, line=OuterRef("pk")).order_by().values("line")
    return Coalesce(Subquery(rows.annotate(total=Sum("amount")).values("total")), 0)


class Line(models.Model):
    """Credits for one use, on one account. Its totals move by a trigger on the ledger and by nothing else."""

    fiscal_year = models.ForeignKey(FiscalYear, models.PROTECT, related_name="lines", verbose_name="exercice")
    account = models.ForeignKey(Account, models.PROTECT, related_name="lines", verbose_name="compte")
    label = models.CharField("libellé", max_length=160, validators=[one_line])
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="budget_lines",
        verbose_name="direction",
    )  # fmt: skip
    operation = models.CharField("opération", max_length=120, blank=True, validators=[one_line])
    mode = models.CharField("contrôle", max_length=10, choices=ControlMode, default=ControlMode.BLOCK)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", editable=False,
        verbose_name="répartie depuis",
    )  # fmt: skip
    copied_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="copies", editable=False,
        verbose_name="ligne de l’exercice précédent",
    )  # fmt: skip

    voted = models.BigIntegerField("voté", default=0, editable=False)
    frozen = models.BigIntegerField("gelé", default=0, editable=False)
    committed = models.BigIntegerField("engagé, non facturé", default=0, editable=False)
    invoiced = models.BigIntegerField("facturé", default=0, editable=False)
    mandated = models.BigIntegerField("mandaté", default=0, editable=False)
    paid = models.BigIntegerField("payé", default=0, editable=False)
    available = models.GeneratedField(
        expression=F("voted") - F("frozen") - F("committed") - F("invoiced"),
        output_field=models.BigIntegerField("disponible"),
        db_persist=True,
        verbose_name="disponible",
    )

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne budgétaire"
        verbose_name_plural = "lignes budgétaires"
        ordering = ["account", "label", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "label", "department", "operation"],
                name="line_is_once_on_its_account",
                nulls_distinct=False,
                violation_error_message="Cette ligne existe déjà sur ce compte.",
            ),
            models.CheckConstraint(condition=Q(mode__in=ControlMode.values), name="line_mode_is_known"),
            models.CheckConstraint(
                condition=Q(frozen__gte=0, committed__gte=0, paid__gte=0),
                name="line_totals_are_not_negative",
                violation_error_message="Un total de ligne ne descend pas sous zéro.",
            ),
            models.CheckConstraint(
                condition=Q(paid__lte=F("mandated"), mandated__lte=F("invoiced")),
                name="line_is_paid_after_mandated_after_invoiced",
                violation_error_message="On mandate ce qui est facturé, on paie ce qui est mandaté.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("budget:line", args=[self.pk])

    @property
    def blocks(self) -> bool:
        return self.mode == ControlMode.BLOCK

    @property
    def warns(self) -> bool:
        return self.mode == ControlMode.WARN

    @property
    def spent(self) -> int:
        """Neither frozen nor available: what is used up already."""
        return self.committed + self.invoiced
