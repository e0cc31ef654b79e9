"""The files of a public release as a page needs them: addresses, sizes, widths."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import slugify

from comms.uploads import DERIVATIVES, EXTENSIONS
from press.links import absolute
from press.models.content import AttachedFile, ReleaseContent

#: The word in the address → the variant that is stored.
VARIANTS = {"vignette": "thumbnail", "ecran": "web"}


def web_name(item: AttachedFile) -> str:
    """The last part of a file's address, the only one it answers to."""
    return (slugify(item.name.rpartition(".")[0] or item.name)[:80] or "fichier") + EXTENSIONS[item.mime]


@dataclass(frozen=True)
class PublicFile:
    """One attachment with its public addresses."""

    item: AttachedFile

    @property
    def url(self) -> str:
        return reverse("newsroom:file", args=[self.item.sha256, web_name(self.item)])

    def variant_url(self, word: str) -> str:
        return reverse("newsroom:picture", args=[self.item.sha256, word, web_name(self.item)])

    @property
    def thumbnail_url(self) -> str:
        return self.variant_url("vignette")

    @property
    def screen_url(self) -> str:
        return self.variant_url("ecran")

    @property
    def absolute_screen_url(self) -> str:
        return absolute(self.screen_url)

    def size_of(self, variant: str) -> tuple[int, int]:
        """Width and height of a smaller one: it fits in a square, and is never enlarged."""
        width, height = self.item.width or 1, self.item.height or 1
        scale = min(1, DERIVATIVES[variant] / max(width, height))
        return max(1, round(width * scale)), max(1, round(height * scale))

    @property
    def srcset(self) -> str:
        """Both smaller ones, once when the picture is too small for them to differ."""
        sources = {self.size_of(variant)[0]: self.variant_url(word) for word, variant in VARIANTS.items()}
        return ", ".join(f"{url} {width}w" for width, url in sources.items())

    @property
    def is_portrait(self) -> bool:
        return (self.item.height or 0) > (self.item.width or 0)

    @property
    def screen_width(self) -> int:
        return self.size_of("web")[0]

    @property
    def screen_height(self) -> int:
        return self.size_of("web")[1]


def pictures_of(content: ReleaseContent) -> list[PublicFile]:
    return [PublicFile(item) for item in content.pictures]


def documents_of(content: ReleaseContent) -> list[PublicFile]:
    return [PublicFile(item) for item in content.documents]


def file_in(content: ReleaseContent, sha256: str) -> PublicFile | None:
    return next((PublicFile(item) for item in content.attachments if item.sha256 == sha256), None)
