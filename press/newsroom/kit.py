"""The ZIP a newsroom takes away: the text, the same in HTML, pictures in full quality, and who to credit."""

import logging
import zipfile
from collections.abc import Iterator
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone

from press.models import Release
from press.newsroom.files import PublicFile, web_name
from press.newsroom.shown import ShownRelease

logger = logging.getLogger(__name__)

CHUNK = 256 * 1024


class _Pipe:
    """What zipfile writes into: it can't go back, so the archive leaves as it is made."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        pass

    def take(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def kit_name(release: Release) -> str:
    return f"communique-{release.year}-{release.number:03d}"


def stream_kit(shown: ShownRelease) -> Iterator[bytes]:
    """The archive piece by piece; memory holds one piece, whatever the pictures weigh."""
    folder, moment = kit_name(shown.release), shown.release.published_on_site_at
    files = [(f"photos/{i:02d}-{web_name(f.item)}", f) for i, f in enumerate(shown.pictures, 1)]
    files += [(f"documents/{i:02d}-{web_name(f.item)}", f) for i, f in enumerate(shown.documents, 1)]
    files = [(name, file) for name, file in files if _is_there(file)]
    context = {"shown": shown, "files": files}
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        for name in ("communique.txt", "communique.html", "credits.txt"):
            text = render_to_string(f"press/newsroom/kit/{name}", context)
            newline = "\r\n" if name.endswith(".txt") else "\n"  # Windows' own editor, too
            data = newline.join(text.strip().splitlines()) + newline
            archive.writestr(_entry(f"{folder}/{name}", moment, zipfile.ZIP_DEFLATED), data.encode())
            yield pipe.take()
        for name, file in files:
            yield from _copy(archive, pipe, _entry(f"{folder}/{name}", moment, zipfile.ZIP_STORED), file)
    yield pipe.take()


def _copy(archive: zipfile.ZipFile, pipe: _Pipe, entry: zipfile.ZipInfo, file: PublicFile) -> Iterator[bytes]:
    with archive.open(entry, "w") as target, file.item.stored.open() as source:
        while chunk := source.read(CHUNK):
            target.write(chunk)
            yield pipe.take()


def _entry(name: str, moment: datetime, compression: int) -> zipfile.ZipInfo:
    """Dated by the publication, so that the same kit is the same bytes."""
    entry = zipfile.ZipInfo(name, timezone.localtime(moment).timetuple()[:6])
    entry.compress_type = compression
    entry.external_attr = 0o644 << 16
    return entry


def _is_there(file: PublicFile) -> bool:
    """A file lost from the storage must not cut the archive in the middle: it is left out, and logged."""
    try:
        file.item.stored.size()
    except FileNotFoundError:
        logger.error("newsroom kit: the file %s is missing from the storage", file.item.sha256)
        return False
    return True
