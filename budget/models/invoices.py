from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property

from budget.models.invoice_rows import InvoiceReturn
from budget.models.moving import Moving
from budget.models.rules import BudgetRules, Mention
from budget.models.states import (
    INVOICE_MOVES,
    INVOICE_TONES,
    WAITING_INVOICE_STATES,
    InvoiceState,
    TaxCase,
)
from budget.models.years import ReadersQuerySet
from budget.ridet import ridet_looks_odd
from comms.search import Plain
from comms.uploads import StoredFile
from comms.validators import one_line


class DaysBetween(models.Func):
    """The second day less the first, in days."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = models.IntegerField()

    def __init__(self, start: object, end: object) -> None:
        super().__init__(end, start)


def _returned_days(today: date) -> Coalesce:
    until = Coalesce(F("received_again_on"), models.Value(today, models.DateField()))
    rows = InvoiceReturn.objects.filter(invoice=OuterRef("pk")).order_by().values("invoice")
    total = rows.annotate(days=Sum(DaysBetween(F("returned_on"), until))).values("days")
    return Coalesce(Subquery(total, output_field=models.IntegerField()), 0)


class InvoiceQuerySet(ReadersQuerySet):
    def waiting(self) -> Self:
        """Neither mandated nor returned: the unit or finance has it in hand."""
        return self.filter(state__in=WAITING_INVOICE_STATES)

    def with_age(self, today: date) -> Self:
        """`age`: days from its reception to its mandate (or today), less those it spent at its provider's."""
        until = Coalesce(F("mandated_on"), models.Value(today, models.DateField()))
        return self.annotate(age=DaysBetween(F("received_on"), until) - _returned_days(today))

    def with_days_left(self, today: date) -> Self:
        """`age`, and `days_left` before the delay is over: below zero, it is late."""
        delay = models.Value(BudgetRules.current().payment_delay)
        return self.with_age(today).annotate(days_left=delay - F("age"))

    def ageing(self, today: date) -> Self:
        """Those whose clock runs, the oldest first, each with its `age`."""
        return self.waiting().with_days_left(today).order_by("-age", "pk")

    def late(self, today: date) -> Self:
        return self.ageing(today).filter(days_left__lt=0)

    def due_soon(self, today: date) -> Self:
        """Those to remind of: late, or with little time left to mandate them."""
        return self.ageing(today).filter(days_left__lt=settings.INVOICE_NOTICE_DAYS)

    def of_provider(self, words: str) -> Self:
        return self.annotate(provider_key=Plain("provider_name")).filter(
            provider_key__contains=Plain(models.Value(words))
        )

    def search(self, words: str) -> Self:
        """The provider, the number or the mandate, without case and accents."""
        key = Plain(models.Value(words))
        keys = {"provider_key": Plain("provider_name"), "number_key": Plain("number")}
        return self.annotate(**keys, mandate_key=Plain("mandate_number")).filter(
            Q(provider_key__contains=key) | Q(number_key__contains=key) | Q(mandate_key__contains=key)
        )

    def for_list(self) -> Self:
        return self.select_related("registered_by").prefetch_related("parts__line__account")


class Invoice(Moving):
    """A provider's invoice. It counts on its lines from the day somebody certifies the work as done."""

    MOVES, TONES = INVOICE_MOVES, INVOICE_TONES

    provider_name = models.CharField("prestataire", max_length=160, validators=[one_line])
    provider_ridet = models.CharField("RIDET", max_length=20, blank=True, validators=[one_line])
    number = models.CharField("numéro", max_length=60, validators=[one_line])
    issued_on = models.DateField("datée du", null=True, blank=True)
    received_on = models.DateField("reçue le")
    tax_case = models.CharField("TGC", max_length=10, choices=TaxCase, default=TaxCase.RATES)
    net = models.PositiveBigIntegerField("montant HT (F CFP)")
    total = models.PositiveBigIntegerField("montant TTC (F CFP)")
    reception_purpose = models.CharField(
        "objet de la réception", max_length=200, blank=True, validators=[one_line]
    )
    reception_guests = models.TextField("convives", blank=True, help_text="Noms et qualités.")
    state = models.CharField(
        "état", max_length=10, choices=InvoiceState, default=InvoiceState.RECEIVED, editable=False
    )
    certified_on = models.DateField("service fait le", null=True, blank=True, editable=False)
    certified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name="service fait constaté par",
    )  # fmt: skip
    mandate_number = models.CharField("mandat", max_length=40, blank=True, validators=[one_line])
    mandated_on = models.DateField("mandatée le", null=True, blank=True)
    paid_on = models.DateField("payée le", null=True, blank=True)
    sha256 = models.CharField("empreinte du PDF", max_length=64, blank=True, editable=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="saisie par"
    )
    registered_at = models.DateTimeField("saisie le", auto_now_add=True)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = "facture"
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Plain("provider_name"),
                Plain("number"),
                condition=~Q(state="cancelled"),
                name="invoice_number_is_once_a_provider",
                violation_error_message="Une facture de ce prestataire porte déjà ce numéro.",
            ),
            models.UniqueConstraint(
                "provider_ridet",
                Plain("number"),
                condition=~Q(state="cancelled") & ~Q(provider_ridet=""),
                name="invoice_number_is_once_a_ridet",
                violation_error_message="Une facture de ce RIDET porte déjà ce numéro.",
            ),
            models.CheckConstraint(condition=Q(state__in=InvoiceState.values), name="invoice_state_is_known"),
            models.CheckConstraint(
                condition=Q(total__gt=0) & Q(total__gte=F("net")),
                name="invoice_total_is_net_and_tax",
                violation_error_message="Le montant TTC est au moins le montant HT.",
            ),
            models.CheckConstraint(
                condition=Q(tax_case="rates") | Q(total=F("net")),
                name="invoice_without_tax_has_one_amount",
                violation_error_message="Sans TGC, le montant TTC est le montant HT.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("mandated", "paid"))
                | (Q(mandated_on__isnull=False) & ~Q(mandate_number="")),
                name="mandated_invoice_says_its_mandate",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(paid_on__isnull=False), name="paid_invoice_says_when"
            ),
        ]
        indexes = [models.Index(fields=["-received_on", "-id"], name="invoice_by_day")]

    def __str__(self) -> str:
        return f"Facture {self.number} de {self.provider_name}"

    def get_absolute_url(self) -> str:
        return reverse("budget:invoice", args=[self.pk])

    @property
    def is_returned(self) -> bool:
        return self.state == InvoiceState.RETURNED

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING_INVOICE_STATES

    @property
    def tax(self) -> int:
        return self.total - self.net

    @property
    def has_odd_ridet(self) -> bool:
        return ridet_looks_odd(self.provider_ridet)

    @property
    def is_due_soon(self) -> bool:
        """Read with its `days_left`."""
        return self.days_left < settings.INVOICE_NOTICE_DAYS

    @property
    def delay_words(self) -> str:
        """« en retard de 3 jours », « encore 12 jours »; read with its `days_left`."""
        days = abs(self.days_left)
        if self.days_left == 0:
            return "dernier jour"
        return f"{'en retard de' if self.days_left < 0 else 'encore'} {days} jour{'s' if days > 1 else ''}"

    @property
    def due_on(self) -> date:
        """The last day to mandate it, moved by the days it was away and came back from."""
        away = sum(
            (back.received_again_on - back.returned_on).days
            for back in self.returns.all()
            if back.received_again_on
        )
        return self.received_on + timedelta(days=BudgetRules.current().payment_delay + away)

    @property
    def missing_mentions(self) -> list[Mention]:
        return [row.mention for row in self.mentions.select_related("mention") if not row.is_present]

    @cached_property
    def pdf(self) -> StoredFile | None:
        return StoredFile(sha256=self.sha256, mime="application/pdf") if self.sha256 else None
