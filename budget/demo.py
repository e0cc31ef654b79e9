"""A plausible year of the unit's money, by the real actions; its providers exist nowhere."""

from collections.abc import Mapping
from datetime import date, timedelta
from io import BytesIO
from typing import NamedTuple

from budget import actions
from budget.models import (
    Account,
    Commitment,
    Decision,
    DecisionKind,
    FiscalYear,
    Invoice,
    InvoiceState,
    Line,
    Mention,
    TaxCase,
    TaxRate,
)
from comms.approvals.actions import decide
from comms.approvals.models import ApprovalStep
from comms.formats import day_long, francs
from comms.pdf import render_pdf
from comms.people.models import Role, User

People = Mapping[Role, User]


class DemoLine(NamedTuple):
    label: str
    voted: int
    chapter: str
    article: str
    account: str
    section: str = Account.Section.RUNNING
    is_reception: bool = False


LINES = (
    DemoLine("Bulletin municipal", 9_000_000, "011", "6237", "Publications"),
    DemoLine("Affiches et dépliants", 6_500_000, "011", "6236", "Catalogues et imprimés"),
    DemoLine("Annonces et insertions", 3_000_000, "011", "6231", "Annonces et insertions"),
    DemoLine("Films et photos", 4_800_000, "011", "6228", "Divers"),
    DemoLine("Vœux et cérémonies", 3_600_000, "011", "6232", "Fêtes et cérémonies"),
    DemoLine("Points presse", 1_200_000, "011", "6257", "Réceptions", is_reception=True),
    DemoLine("Site internet", 2_500_000, "20", "2051", "Concessions et droits", Account.Section.INVESTMENT),
    DemoLine("Matériel photo", 900_000, "21", "2183", "Matériel informatique", Account.Section.INVESTMENT),
)


class Spent(NamedTuple):
    """A commitment so many days ago; `upto` is the state that its invoice came to, if there is one."""

    line: str
    label: str
    provider: str
    amount: int
    days: int
    upto: str = ""
    purpose: str = ""
    guests: str = ""


SPENT = (
    Spent(
        "Bulletin municipal", "Impression du bulletin n° 61", "Imprimerie du Lagon", 2_140_000, 150, "paid"
    ),
    Spent(
        "Bulletin municipal", "Impression du bulletin n° 62", "Imprimerie du Lagon", 2_180_000, 60, "mandated"
    ),
    Spent(
        "Bulletin municipal", "Distribution du bulletin", "Les Porteurs du Caillou", 640_000, 40, "certified"
    ),
    Spent("Affiches et dépliants", "Affiches du marché de nuit", "Imprimerie du Lagon", 385_000, 90, "paid"),
    Spent("Affiches et dépliants", "Dépliant des sentiers", "Atelier Bois Noir", 720_000, 35, "received"),
    Spent("Affiches et dépliants", "Banderoles de la rentrée", "Atelier Bois Noir", 460_000, 12),
    Spent("Annonces et insertions", "Enquête publique", "Hebdo fictif", 310_000, 70, "paid"),
    Spent("Films et photos", "Film du nettoyage des plages", "Studio Niaouli", 1_450_000, 55, "mandated"),
    Spent("Films et photos", "Reportage de la fête de la ville", "Studio Niaouli", 580_000, 50, "received"),
    Spent("Films et photos", "Banque d’images 2e semestre", "Photographe Cagou", 900_000, 8),
    Spent("Vœux et cérémonies", "Sonorisation des vœux", "Son et Lumière Banian", 520_000, 5),
    Spent("Site internet", "Module de démarches", "Kaori Web", 1_300_000, 45, "certified"),
    Spent("Films et photos", "Film de la journée du patrimoine", "Studio Niaouli", 390_000, 62, "received"),
    Spent("Site internet", "Audit d’accessibilité", "Kaori Web", 280_000, 48, "returned"),
    Spent(
        "Points presse",
        "Petit déjeuner de presse",
        "Traiteur du Faré",
        86_000,
        38,
        "certified",
        "Présentation du marché de nuit",
        "Huit journalistes des rédactions locales, l’adjoint à la culture",
    ),
    Spent("Matériel photo", "Objectif grand angle", "Comptoir Image", 240_000, 100, "paid"),
)

#: The TGC that a provider prints; the others are « en franchise ».
PERCENTS = {
    "Imprimerie du Lagon": 3,
    "Les Porteurs du Caillou": 6,
    "Studio Niaouli": 6,
    "Kaori Web": 6,
    "Traiteur du Faré": 6,
    "Hebdo fictif": 6,
    "Comptoir Image": 11,
}


def load_demo_budget(people: People, today: date) -> None:
    """The current year, open and well used; what waits for its invoice stays committed."""
    year = actions.create_year(year=today.year, actor=people[Role.HEAD])
    lines = {line.label: _line(year, line, people[Role.HEAD]) for line in LINES}
    first_day = year.starts_on
    primitive = {lines[line.label]: line.voted for line in LINES}
    _pass(DecisionKind.PRIMITIVE, "Budget de la communication", primitive, people, first_day)
    actions.open_year(fiscal_year=year, actor=people[Role.HEAD])
    later = max(first_day, today - timedelta(days=80))
    _pass(
        DecisionKind.AMENDING,
        "Film demandé par le conseil",
        {lines["Films et photos"]: 1_000_000},
        people,
        later,
    )
    moved = {lines["Affiches et dépliants"]: -500_000, lines["Annonces et insertions"]: 500_000}
    _pass(DecisionKind.TRANSFER, "Enquêtes publiques", moved, people, later)
    _pass(
        DecisionKind.FREEZE,
        "Gel demandé par les finances",
        {lines["Bulletin municipal"]: 300_000},
        people,
        later,
    )
    wished = {lines["Films et photos"]: -400_000, lines["Bulletin municipal"]: 1_200_000}
    actions.write_decision(
        fiscal_year=year, kind=DecisionKind.AMENDING, title="Numéro spécial du bulletin", lines=wished,
        author=people[Role.ASSISTANT], motive="Le conseil demande un numéro sur le tri des déchets.",
    )  # fmt: skip
    for number, spent in enumerate(SPENT, start=1):
        _spend(lines[spent.line], spent, number, people[Role.ASSISTANT], first_day, today)
    _bring_finance_file(people[Role.ASSISTANT], today)


def _bring_finance_file(actor: User, today: date) -> None:
    """This morning's file: two lines to note, one that is already, one of another service's provider."""
    known = Invoice.objects.filter(state__in=(InvoiceState.CERTIFIED, InvoiceState.MANDATED)).order_by("pk")
    lines = ["Tiers;N° facture;Montant TTC;N° mandat;Date mandat;Date paiement"]
    for number, invoice in enumerate(known[:3], start=1301):
        mandate, on = invoice.mandate_number or f"M-{number}", invoice.mandated_on or today
        lines.append(f"{invoice.provider_name};{invoice.number};{invoice.total};{mandate};{on:%d/%m/%Y};")
    lines.append(f"Garage des Pins;G-88;142000;M-1310;{today:%d/%m/%Y};")
    content = "\r\n".join(lines).encode("cp1252")
    actions.bring_finance_file(name="mandats-de-la-semaine.csv", content=content, actor=actor)


def _line(year: FiscalYear, line: DemoLine, actor: User) -> Line:
    account = Account.objects.create(
        fiscal_year=year, section=line.section, chapter=line.chapter, article=line.article, function="023",
        label=line.account, is_reception=line.is_reception,
    )  # fmt: skip
    return actions.create_line(account=account, label=line.label, actor=actor)


def _pass(kind: str, title: str, lines: Mapping[Line, int], people: People, on: date) -> Decision:
    author = people[Role.ASSISTANT]
    decision = actions.write_decision(
        fiscal_year=next(iter(lines)).fiscal_year, kind=kind, title=title, lines=lines, author=author
    )
    approval = actions.propose_decision(decision=decision, actor=author)
    for role in (Role.HEAD, Role.CABINET):
        step = ApprovalStep.objects.readable().get(approval=approval, state=ApprovalStep.State.OPEN)
        decide(step=step, actor=people[role], verdict="approved", seen_digest=approval.version.digest)
    decision.refresh_from_db()
    return actions.pass_decision(decision=decision, actor=people[Role.HEAD], on=on)


def _spend(line: Line, spent: Spent, number: int, actor: User, first_day: date, today: date) -> None:
    committed_on = max(first_day, today - timedelta(days=spent.days))
    commitment = actions.commit_credits(
        line=line, amount=spent.amount, label=spent.label, actor=actor, provider_name=spent.provider,
        on=committed_on,
    ).commitment  # fmt: skip
    if spent.upto:
        _invoice(commitment, spent, number, actor, committed_on, today)


def _invoice(
    commitment: Commitment, spent: Spent, number: int, actor: User, committed_on: date, today: date
) -> None:
    received_on = min(committed_on + timedelta(days=20), today)
    invoice = _registered(spent, f"F-{number:03d}", received_on, actor)
    done_on = min(received_on + timedelta(days=3), today)
    if spent.upto == "returned":
        reason = "Le RIB manque : merci de nous renvoyer la facture complétée."
        actions.return_invoice(invoice=invoice, actor=actor, on=done_on, reason=reason)
    if spent.upto in ("received", "returned"):
        return
    part = actions.Part(commitment.line, spent.amount, commitment)
    actions.match_invoice(
        invoice=invoice, parts=[part], actor=actor, on=done_on, reception_purpose=spent.purpose,
        reception_guests=spent.guests,
    )  # fmt: skip
    if spent.upto in ("mandated", "paid"):
        mandated_on = min(done_on + timedelta(days=9), today)
        actions.record_mandate(invoice=invoice, number=f"M-{1200 + number}", on=mandated_on, actor=actor)
    if spent.upto == "paid":
        actions.record_payment(invoice=invoice, on=min(done_on + timedelta(days=25), today), actor=actor)


def _registered(spent: Spent, number: str, received_on: date, actor: User) -> Invoice:
    """Its amount is what was committed, tax included; a paper for those that aren't mandated yet."""
    percent = PERCENTS.get(spent.provider)
    rate = TaxRate.objects.in_force(received_on).get(percent=percent) if percent else None
    net = round(spent.amount * 100 / (100 + percent)) if percent else spent.amount
    taxes = [actions.PrintedTax(rate, net, spent.amount - net)] if rate else []
    has_paper = spent.upto not in ("mandated", "paid")
    mentions = list(Mention.objects.active())
    return actions.register_invoice(
        provider_name=spent.provider, number=number, issued_on=received_on, received_on=received_on, net=net,
        total=spent.amount, tax_case=TaxCase.RATES if rate else TaxCase.FRANCHISE, taxes=taxes, actor=actor,
        mentions=mentions[:-1] if spent.upto == "returned" else mentions,
        pdf=_paper(spent, number, received_on, net, taxes) if has_paper else None,
    )  # fmt: skip


def _paper(
    spent: Spent, number: str, received_on: date, net: int, taxes: list[actions.PrintedTax]
) -> BytesIO:
    printed = [{"rate": tax.rate.shown, "printed": francs(tax.printed)} for tax in taxes]
    data = {
        "provider": spent.provider, "number": number, "received": day_long(received_on), "label": spent.label,
        "net": francs(net), "taxes": printed, "total": francs(spent.amount),
    }  # fmt: skip
    return BytesIO(render_pdf("budget/pdf/demo_invoice.typ", data))
