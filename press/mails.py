"""The mails of this room, one function each; their templates are found by their name."""

from dataclasses import replace
from datetime import datetime
from html import escape

from comms.approvals.models import Version
from comms.outbox.content import Attachment, MailContent, Recipient, render_mail
from comms.people.models import User
from press.links import absolute, authenticity_url, preferences_url, unsubscribe_url
from press.models import AttachedFile, Contact, PreferredFormat, Release, ReleaseContent


def release_letter(
    *,
    release: Release,
    version: Version,
    form: str = PreferredFormat.FULL,
    starts_at: datetime,
    site_url: str = "",
    is_trial: bool = False,
) -> MailContent:
    """The approved version as journalists receive it; `[[salutation]]` and the links are each one's own.

    An embargo still to come when the mail leaves is announced on top. `site_url` only when the public
    page can be read by then: with it, those who prefer links get no attachment.
    """
    content = ReleaseContent.of(version.content)
    embargo_at = content.embargo_at
    sends_files = form == PreferredFormat.FULL or (form == PreferredFormat.LINKS and not site_url)
    context = {
        "release": release,
        "content": content,
        "embargo_at": embargo_at if embargo_at and embargo_at > starts_at else None,
        "attached": content.attachments if sends_files else (),
        "site_url": site_url,
        "authenticity_url": authenticity_url(version.digest),
        "is_trial": is_trial,
    }
    letter = render_mail(
        "press/release",
        context,
        attachments=tuple(_mailed(item) for item in context["attached"]),
        reply_to=content.contact_email,
        unsubscribe=not is_trial,
        auto_submitted=False,
    )
    return replace(letter, html="", attachments=()) if form == PreferredFormat.TEXT else letter


def _mailed(item: AttachedFile) -> Attachment:
    """A picture goes in its screen size, so that mailboxes take it; the full one is in the newsroom."""
    stored = item.stored
    variant = "web" if item.is_picture else "original"
    name = item.name if stored.variant_mime(variant) == item.mime else f"{item.name.rpartition('.')[0]}.jpg"
    return Attachment(name=name, content=stored.read(variant), mime_type=stored.variant_mime(variant))


def weight_of(letter: MailContent) -> int:
    """Bytes on the wire, nearly: attachments travel in base64, a third heavier."""
    files = sum(len(file.content) for file in letter.attachments)
    return len(letter.text.encode()) + len(letter.html.encode()) + files * 4 // 3


def recipient_of(contact: Contact) -> Recipient:
    """`contact` carries `address`."""
    return Recipient(
        address=contact.address,
        name=contact.full_name,
        substitutions={
            "salutation": contact.salutation,
            "unsubscribe_url": unsubscribe_url(contact.address),
            "preferences_url": preferences_url(contact.address),
        },
    )


def trial_recipient(user: User) -> Recipient:
    """Somebody of the house, who reads it as a journalist would; the personal links lead to the site."""
    return Recipient(
        address=user.email,
        name=user.full_name,
        substitutions={
            "salutation": f"Bonjour {user.full_name},",
            "unsubscribe_url": absolute("/"),
            "preferences_url": absolute("/"),
        },
    )


def as_received(letter: MailContent, recipient: Recipient) -> MailContent:
    """The letter with this person's own words in it: for a preview, not for sending."""
    subject, text, body = letter.subject, letter.text, letter.html
    for token, value in recipient.substitutions.items():
        subject = subject.replace(f"[[{token}]]", value)
        text = text.replace(f"[[{token}]]", value)
        body = body.replace(f"[[{token}]]", escape(value))
    return replace(letter, subject=subject, text=text, html=body)
