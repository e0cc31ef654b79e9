"""« Service fait »: each part of an invoice goes on a commitment, or on a line that had none."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import BooleanField, ExpressionWrapper, Q, Value

from budget.actions import Part
from budget.forms.invoices import past_day
from budget.models import BudgetRules, Commitment, FiscalYear, Invoice, Line
from budget.permissions import may_derogate
from comms.calendar.working_days import local_today
from comms.formats import francs
from comms.forms import BaseForm, ErrorLine, FrancsField
from comms.lines import lines_of
from comms.people.models import User
from comms.search import Plain
from comms.validators import one_line

#: Commitments offered: the provider's own first, then the latest.
MOST_COMMITMENTS = 300
MOST_PARTS = 20


class Targets:
    """Where an invoice may go, as choices; three queries."""

    def __init__(self, invoice: Invoice) -> None:
        is_theirs = ExpressionWrapper(
            Q(provider_key=Plain(Value(invoice.provider_name))), output_field=BooleanField()
        )
        outstanding = Commitment.objects.outstanding().annotate(provider_key=Plain("provider_name"))
        rows = outstanding.annotate(is_theirs=is_theirs).select_related("line__account", "line__fiscal_year")
        self.commitments = {
            f"e{row.pk}": row
            for row in rows.order_by("-is_theirs", "-committed_on", "-pk")[:MOST_COMMITMENTS]
        }
        lines = Line.objects.filter(fiscal_year__in=FiscalYear.objects.spendable())
        lines = lines.select_related("account", "fiscal_year").order_by(
            "-fiscal_year__year", "account__chapter", "account__article", "label", "pk"
        )
        self.lines = {f"l{line.pk}": line for line in lines}

    @property
    def choices(self) -> list[Any]:
        groups = [
            ("Engagements de ce prestataire", self._commitments(is_theirs=True)),
            ("Autres engagements", self._commitments(is_theirs=False)),
            ("Sans engagement, sur le disponible d’une ligne", self._line_choices()),
        ]
        return [("", "Choisir"), *(group for group in groups if group[1])]

    def _commitments(self, *, is_theirs: bool) -> list[tuple[str, str]]:
        return [
            (key, f"{row.document_reference} · {row.label} · reste {francs(row.remaining)}")
            for key, row in self.commitments.items()
            if row.is_theirs == is_theirs
        ]

    def _line_choices(self) -> list[tuple[str, str]]:
        return [(key, f"{_named(line)} · reste {francs(line.available)}") for key, line in self.lines.items()]

    def part(self, target: str, amount: int) -> Part:
        commitment = self.commitments.get(target)
        return Part(commitment.line, amount, commitment) if commitment else Part(self.lines[target], amount)

    def guess(self, total: int) -> list[dict[str, Any]]:
        """The commitment of this provider that holds just this amount; else theirs, the latest first."""
        theirs = [(key, row) for key, row in self.commitments.items() if row.is_theirs]
        theirs.sort(key=lambda item: item[1].remaining != total)
        found = []
        for key, row in theirs:
            if total <= 0:
                break
            found.append({"target": key, "amount": min(total, row.remaining)})
            total -= row.remaining
        return found or [{"amount": total}]


def _named(line: Line) -> str:
    return f"{line.fiscal_year.year} · {line.label} · {line.account.code}"


class PartForm(BaseForm):
    target = forms.ChoiceField(label="Engagement ou ligne", required=False)
    amount = FrancsField(label="Montant TTC", required=False)

    def __init__(self, *args: Any, targets: Targets, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = targets.choices

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("amount") and not data.get("target") and "target" not in self.errors:
            self.add_error("target", "Dites sur quoi va ce montant.")
        return data


PartLines = lines_of(PartForm, "target", most=MOST_PARTS)


class CertifyForm(BaseForm):
    """The day, what an audit asks of a meal, and why the line may be exceeded."""

    on = forms.DateField(label="Service fait le", validators=[past_day])
    reception_purpose = forms.CharField(
        label="Objet de la réception", max_length=200, required=False, validators=[one_line]
    )
    reception_guests = forms.CharField(
        label="Convives", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Noms et qualités. Obligatoires, avec l’objet, sur un compte de réceptions.",
    )  # fmt: skip
    derogation_reason = forms.CharField(
        label="Motif de la dérogation", required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="La ligne n’a plus assez : dites pourquoi la facture passe quand même.",
    )  # fmt: skip


class MatchForms:
    """The whole page."""

    has_required_fields = True

    def __init__(self, data: Any, *, invoice: Invoice) -> None:
        self.targets = Targets(invoice)
        names = ("reception_purpose", "reception_guests")
        kept = {name: getattr(invoice, name) for name in names}
        self.facts = CertifyForm(data, initial=kept | {"on": local_today()})
        guessed = self.targets.guess(invoice.total)
        self.parts = PartLines(
            data,
            prefix="parts",
            initial=guessed,
            form_kwargs={"targets": self.targets, "empty_permitted": False},
        )
        if not (data and data.get("derogation_reason")):
            del self.facts.fields["derogation_reason"]

    def is_valid(self) -> bool:
        answers = [self.facts.is_valid(), self.parts.is_valid()]
        return all(answers)

    def add_error(self, field: str | None, error: str) -> None:
        self.facts.add_error(field, error)

    def offer_derogation(self, user: User) -> None:
        """For those who may: the box stands in the form from now on."""
        if may_derogate(user, head_may=BudgetRules.current().head_may_derogate):
            self.facts.fields["derogation_reason"] = CertifyForm.base_fields["derogation_reason"]

    @property
    def cleaned_data(self) -> dict[str, Any]:
        """What match_invoice asks for."""
        lines = [form.cleaned_data for form in self.parts if form.cleaned_data.get("amount")]
        return self.facts.cleaned_data | {
            "parts": [self.targets.part(line["target"], line["amount"]) for line in lines]
        }

    @property
    def error_lines(self) -> list[ErrorLine]:
        return list(self._error_lines())

    def _error_lines(self) -> Iterator[ErrorLine]:
        yield from self.facts.error_lines
        for form in self.parts:
            yield from form.error_lines
        yield from (ErrorLine("", "", str(error)) for error in self.parts.non_form_errors())
