"""Django's own mail (and whatever calls `send_mail`) goes through the outbox too."""

from collections.abc import Sequence
from email.mime.base import MIMEBase
from email.utils import parseaddr
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from comms.outbox.actions import queue_mail
from comms.outbox.content import OUR_HEADERS, Attachment, MailContent, Recipient


class OutboxBackend(BaseEmailBackend):
    """Writes one personal mail a recipient, copies included, in the caller's transaction."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with transaction.atomic():
            for message in email_messages:
                content = content_of(message)
                for name, address in dict.fromkeys(map(parseaddr, message.recipients())):
                    queue_mail(to=Recipient(address, name), content=content)
        return len(email_messages)


def content_of(message: EmailMessage) -> MailContent:
    headers = {name.lower(): (name, str(value)) for name, value in message.extra_headers.items()}
    return MailContent(
        subject=str(message.subject),
        text=str(message.body),
        html=_html_of(message),
        attachments=tuple(map(_attachment_of, message.attachments)),
        reply_to=", ".join(message.reply_to),
        from_email=message.from_email,
        headers={name: value for key, (name, value) in headers.items() if key not in OUR_HEADERS},
    )


def _html_of(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    return next((str(part.content) for part in message.alternatives if part.mimetype == "text/html"), "")


def _attachment_of(attachment: Any) -> Attachment:
    if isinstance(attachment, MIMEBase):
        return Attachment(
            attachment.get_filename("piece-jointe"),
            attachment.get_payload(decode=True) or b"",
            attachment.get_content_type(),
        )
    name, content, mime_type = attachment
    data = content.encode() if isinstance(content, str) else bytes(content)
    return Attachment(name or "piece-jointe", data, mime_type or "application/octet-stream")
