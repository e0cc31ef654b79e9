"""« Boîte d'essai »: the messages that the demo's relay kept, read as a mail program reads them.

The folder's form is the relay's (dev/smtp_sink.py): NAME.eml as received and NAME.json, its envelope.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path

_NAME = re.compile(r"\d{8}T\d{6}\.\d{6}-[0-9a-f]{8}")
#: The headers of our mails fit in this; the whole message may weigh 20 MB.
_HEAD = 32 * 1024
PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp")
_CID = re.compile(r"""(?P<before>=\s*["'])cid:(?P<id>[^"']+)""", re.IGNORECASE)


@dataclass(frozen=True)
class Attachment:
    number: int
    name: str
    content_type: str
    content: bytes
    content_id: str

    @property
    def size(self) -> int:
        return len(self.content)


@dataclass(frozen=True)
class Message:
    path: Path

    @property
    def name(self) -> str:
        return self.path.stem

    @cached_property
    def envelope(self) -> dict:
        return json.loads(self.path.with_suffix(".json").read_text())

    @property
    def received_at(self) -> datetime:
        return datetime.fromisoformat(self.envelope["received_at"])

    @property
    def recipients(self) -> list[str]:
        return self.envelope["rcpt_to"]

    @cached_property
    def head(self) -> EmailMessage:
        """The headers alone, without reading what comes after them."""
        with self.path.open("rb") as file:
            start = file.read(_HEAD)
        return message_from_bytes(re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0], policy=policy.default)

    @property
    def subject(self) -> str:
        return str(self.head["subject"] or "(sans objet)")

    @property
    def sender(self) -> str:
        return str(self.head["from"] or self.envelope["mail_from"])

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.head.items()]

    @cached_property
    def whole(self) -> EmailMessage:
        return message_from_bytes(self.path.read_bytes(), policy=policy.default)

    @cached_property
    def text(self) -> str:
        return self._body("plain")

    @cached_property
    def html(self) -> str:
        return self._body("html")

    def _body(self, kind: str) -> str:
        part = self.whole.get_body(preferencelist=(kind,))
        return part.get_content() if part is not None else ""

    @cached_property
    def attachments(self) -> list[Attachment]:
        """All that isn't one of the two bodies, pictures inside the HTML included."""
        bodies = [self.whole.get_body(preferencelist=(kind,)) for kind in ("plain", "html")]
        parts = [p for p in self.whole.walk() if not p.is_multipart() and p not in bodies]
        return [
            Attachment(
                number=number,
                name=part.get_filename() or f"piece-{number}",
                content_type=part.get_content_type(),
                content=part.get_payload(decode=True) or b"",
                content_id=str(part["content-id"] or "").strip("<> "),
            )
            for number, part in enumerate(parts, start=1)
        ]


@dataclass(frozen=True)
class Mailbox:
    folder: Path

    def messages(self, words: str = "", before: str = "") -> Iterator[Message]:
        """The latest first, older than the message named `before`, whose recipient or subject has `words`."""
        words = words.casefold()
        for path in sorted(self.folder.glob("*.json"), reverse=True):
            message = Message(path.with_suffix(".eml"))
            if before and message.name >= before:
                continue
            if not words or words in f"{' '.join(message.recipients)} {message.subject}".casefold():
                yield message

    def message(self, name: str) -> Message | None:
        path = self.folder / f"{name}.eml"
        known = _NAME.fullmatch(name) and path.exists() and path.with_suffix(".json").exists()
        return Message(path) if known else None


# --- the HTML as received, in a frame that runs nothing and calls nobody ---------------------------
def framed(message: Message) -> str:
    """Links open in another tab; pictures that came with the mail (cid:) stand in the page itself, since a
    frame without origin sends no cookie to fetch them with.
    """
    pictures = {
        piece.content_id: f"data:{piece.content_type};base64,{base64.b64encode(piece.content).decode()}"
        for piece in message.attachments
        if piece.content_type in PICTURES
    }
    html = _CID.sub(lambda found: found["before"] + pictures.get(found["id"], "#"), message.html)
    base = '<base target="_blank">'
    opened, count = re.subn(r"(<head[^>]*>)", rf"\1{base}", html, count=1, flags=re.IGNORECASE)
    return opened if count else base + html


class _Styles(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: set[str] = set()
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "style"
        self.found |= {value for name, value in attrs if name == "style" and value}

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found.add(data)


def frame_policy(html: str) -> str:
    """A policy for this very mail: its own styles by their digest, the pictures in it, and nothing else."""
    styles = _Styles()
    styles.feed(html)
    styles.close()
    digests = sorted(
        base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in styles.found
    )
    allowed = (
        " ".join(["'unsafe-hashes'", *(f"'sha256-{digest}'" for digest in digests)]) if digests else "'none'"
    )
    return (
        f"default-src 'none'; img-src data:; style-src {allowed}; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
    )
