from comms.outbox.models.control import DomainThrottle, Heartbeat, OutboxControl
from comms.outbox.models.mailings import Mailing, MailingState, PauseCause, Portion
from comms.outbox.models.mails import Letter, MailState, OutgoingMail
from comms.outbox.models.opposition import OptOut
from comms.outbox.models.senders import Sender

__all__ = [
    "DomainThrottle",
    "Heartbeat",
    "Letter",
    "MailState",
    "Mailing",
    "MailingState",
    "OptOut",
    "OutboxControl",
    "OutgoingMail",
    "PauseCause",
    "Portion",
    "Sender",
]
