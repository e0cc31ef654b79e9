from budget.models.charts import ChartFile, ChartFileState
from budget.models.commitments import Commitment, Forecast, YearEndChoice
from budget.models.decisions import Decision, DecisionLine
from budget.models.finance import FinanceFile, FinanceFileState, FinanceRow, Finding
from budget.models.invoice_rows import InvoiceMention, InvoicePart, InvoiceReturn, InvoiceTax
from budget.models.invoices import Invoice
from budget.models.ledger import Derogation, Movement
from budget.models.lines import Line
from budget.models.rules import BudgetRules, Mention
from budget.models.states import (
    CommitmentState,
    ControlMode,
    DecisionKind,
    DecisionState,
    DocumentKind,
    InvoiceState,
    MovementKind,
    TaxCase,
    YearEnd,
    YearState,
)
from budget.models.taxes import TaxRate
from budget.models.years import READERS, Account, FiscalYear

__all__ = [
    "READERS",
    "Account",
    "BudgetRules",
    "ChartFile",
    "ChartFileState",
    "Commitment",
    "CommitmentState",
    "ControlMode",
    "Decision",
    "DecisionKind",
    "DecisionLine",
    "DecisionState",
    "Derogation",
    "DocumentKind",
    "FinanceFile",
    "FinanceFileState",
    "FinanceRow",
    "Finding",
    "FiscalYear",
    "Forecast",
    "Invoice",
    "InvoiceMention",
    "InvoicePart",
    "InvoiceReturn",
    "InvoiceState",
    "InvoiceTax",
    "Line",
    "Mention",
    "Movement",
    "MovementKind",
    "TaxCase",
    "TaxRate",
    "YearEnd",
    "YearEndChoice",
    "YearState",
]
