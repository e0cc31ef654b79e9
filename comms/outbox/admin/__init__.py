from comms.outbox.admin.control import DomainThrottleAdmin, OptOutAdmin, OutboxControlAdmin
from comms.outbox.admin.mailings import MailingAdmin
from comms.outbox.admin.mails import OutgoingMailAdmin

__all__ = ["DomainThrottleAdmin", "MailingAdmin", "OptOutAdmin", "OutboxControlAdmin", "OutgoingMailAdmin"]
