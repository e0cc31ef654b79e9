from comms.outbox.actions.control import (
    hold_mail,
    pause_reminders,
    release_held_mail,
    reminders_are_paused,
    resume_reminders,
)
from comms.outbox.actions.mailings import cancel_mailing, pause_mailing, resume_mailing
from comms.outbox.actions.mails import retry_mail, settle_uncertain
from comms.outbox.actions.opposition import allow_again, erase_address, erase_hash, is_opted_out, opt_out
from comms.outbox.actions.queueing import create_mailing, queue_mail

__all__ = [
    "allow_again",
    "cancel_mailing",
    "create_mailing",
    "erase_address",
    "erase_hash",
    "hold_mail",
    "is_opted_out",
    "opt_out",
    "pause_mailing",
    "pause_reminders",
    "queue_mail",
    "release_held_mail",
    "reminders_are_paused",
    "resume_mailing",
    "resume_reminders",
    "retry_mail",
    "settle_uncertain",
]
