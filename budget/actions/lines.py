"""The chart and the lines of a year, a line shared out, and what actions are expected to cost on it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import IntegrityError, models, transaction

from budget.actions.guards import needs
from budget.actions.ledger import locked_line, post
from budget.documents import Document
from budget.errors import AlreadyThere, NotEnough, NotNow, Wrong
from budget.models import Account, ControlMode, DocumentKind, Forecast, Line, MovementKind
from budget.permissions import may_propose, may_run_year
from comms.formats import francs
from comms.journal.actions import record
from comms.people.models import Department, User

NOT_YOURS = "Tenir les lignes du budget revient à qui en décide."


@transaction.atomic
def create_line(
    *, account: Account, label: str, actor: User, department: Department | None = None, operation: str = "",
    mode: str = ControlMode.BLOCK, **origin: Any,
) -> Line:  # fmt: skip
    """Without money: a decision gives it some. Raises AlreadyThere."""
    needs(may_run_year(actor), NOT_YOURS)
    if not account.fiscal_year.is_decidable:
        raise NotNow("L’exercice est clos : il ne reçoit plus de ligne.")
    line = Line(
        fiscal_year=account.fiscal_year, account=account, label=label, department=department,
        operation=operation, mode=mode, **origin,
    )  # fmt: skip
    _save_once(line)
    record(actor=actor, verb="a créé la ligne", target=line)
    return line


def _save_once(line: Line, **fields: Any) -> None:
    try:
        with transaction.atomic():
            line.save(**fields)
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name == "line_is_once_on_its_account":
            raise AlreadyThere(
                f"La ligne « {line.label} » existe déjà sur le compte {line.account.code}."
            ) from error
        raise


@transaction.atomic
def edit_line(
    *, line: Line, label: str, actor: User, department: Department | None = None, operation: str = "",
    mode: str = ControlMode.BLOCK,
) -> Line:  # fmt: skip
    """Its words and how it is controlled; its money moves by decisions alone. Raises AlreadyThere."""
    needs(may_run_year(actor), NOT_YOURS)
    row = locked_line(line)
    row.label, row.department, row.operation = label, department, operation
    _save_once(row, update_fields=["label", "department", "operation"])
    record(actor=actor, verb="a modifié la ligne", target=row)
    return set_mode(line=row, mode=mode, actor=actor) if mode != row.mode else row


@transaction.atomic
def set_mode(*, line: Line, mode: str, actor: User) -> Line:
    """Whether the line blocks, warns or lets go, from the next commitment on."""
    needs(may_run_year(actor), NOT_YOURS)
    row = locked_line(line)
    row.mode = ControlMode(mode)
    row.save(update_fields=["mode"])
    record(actor=actor, verb=f"a mis la ligne en mode « {row.mode.label.lower()} »", target=row)
    return row


class Share(NamedTuple):
    """A part of a line for a department or an operation."""

    label: str
    amount: int
    department: Department | None = None
    operation: str = ""


@transaction.atomic
def split_line(*, line: Line, shares: Sequence[Share], actor: User) -> list[Line]:
    """Move some of what is available to new lines on the same account. Raises NotEnough."""
    needs(may_run_year(actor), NOT_YOURS)
    row = locked_line(line)
    if not row.fiscal_year.is_decidable:
        raise NotNow("L’exercice est clos : ses lignes ne se répartissent plus.")
    if not shares or any(share.amount <= 0 for share in shares):
        raise Wrong("Répartissez un montant, en francs, sur une ligne au moins.")
    asked = sum(share.amount for share in shares)
    if asked > row.available:
        raise NotEnough(row, row.available, asked)
    parts = [_part_of(row, share, actor) for share in shares]
    record(actor=actor, verb=f"a réparti {francs(asked)} de la ligne", target=row)
    return parts


def _part_of(line: Line, share: Share, actor: User) -> Line:
    part = create_line(
        account=line.account, label=share.label, actor=actor, department=share.department,
        operation=share.operation, mode=line.mode, parent=line,
    )  # fmt: skip
    document = Document(DocumentKind.SPLIT, line.account.code)
    for row, amount, side in ((line, -share.amount, "from"), (part, share.amount, "to")):
        post(
            line=row, kind=MovementKind.CREDIT, amount=amount, key=f"split:{part.pk}:{side}",
            document=document, actor=actor, reason=f"Répartition de « {line} »",
        )  # fmt: skip
    part.refresh_from_db()
    return part


@transaction.atomic
def set_forecast(
    *, line: Line, label: str, amount: int, actor: User, subject: models.Model | None = None
) -> Forecast | None:
    """What is expected to be spent on a line, for one thing; 0 takes it away. It sets nothing aside."""
    needs(may_propose(actor), "Prévoir une dépense revient à la cellule communication.")
    known = Forecast.objects.filter(line=line)
    known = known.about(subject) if subject else known.filter(subject_id=None, label=label)
    if amount <= 0:
        known.delete()
        return None
    if forecast := known.select_for_update().first():
        forecast.label, forecast.amount, forecast.written_by = label, amount, actor
        forecast.save(update_fields=["label", "amount", "written_by"])
        return forecast
    return Forecast.objects.create(line=line, label=label, amount=amount, subject=subject, written_by=actor)
