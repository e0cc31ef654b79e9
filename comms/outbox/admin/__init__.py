from comms.outbox.admin.mailings import MailingAdmin

__all__ = ["MailingAdmin"]
