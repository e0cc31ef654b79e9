"""Messages of crisis: written and approved on a quiet day, filled in and published on the other."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from comms.approvals.actions import submit_version, void_if_changed, withdraw_submission
from comms.approvals.models import Approval
from comms.journal.actions import record
from comms.people.models import User
from comms.periods.actions.log import add_line, locked
from comms.periods.errors import NotNow
from comms.periods.models import Crisis, CrisisLogEntry, CrisisMessage, MessageState


@transaction.atomic
def create_message(*, author: User, level: str, channel: str, title: str, text: str) -> CrisisMessage:
    message = CrisisMessage.objects.create(
        level=level, channel=channel, title=title, text=text, created_by=author
    )
    record(actor=author, verb="a écrit ce message de crise", target=message)
    return message


@transaction.atomic
def edit_message(
    *, message: CrisisMessage, actor: User, level: str, channel: str, title: str, text: str
) -> CrisisMessage:
    """Other words than the approved ones are a new version: the message isn't ready any more."""
    row = CrisisMessage.objects.select_for_update().get(pk=message.pk)
    row.level, row.channel, row.title, row.text = level, channel, title, text
    row.save(update_fields=["level", "channel", "title", "text", "updated_at"])
    record(actor=actor, verb="a modifié ce message de crise", target=row)
    void_if_changed(subject=row, actor=actor)
    message.refresh_from_db()
    return message


@transaction.atomic
def submit_message(*, message: CrisisMessage, actor: User) -> Approval:
    """Raises NotNow, and the errors of `submit_version`."""
    if message.state != MessageState.DRAFT or not message.is_active:
        raise NotNow("Seul un message à valider et en service se soumet.")
    return submit_version(subject=message, author=actor)


@transaction.atomic
def retire_message(*, message: CrisisMessage, actor: User) -> None:
    """It is kept, and no longer offered; out of its circuit when it was in one."""
    approval = message.current_approval
    if approval and approval.is_open:
        withdraw_submission(approval=approval, actor=actor, reason="Message retiré")
    if CrisisMessage.objects.filter(pk=message.pk, is_active=True).update(is_active=False):
        record(actor=actor, verb="a retiré ce message de crise", target=message)
    message.refresh_from_db()


@transaction.atomic
def restore_message(*, message: CrisisMessage, actor: User) -> None:
    """Offered again, as it was approved."""
    if CrisisMessage.objects.filter(pk=message.pk, is_active=False).update(is_active=True):
        record(actor=actor, verb="a remis ce message de crise en service", target=message)
    message.refresh_from_db()


@transaction.atomic
def publish_message(
    *,
    crisis: Crisis,
    message: CrisisMessage,
    actor: User,
    values: Mapping[str, str],
    happened_at: datetime | None = None,
) -> CrisisLogEntry:
    """Note that these words were published on the message's channel, now or at that moment.

    The application posts nothing itself: a person copied the text. Raises NotNow when the crisis is over
    or the message isn't approved.
    """
    row = locked(crisis)
    message = CrisisMessage.objects.select_related("effective_version").get(pk=message.pk)
    if not message.is_ready:
        raise NotNow("Ce message n’est pas validé : faites-le valider, ou contournez son circuit.")
    words = f"{message.get_channel_display()} : {message.filled(dict(values))}"
    at = happened_at or timezone.now()
    return add_line(row, CrisisLogEntry.Kind.PUBLISHED, words, by=actor, at=at, message=message)
