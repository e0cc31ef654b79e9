"""The small pieces that show work, versions, history and files; builtins like those of components.py.

{% progress done total label="Envoi" poll=url %}    polled by htmx until done == total
{% text_diff old new %}  {% diff_pieces pieces %}   what was added and removed, word by word
{% history release %}  {% timeline entries %}       who, what, when, why
{% file_thumb "photo.jpg" url size=123456 picture=url note="…" %}  {{ size|file_size }}
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import Model

from comms import formats
from comms.journal.models import Entry
from comms.text_diff import Piece, word_diff

register = template.Library()


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int, label: str = "", note: str = "", poll: str = "") -> dict[str, Any]:
    """`poll` gives this same piece again; asked every 2 s while done < total."""
    percent = done * 100 // total if total else 0
    running = done < total
    return {
        "done": done,
        "total": total,
        "percent": percent,
        "label": label,
        "note": note,
        "poll": poll if running else "",
    }


@register.inclusion_tag("components/text_diff.html")
def text_diff(old: str, new: str) -> dict[str, Any]:
    return {"pieces": word_diff(old or "", new or "")}


@register.inclusion_tag("components/text_diff.html")
def diff_pieces(pieces: Iterable[Piece]) -> dict[str, Any]:
    """The same for pieces that were found already, as `word_diff` gives them."""
    return {"pieces": pieces}


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Iterable[Entry]) -> dict[str, Any]:
    return {"entries": entries}


@register.inclusion_tag("components/timeline.html")
def history(obj: Model) -> dict[str, Any]:
    return {"entries": Entry.objects.about(obj)}


# --- files -------------------------------------------------------------------------------------
FILE_ICONS = {
    "pdf": "file-earmark-pdf",
    "zip": "file-earmark-zip",
    "csv": "file-earmark-spreadsheet",
    "xlsx": "file-earmark-spreadsheet",
    "docx": "file-earmark-text",
    "odt": "file-earmark-text",
    "txt": "file-earmark-text",
    "jpg": "file-earmark-image",
    "jpeg": "file-earmark-image",
    "png": "file-earmark-image",
    "webp": "file-earmark-image",
}


@register.filter
def file_size(size: int | None) -> str:
    """Bytes as people say them: « 840 ko », « 1,2 Mo »."""
    if not size:
        return ""
    if size < 1000:
        return f"{size}{formats.SPACE}octets"
    if size < 1_000_000:
        return f"{round(size / 1000)}{formats.SPACE}ko"
    return f"{size / 1_000_000:.1f}".replace(".", ",").removesuffix(",0") + f"{formats.SPACE}Mo"


@register.inclusion_tag("components/file_thumb.html")
def file_thumb(name: str, url: str = "", size: int = 0, picture: str = "", note: str = "") -> dict[str, Any]:
    """`picture` is the address of a thumbnail; without it the kind of file is drawn."""
    extension = name.rpartition(".")[2].lower()
    return {
        "name": name,
        "url": url,
        "size": size,
        "picture": picture,
        "note": note,
        "icon_name": FILE_ICONS.get(extension, "file-earmark"),
    }
