"""What the unit does with its money, each step in one transaction: check, change, record, tell."""

from budget.actions.accounts import remove_account, remove_line, write_account
from budget.actions.amounts import InvoiceFacts, PrintedTax, wrong_tax
from budget.actions.charts import apply_chart, bring_chart, compared, drop_chart
from budget.actions.checking import tell_of_wrong_totals
from budget.actions.commitments import (
    Committed,
    amend_commitment,
    commit_credits,
    release_commitment,
    reopen_commitment,
)
from budget.actions.decisions import (
    counter_decision,
    edit_decision,
    pass_decision,
    propose_decision,
    write_decision,
)
from budget.actions.finance import (
    apply_finance_file,
    bring_finance_file,
    compare_again,
    drop_finance_file,
)
from budget.actions.invoices import (
    cancel_invoice,
    edit_invoice,
    receive_again,
    register_invoice,
    return_invoice,
)
from budget.actions.ledger import counter_movement
from budget.actions.lines import Share, create_line, edit_line, set_forecast, set_mode, split_line
from budget.actions.matching import Matched, Part, match_invoice, unmatch_invoice
from budget.actions.paying import counter_mandate, counter_payment, record_mandate, record_payment
from budget.actions.years import close_year, copy_year, create_year, open_year, start_closing

__all__ = [
    "Committed",
    "InvoiceFacts",
    "Matched",
    "Part",
    "PrintedTax",
    "Share",
    "amend_commitment",
    "apply_chart",
    "apply_finance_file",
    "bring_chart",
    "bring_finance_file",
    "cancel_invoice",
    "close_year",
    "commit_credits",
    "compare_again",
    "compared",
    "copy_year",
    "counter_decision",
    "counter_mandate",
    "counter_movement",
    "counter_payment",
    "create_line",
    "create_year",
    "drop_chart",
    "drop_finance_file",
    "edit_decision",
    "edit_invoice",
    "edit_line",
    "match_invoice",
    "open_year",
    "pass_decision",
    "propose_decision",
    "receive_again",
    "record_mandate",
    "record_payment",
    "register_invoice",
    "release_commitment",
    "remove_account",
    "remove_line",
    "reopen_commitment",
    "return_invoice",
    "set_forecast",
    "set_mode",
    "split_line",
    "start_closing",
    "tell_of_wrong_totals",
    "unmatch_invoice",
    "write_account",
    "write_decision",
    "wrong_tax",
]
