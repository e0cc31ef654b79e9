"""What is written once: a mail's content and to whom it goes, before it becomes rows."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from comms.town.models import TownSettings

#: Unicode's control characters, lone surrogates, line and paragraph separators: never in a header.
NOT_IN_A_HEADER = {"Cc", "Cs", "Zl", "Zp"}
#: The token whose value a mailing with a way out must give for each recipient.
UNSUBSCRIBE_TOKEN = "unsubscribe_url"
OUR_HEADERS = {
    "bcc", "cc", "content-transfer-encoding", "content-type", "date", "from", "list-unsubscribe",
    "list-unsubscribe-post", "message-id", "mime-version", "reply-to", "sender", "subject", "to",
    "auto-submitted",
}  # fmt: skip


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    mime_type: str = "application/octet-stream"

    def __post_init__(self) -> None:
        refuse_unfit_for_header(self.name, "Le nom d’une pièce jointe")


@dataclass(frozen=True)
class MailContent:
    """Tokens such as [[salutation]] in `subject`, `text` and `html` stand for what each recipient gives.

    `unsubscribe` adds the one-click headers of RFC 8058; each recipient then gives `unsubscribe_url`.
    `auto_submitted`: by default a personal mail says it was made by a machine, a mailing doesn't.
    ValidationError when something can't stand in a header.
    """

    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    reply_to: str = ""
    from_email: str = ""
    unsubscribe: bool = False
    auto_submitted: bool | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for value, what in (
            (self.subject, "L’objet d’un courriel"),
            (self.reply_to, "L’adresse de réponse"),
            (self.from_email, "L’adresse d’expédition"),
        ):
            refuse_unfit_for_header(value, what)
        for name, value in self.headers.items():
            refuse_unfit_for_header(value, f"L’en-tête {name[:40]!r}")
            if not is_header_name(name) or name.lower() in OUR_HEADERS:
                raise ValidationError(f"L’en-tête {name[:40]!r} ne peut pas être donné.")


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person of a mailing; `substitutions` gives the value of each token, without its brackets."""

    address: str
    name: str = ""
    substitutions: Mapping[str, str] = field(default_factory=dict)


def render_mail(name: str, context: Mapping[str, Any], **options: Any) -> MailContent:
    """« approvals/to_decide » → templates/approvals/mails/to_decide.subject.txt, .txt and .html.

    The templates also know `town` and `base_url`. `options` are fields of MailContent.
    """
    app, _, message = name.partition("/")
    known = {"town": TownSettings.current(), "base_url": settings.BASE_URL} | dict(context)
    subject, text, html = (
        render_to_string(f"{app}/mails/{message}.{part}", known) for part in ("subject.txt", "txt", "html")
    )
    return MailContent(subject=" ".join(subject.split()), text=text, html=html, **options)


def refuse_unfit_for_header(value: str, what: str) -> None:
    if not is_fit_for_header(value):
        raise ValidationError(f"{what} tient sur une ligne, sans caractère de contrôle.")


def is_fit_for_header(value: str) -> bool:
    return (value.isascii() and value.isprintable()) or not any(
        unicodedata.category(sign) in NOT_IN_A_HEADER for sign in value
    )  # fmt: skip


def is_header_name(name: str) -> bool:
    return name.isascii() and name.replace("-", "").isalnum()
