"""What a release says, frozen: the same shape for the row being written and for an approved version."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Self

from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString

from comms.uploads import StoredFile
from press.rich_text import body_as_text, safe_body
from press.typography import unbroken


@dataclass(frozen=True)
class AttachedFile:
    """One attachment as a version knows it: by the digest of its bytes, so it can never change."""

    sha256: str
    kind: str
    name: str
    mime: str
    size: int
    alt: str = ""
    credit: str = ""
    caption: str = ""
    width: int | None = None
    height: int | None = None

    @property
    def stored(self) -> StoredFile:
        return StoredFile(sha256=self.sha256, mime=self.mime)

    @property
    def is_picture(self) -> bool:
        return self.kind == "picture"


@dataclass(frozen=True)
class ReleaseContent:
    """The approved words; never read the row where these are wanted.

    `ReleaseContent.of(version.content)` reads a version; unknown keys of older versions are ignored.
    """

    reference: str
    title: str
    chapo: str = ""
    body: str = ""
    quote: str = ""
    quote_author: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    zone: str = ""
    theme: str = ""
    theme_slug: str = ""
    embargo: str = ""
    boilerplate: str = ""
    language: str = "fr"
    correction_note: str = ""
    attachments: tuple[AttachedFile, ...] = field(default_factory=tuple)

    @classmethod
    def of(cls, data: dict[str, Any]) -> Self:
        known = {item.name for item in fields(cls)} - {"attachments"}
        file_fields = {item.name for item in fields(AttachedFile)}
        return cls(
            **{name: value for name, value in data.items() if name in known},
            attachments=tuple(
                AttachedFile(**{name: value for name, value in row.items() if name in file_fields})
                for row in data.get("attachments", ())
            ),
        )

    @property
    def embargo_at(self) -> datetime | None:
        return parse_datetime(self.embargo) if self.embargo else None

    @property
    def body_html(self) -> SafeString:
        return safe_body(unbroken(self.body))

    @property
    def body_text(self) -> str:
        return body_as_text(self.body)

    @property
    def pictures(self) -> list[AttachedFile]:
        return [item for item in self.attachments if item.is_picture]

    @property
    def documents(self) -> list[AttachedFile]:
        return [item for item in self.attachments if not item.is_picture]

    @property
    def weight(self) -> int:
        """Bytes of all attachments."""
        return sum(item.size for item in self.attachments)
