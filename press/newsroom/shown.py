from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse

from comms import formats
from comms.town.models import TownSettings
from press.links import absolute
from press.models import Release, ReleaseContent
from press.newsroom.files import PublicFile, documents_of, pictures_of


@dataclass(frozen=True)
class PressContact:
    """Whom a journalist calls: as the release says, else as the town's settings do."""

    name: str
    phone: str
    email: str

    @property
    def phone_link(self) -> str:
        """« tel:+687437000 »; empty when the number isn't one."""
        with suppress(ValueError):
            return f"tel:{formats.phone_normalise(self.phone)}"
        return ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, formats.phone(self.phone), self.email) if part)


@dataclass(frozen=True)
class ShownRelease:
    """A published release as the public reads it: the version in effect, never the row's own words."""

    release: Release

    @cached_property
    def content(self) -> ReleaseContent:
        return self.release.public_content

    @cached_property
    def pictures(self) -> list[PublicFile]:
        return pictures_of(self.content)

    @cached_property
    def documents(self) -> list[PublicFile]:
        return documents_of(self.content)

    @property
    def picture(self) -> PublicFile | None:
        """The first one: in lists, and when somebody shares the page."""
        return self.pictures[0] if self.pictures else None

    @property
    def other_pictures(self) -> list[PublicFile]:
        return self.pictures[1:]

    @property
    def url(self) -> str:
        """Empty for one that was only mailed."""
        release = self.release
        return (
            reverse("newsroom:release", args=[release.year, release.public_slug])
            if release.public_slug
            else ""
        )

    @property
    def absolute_url(self) -> str:
        return absolute(self.url) if self.url else ""

    @property
    def since(self) -> datetime:
        """When the public could first read it, or else journalists."""
        return self.release.published_on_site_at or self.release.sent_at

    @property
    def kit_url(self) -> str:
        return reverse("newsroom:kit", args=[self.release.year, self.release.public_slug])

    @property
    def changed_at(self) -> datetime:
        """When what the public reads last changed."""
        return max(self.since, self.release.corrected_at or self.since)

    @property
    def corrected_at(self) -> datetime | None:
        """None while what the public reads is what it read first."""
        return self.release.corrected_at if self.content.correction_note else None

    @property
    def contact(self) -> PressContact:
        town, content = TownSettings.current(), self.content
        return PressContact(
            name=content.contact_name,
            phone=content.contact_phone or town.contact_phone,
            email=content.contact_email or town.contact_email,
        )

    @property
    def description(self) -> str:
        """For search engines and shared links: the chapô, else the start of the text, on one line."""
        words = " ".join((self.content.chapo or self.content.body_text).split())
        return words if len(words) <= 300 else words[:300].rsplit(" ", 1)[0] + "…"
