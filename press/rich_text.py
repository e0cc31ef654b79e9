"""The body of a release: which HTML it may hold, and the same text without HTML.

One list of extensions serves the editor in the browser and the cleaning on the server; whatever came
in by another way (SQL, import) is cleaned once more before it is shown or mailed.
"""

from html.parser import HTMLParser

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django_prose_editor.fields import create_sanitizer

EXTENSIONS = {
    "HardBreak": True,
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
}

_sanitize = create_sanitizer(EXTENSIONS)

BLOCKS = {"p", "h2", "h3", "li", "blockquote", "ul", "ol"}


def clean_body(html: str) -> str:
    """Only the tags of EXTENSIONS, links to http, https, mailto and tel; no NUL, which PostgreSQL refuses."""
    return _sanitize(html.replace("\x00", "")).strip()


def safe_body(html: str) -> SafeString:
    """Cleaned, so that a template may show it as it is."""
    return mark_safe(clean_body(html))


def body_from_text(text: str) -> str:
    """Plain paragraphs, separated by an empty line, as the editor would write them."""
    paragraphs = [" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n")]
    return "".join(f"<p>{escape(part)}</p>" for part in paragraphs if part)


class _PlainText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = [""]
        self._lists: list[int | None] = []
        self._href = ""
        self._link_text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._new_block()
        if tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li" and self._lists:
            if self._lists[-1] is not None:
                self._lists[-1] += 1
            self.blocks[-1] = "– " if self._lists[-1] is None else f"{self._lists[-1]}. "
        elif tag == "br":
            self.blocks[-1] += "\n"
        elif tag == "a":
            self._href, self._link_text = dict(attrs).get("href") or "", ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag == "a" and self._href:
            address = self._href.removeprefix("mailto:").removeprefix("tel:")
            if address != self._link_text.strip():
                self.blocks[-1] += f" ({address})"
            self._href = ""
        if tag in BLOCKS:
            self._new_block()

    def handle_data(self, data: str) -> None:
        # a paragraph inside a list item continues the item's own line
        self.blocks[-1] += data
        self._link_text += data

    def _new_block(self) -> None:
        if self.blocks[-1].strip() not in ("", "–"):
            self.blocks.append("")


def body_as_text(html: str) -> str:
    """The body for the text part of a mail: paragraphs, « – » lists, addresses of links in brackets."""
    parser = _PlainText()
    parser.feed(clean_body(html))
    parser.close()
    lines = [block.strip() for block in parser.blocks if block.strip()]
    text = ""
    for line in lines:
        is_item = line.startswith("– ") or line.split(". ")[0].isdigit()
        text += ("\n" if is_item and _ends_with_item(text) else "\n\n") + line
    return text.strip()


def _ends_with_item(text: str) -> bool:
    last = text.rsplit("\n", 1)[-1]
    return last.startswith("– ") or last.split(". ")[0].isdigit()
