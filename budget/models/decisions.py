from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from budget.models.lines import Line
from budget.models.moving import Moving
from budget.models.states import (
    DECISION_MOVES,
    DECISION_TONES,
    UNSIGNED_DECISIONS,
    WRITTEN_DECISION_STATES,
    DecisionKind,
    DecisionState,
)
from budget.models.years import FiscalYear, ReadersQuerySet
from comms.approvals.models import Approvable, Approval
from comms.people.models import Role
from comms.search import Plain
from comms.validators import one_line


class DecisionQuerySet(ReadersQuerySet):
    def passed(self) -> Self:
        return self.filter(state=DecisionState.PASSED)

    def search(self, words: str) -> Self:
        """There are dozens a year: the words are looked for in each title and act."""
        key = Plain(Value(words))
        return self.annotate(title_key=Plain("title"), act_key=Plain("act")).filter(
            Q(title_key__contains=key) | Q(act_key__contains=key)
        )

    def with_amounts(self) -> Self:
        """`net`: what it adds in all; `given`: what it adds to some lines, perhaps taken from others."""
        return self.annotate(
            net=Coalesce(Sum("lines__amount"), 0),
            given=Coalesce(Sum("lines__amount", filter=Q(lines__amount__gt=0)), 0),
        )

    def for_list(self) -> Self:
        return self.select_related("fiscal_year", "created_by")

    def not_written(self) -> Self:
        """Still on its way to the ledger."""
        return self.exclude(state__in=WRITTEN_DECISION_STATES)


class Decision(Moving, Approvable):
    """What opens, moves, freezes or carries credits. Once passed it is countered, never edited."""

    MOVES, TONES = DECISION_MOVES, DECISION_TONES

    approval_kind = "budget.decision"
    approval_label = "Décision budgétaire"
    approval_default_steps = (Role.HEAD, Role.CABINET)
    approval_preview_template = "budget/decisions/_preview_of_version.html"
    approval_fields: ClassVar[dict[str, str]] = {
        "year": "Exercice",
        "kind": "Nature",
        "title": "Intitulé",
        "motive": "Motif",
        "lines": "Lignes",
        "lines.account": "Compte",
        "lines.amount": "Montant (F CFP)",
    }

    fiscal_year = models.ForeignKey(
        FiscalYear, models.PROTECT, related_name="decisions", verbose_name="exercice"
    )
    kind = models.CharField("nature", max_length=20, choices=DecisionKind)
    number = models.PositiveSmallIntegerField(
        "numéro", editable=False, help_text="Dans l’année et la nature : DM n° 2."
    )
    title = models.CharField("intitulé", max_length=200, validators=[one_line])
    motive = models.TextField("motif", blank=True)
    state = models.CharField(
        "état", max_length=20, choices=DecisionState, default=DecisionState.DRAFT, editable=False
    )
    passed_on = models.DateField("votée ou prise le", null=True, blank=True, editable=False)
    act = models.CharField("délibération ou arrêté", max_length=120, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="écrite par"
    )
    created_at = models.DateTimeField("écrite le", auto_now_add=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "décision budgétaire"
        verbose_name_plural = "décisions budgétaires"
        ordering = ["-fiscal_year__year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "kind", "number"], name="decision_number_is_given_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DecisionState.values), name="decision_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("passed", "countered")) | Q(passed_on__isnull=False),
                name="passed_decision_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} : {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("budget:decision", args=[self.pk])

    @property
    def reference(self) -> str:
        """« Décision modificative n° 2 de 2026 »."""
        return f"{self.get_kind_display()} n°\u00a0{self.number} de {self.fiscal_year.year}"

    @property
    def is_draft(self) -> bool:
        return self.state == DecisionState.DRAFT

    @property
    def is_approved(self) -> bool:
        return self.state == DecisionState.APPROVED

    @property
    def is_passed(self) -> bool:
        return self.state == DecisionState.PASSED

    @property
    def is_written(self) -> bool:
        """In the ledger, or taken back from it: its text doesn't change any more."""
        return self.state in WRITTEN_DECISION_STATES

    @property
    def is_transfer(self) -> bool:
        return self.kind == DecisionKind.TRANSFER

    @property
    def is_unsigned(self) -> bool:
        return self.kind in UNSIGNED_DECISIONS

    @property
    def total(self) -> int:
        return sum(row.amount for row in self.lines.all())

    # --- what becomes of it -----------------------------------------------------------------------
    @classmethod
    def approval_live(cls) -> models.QuerySet[Self]:
        return cls.objects.not_written()

    def approvable_content(self) -> dict[str, Any]:
        rows = self.lines.select_related("line__account").order_by("pk")
        return {
            "year": self.fiscal_year.year,
            "kind": self.get_kind_display(),
            "title": self.title,
            "motive": self.motive,
            "lines": [row.as_content() for row in rows],
        }

    def approval_changed(self, approval: Approval) -> None:
        if self.is_written:
            return
        to = DecisionState.DRAFT
        if approval.state in Approval.APPROVING:
            to = DecisionState.APPROVED
        elif approval.is_open:
            to = DecisionState.PROPOSED
        if to != self.state:
            self.move(to)


class DecisionLine(models.Model):
    """What a decision does to one line. PostgreSQL refuses to change it once the decision is passed."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="lines", verbose_name="décision")
    line = models.ForeignKey(Line, models.PROTECT, related_name="decision_lines", verbose_name="ligne")
    amount = models.BigIntegerField("montant (F CFP)")

    class Meta:
        verbose_name = "ligne de décision"
        ordering = ["decision", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "line"],
                name="decision_names_a_line_once",
                violation_error_message="Cette ligne est déjà dans la décision.",
            ),
            models.CheckConstraint(
                condition=~Q(amount=0),
                name="decision_line_moves_something",
                violation_error_message="Un montant nul ne change rien : retirez la ligne.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} : {self.amount:+d}"

    def as_content(self) -> dict[str, Any]:
        return {
            "id": self.line_id,
            "name": self.line.label,
            "account": self.line.account.code,
            "amount": self.amount,
        }
