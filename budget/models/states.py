"""Where years, decisions, commitments and invoices stand, and where each may go from there."""

from django.db import models


class YearState(models.TextChoices):
    PREPARATION = "preparation", "En préparation"
    OPEN = "open", "Ouvert"
    CLOSING = "closing", "En clôture"
    CLOSED = "closed", "Clos"


YEAR_MOVES: dict[str, tuple[str, ...]] = {
    YearState.PREPARATION: (YearState.OPEN,),
    YearState.OPEN: (YearState.CLOSING,),
    YearState.CLOSING: (YearState.OPEN, YearState.CLOSED),
    YearState.CLOSED: (),
}
#: Credits still change by a decision.
DECIDABLE_YEAR_STATES = (YearState.PREPARATION, YearState.OPEN, YearState.CLOSING)
#: Invoices still count on their lines, whatever they stand on.
SPENDABLE_YEAR_STATES = (YearState.OPEN, YearState.CLOSING)

YEAR_TONES: dict[str, str] = {
    YearState.PREPARATION: "draft",
    YearState.OPEN: "active",
    YearState.CLOSING: "warning",
    YearState.CLOSED: "muted",
}


class ControlMode(models.TextChoices):
    """What happens when somebody wants more than what is available on a line."""

    BLOCK = "block", "Bloquer"
    WARN = "warn", "Avertir"
    FREE = "free", "Libre"


class DecisionKind(models.TextChoices):
    PRIMITIVE = "primitive", "Budget primitif"
    SUPPLEMENTARY = "supplementary", "Budget supplémentaire"
    AMENDING = "amending", "Décision modificative"
    TRANSFER = "transfer", "Virement de crédits"
    FREEZE = "freeze", "Gel"
    UNFREEZE = "unfreeze", "Dégel"
    CARRY = "carry", "Report"


#: Their amounts are written without a sign.
UNSIGNED_DECISIONS = (
    DecisionKind.PRIMITIVE,
    DecisionKind.FREEZE,
    DecisionKind.UNFREEZE,
    DecisionKind.CARRY,
)


class DecisionState(models.TextChoices):
    DRAFT = "draft", "Brouillon"
    PROPOSED = "proposed", "Proposée"
    APPROVED = "approved", "Validée"
    PASSED = "passed", "Votée ou prise"
    COUNTERED = "countered", "Contrepassée"


DECISION_MOVES: dict[str, tuple[str, ...]] = {
    DecisionState.DRAFT: (DecisionState.PROPOSED, DecisionState.APPROVED),
    DecisionState.PROPOSED: (DecisionState.DRAFT, DecisionState.APPROVED),
    DecisionState.APPROVED: (DecisionState.DRAFT, DecisionState.PROPOSED, DecisionState.PASSED),
    DecisionState.PASSED: (DecisionState.COUNTERED,),
    DecisionState.COUNTERED: (),
}
#: Its amounts are in the ledger, or were: they are written once.
WRITTEN_DECISION_STATES = (DecisionState.PASSED, DecisionState.COUNTERED)

DECISION_TONES: dict[str, str] = {
    DecisionState.DRAFT: "draft",
    DecisionState.PROPOSED: "waiting",
    DecisionState.APPROVED: "active",
    DecisionState.PASSED: "good",
    DecisionState.COUNTERED: "muted",
}


class CommitmentState(models.TextChoices):
    OPEN = "open", "Ouvert"
    SETTLED = "settled", "Soldé"
    ATTACHED = "attached", "Rattaché"
    CARRIED = "carried", "Reporté"


COMMITMENT_MOVES: dict[str, tuple[str, ...]] = {
    CommitmentState.OPEN: (CommitmentState.SETTLED, CommitmentState.ATTACHED, CommitmentState.CARRIED),
    CommitmentState.SETTLED: (CommitmentState.OPEN,),
    CommitmentState.ATTACHED: (),
    CommitmentState.CARRIED: (),
}
#: Invoices may still come on them.
AWAITING_INVOICES = (CommitmentState.OPEN, CommitmentState.ATTACHED)

COMMITMENT_TONES: dict[str, str] = {
    CommitmentState.OPEN: "active",
    CommitmentState.SETTLED: "plain",
    CommitmentState.ATTACHED: "warning",
    CommitmentState.CARRIED: "muted",
}


class YearEnd(models.TextChoices):
    """What becomes of what is committed and not invoiced when the year closes."""

    ATTACH = "attach", "Rattacher"
    CARRY = "carry", "Reporter"
    RELEASE = "release", "Solder"


class InvoiceState(models.TextChoices):
    RECEIVED = "received", "Reçue"
    RETURNED = "returned", "Renvoyée"
    CERTIFIED = "certified", "Service fait"
    MANDATED = "mandated", "Mandatée"
    PAID = "paid", "Payée"
    CANCELLED = "cancelled", "Annulée"


INVOICE_MOVES: dict[str, tuple[str, ...]] = {
    InvoiceState.RECEIVED: (InvoiceState.RETURNED, InvoiceState.CERTIFIED, InvoiceState.CANCELLED),
    InvoiceState.RETURNED: (InvoiceState.RECEIVED, InvoiceState.CANCELLED),
    InvoiceState.CERTIFIED: (InvoiceState.RECEIVED, InvoiceState.RETURNED, InvoiceState.MANDATED),
    InvoiceState.MANDATED: (InvoiceState.CERTIFIED, InvoiceState.PAID),
    InvoiceState.PAID: (InvoiceState.MANDATED,),
    InvoiceState.CANCELLED: (),
}
#: The unit still has something to do: their clock runs.
WAITING_INVOICE_STATES = (InvoiceState.RECEIVED, InvoiceState.CERTIFIED)
#: Its amount is in the ledger.
COUNTED_INVOICE_STATES = (InvoiceState.CERTIFIED, InvoiceState.MANDATED, InvoiceState.PAID)

INVOICE_TONES: dict[str, str] = {
    InvoiceState.RECEIVED: "waiting",
    InvoiceState.RETURNED: "warning",
    InvoiceState.CERTIFIED: "active",
    InvoiceState.MANDATED: "good",
    InvoiceState.PAID: "plain",
    InvoiceState.CANCELLED: "muted",
}


class TaxCase(models.TextChoices):
    RATES = "rates", "Avec TGC"
    EXEMPT = "exempt", "Exonéré"
    FRANCHISE = "franchise", "Franchise en base – TGC non applicable"


class MovementKind(models.TextChoices):
    CREDIT = "credit", "Crédit"
    FREEZE = "freeze", "Gel"
    COMMITMENT = "commitment", "Engagement"
    RELEASE = "release", "Solde d’engagement"
    INVOICED = "invoiced", "Facturé"
    MANDATED = "mandated", "Mandaté"
    PAID = "paid", "Payé"


class DocumentKind(models.TextChoices):
    """What a movement rests on."""

    DECISION = "decision", "Décision budgétaire"
    COMMITMENT = "commitment", "Engagement"
    ORDER = "order", "Bon de commande"
    INVOICE = "invoice", "Facture"
    SPLIT = "split", "Répartition d’une ligne"
    YEAR_END = "year_end", "Fin d’exercice"
