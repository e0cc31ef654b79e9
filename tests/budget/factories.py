"""Money for tests, by the real actions: `prepared()`, `opened()`, `line()`, `committed()`, `registered()`."""

from collections.abc import Mapping
from datetime import date

from budget import actions
from budget.models import (
    Account,
    Commitment,
    ControlMode,
    Decision,
    DecisionKind,
    FiscalYear,
    Invoice,
    Line,
    TaxRate,
)
from comms.calendar.working_days import local_today
from comms.people.models import User
from tests.approvals.factories import say
from tests.people import factories as people


def account(fiscal_year: FiscalYear, **fields) -> Account:
    usual = {"chapter": "011", "article": "6236", "function": "023", "label": "Catalogues et imprimés"}
    return Account.objects.get_or_create(fiscal_year=fiscal_year, **usual | fields)[0]


def approved(kind: str, lines: Mapping[Line, int], **fields) -> Decision:
    """A decision that both steps of its circuit let through; nothing is in the ledger yet."""
    author, head, cabinet = people.assistant(), people.head(), people.cabinet()
    first = next(iter(lines))
    decision = actions.write_decision(
        fiscal_year=first.fiscal_year, kind=kind, title="Crédits", lines=lines, author=author, **fields
    )
    approval = actions.propose_decision(decision=decision, actor=author)
    say(approval, head)
    say(approval, cabinet)
    decision.refresh_from_db()
    return decision


def passed(kind: str, lines: Mapping[Line, int], **fields) -> Decision:
    decision = approved(kind, lines, **fields)
    return actions.pass_decision(decision=decision, actor=people.head(), on=local_today())


def prepared(year: int | None = None) -> FiscalYear:
    return actions.create_year(year=year or local_today().year, actor=people.head())


def line(voted: int = 1_000_000, *, mode: str = ControlMode.BLOCK, year: int | None = None, **fields) -> Line:
    """A line with these credits in an open year; the first one opens the year by its budget primitif."""
    wanted = year or local_today().year
    fiscal_year = FiscalYear.objects.filter(year=wanted).first() or prepared(wanted)
    fields.setdefault("label", f"Ligne {Line.objects.count() + 1}")
    row = actions.create_line(
        account=fields.pop("account", None) or account(fiscal_year), actor=people.head(), mode=mode, **fields
    )
    kind = DecisionKind.SUPPLEMENTARY if fiscal_year.is_open else DecisionKind.PRIMITIVE
    passed(kind, {row: voted})
    if not fiscal_year.is_open:
        actions.open_year(fiscal_year=fiscal_year, actor=people.head())
    return Line.objects.select_related("fiscal_year", "account").get(pk=row.pk)


def committed(
    on: Line | None = None, amount: int = 300_000, *, actor: User | None = None, **fields
) -> Commitment:
    return actions.commit_credits(
        line=on or line(), amount=amount, label="Affiches", actor=actor or people.assistant(), **fields
    ).commitment


def services() -> TaxRate:
    """6 % in force today, as the first rows give it."""
    return TaxRate.objects.in_force(local_today()).get(percent=6)


def registered(net: int = 100_000, *, received_on: date | None = None, **fields) -> Invoice:
    """An invoice of services at 6 %, entered as it is printed."""
    rate = services()
    usual = {
        "provider_name": "Studio Niaouli",
        "number": f"F-{Invoice.objects.count() + 1}",
        "received_on": received_on or local_today(),
        "net": net,
        "total": net + rate.tax_on(net),
        "taxes": [actions.PrintedTax(rate, net, rate.tax_on(net))],
        "actor": people.assistant(),
    }
    return actions.register_invoice(**usual | fields)


def certified(on: Commitment | Line, net: int = 100_000, **fields) -> Invoice:
    """An invoice whose whole amount counts on this commitment, or on this line without one."""
    invoice = registered(net, **fields)
    part = (
        actions.Part(on.line, invoice.total, on)
        if isinstance(on, Commitment)
        else actions.Part(on, invoice.total)
    )
    return actions.match_invoice(
        invoice=invoice, parts=[part], actor=people.assistant(), on=local_today()
    ).invoice
