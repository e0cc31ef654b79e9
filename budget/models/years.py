from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from budget.models.moving import Moving
from budget.models.states import (
    DECIDABLE_YEAR_STATES,
    SPENDABLE_YEAR_STATES,
    YEAR_MOVES,
    YEAR_TONES,
    YearState,
)
from comms.people.models import UNIT_ROLES, Role, User
from comms.validators import one_line

#: Who sees the unit's money, besides those who stand in for them.
READERS = (*UNIT_ROLES, Role.SECRETARY_GENERAL)


class ReadersQuerySet(models.QuerySet):
    """Money is seen whole or not at all."""

    def visible_to(self, user: User) -> Self:
        return self if user.acts_as(*READERS) else self.none()


class FiscalYearQuerySet(ReadersQuerySet):
    def spendable(self) -> Self:
        return self.filter(state__in=SPENDABLE_YEAR_STATES)

    def usual(self) -> "FiscalYear | None":
        """The one that is spent now, else the last one."""
        return self.spendable().order_by("-year").first() or self.order_by("-year").first()

    def decidable(self) -> Self:
        return self.filter(state__in=DECIDABLE_YEAR_STATES)

    def with_totals(self) -> Self:
        """`line_count`, `voted`, `available` of all its lines."""
        return self.annotate(
            line_count=Count("lines"),
            voted=Coalesce(Sum("lines__voted"), 0),
            available=Coalesce(Sum("lines__available"), 0),
        )


class FiscalYear(Moving):
    """A budget's year; its chart of accounts and its lines are its own."""

    MOVES, TONES = YEAR_MOVES, YEAR_TONES

    year = models.PositiveSmallIntegerField("année", unique=True)
    nomenclature = models.CharField("nomenclature", max_length=30, validators=[one_line])
    state = models.CharField(
        "état", max_length=20, choices=YearState, default=YearState.PREPARATION, editable=False
    )
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    objects = FiscalYearQuerySet.as_manager()

    class Meta:
        verbose_name = "exercice"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2200),
                name="fiscal_year_is_of_our_time",
                violation_error_message="Écrivez l’année sur quatre chiffres.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=YearState.values), name="fiscal_year_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Exercice {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("budget:year", args=[self.year])

    @property
    def is_preparing(self) -> bool:
        return self.state == YearState.PREPARATION

    @property
    def is_closed(self) -> bool:
        return self.state == YearState.CLOSED

    @property
    def is_closing(self) -> bool:
        return self.state == YearState.CLOSING

    @property
    def is_open(self) -> bool:
        return self.state == YearState.OPEN

    @property
    def is_decidable(self) -> bool:
        return self.state in DECIDABLE_YEAR_STATES

    @property
    def is_spendable(self) -> bool:
        return self.state in SPENDABLE_YEAR_STATES

    @property
    def starts_on(self) -> date:
        return date(self.year, 1, 1)

    @property
    def ends_on(self) -> date:
        return date(self.year, 12, 31)

    def following(self) -> "FiscalYear | None":
        return FiscalYear.objects.filter(year=self.year + 1).first()


class AccountQuerySet(ReadersQuerySet):
    def with_lines(self) -> Self:
        """In the order of a budget, each with its lines and their departments."""
        return self.order_by("-section", "chapter", "article", "function").prefetch_related(
            "lines__department"
        )


class Account(models.Model):
    """A place of the year's chart: section, chapter, article, function, as finance writes them."""

    class Section(models.TextChoices):
        RUNNING = "running", "Fonctionnement"
        INVESTMENT = "investment", "Investissement"

    fiscal_year = models.ForeignKey(
        FiscalYear, models.PROTECT, related_name="accounts", verbose_name="exercice"
    )
    section = models.CharField("section", max_length=20, choices=Section, default=Section.RUNNING)
    chapter = models.CharField("chapitre", max_length=10, validators=[one_line])
    article = models.CharField("article", max_length=10, validators=[one_line])
    function = models.CharField("fonction", max_length=10, blank=True, validators=[one_line])
    label = models.CharField("libellé", max_length=160, validators=[one_line])
    is_reception = models.BooleanField(
        "réceptions", default=False, help_text="Ses factures disent l’objet et les convives."
    )

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = "compte"
        ordering = ["fiscal_year", "section", "chapter", "article", "function"]
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "section", "chapter", "article", "function"],
                name="account_is_once_in_its_chart",
                violation_error_message="Ce compte est déjà au plan de cet exercice.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    @property
    def heading(self) -> str:
        """« Fonctionnement, chapitre 011 »."""
        return f"{self.get_section_display()}, chapitre {self.chapter}"

    @property
    def code(self) -> str:
        """« 011-6236-023 »."""
        return "-".join(part for part in (self.chapter, self.article, self.function) if part)
