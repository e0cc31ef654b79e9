"""A letter's MIME source, made once; for each mail only its own words are put in, as bytes.

Text parts are quoted-printable, and each token stands between two soft line breaks: what is put there is
encoded by itself, so replacing is exact whatever stands around it. No line begins with a dot, so nothing is
left to escape when the message travels. Tokens are kept as NUL-framed slots, a byte that MIME never has.
"""

import binascii
import hashlib
import html
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from email.message import MIMEPart
from email.policy import SMTP
from email.utils import formatdate, parseaddr

from comms.outbox.content import UNSUBSCRIBE_TOKEN, Attachment, MailContent, is_fit_for_header

TOKEN = re.compile(r"\[\[([a-z][a-z0-9_]*)\]\]")
SLOT = re.compile(rb"\x00([thHU])([^\x00]*)\x00")
URL = re.compile(r"https?://[!-~]+")
SOFT_BREAK = b"=\r\n"
LINE = 76
#: Signs that mean nothing in a text and that some relays refuse.
UNSEEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])


class Uncomposable(Exception):
    """This mail can't be made, and why in French; its neighbours can."""


def compose(content: MailContent, *, tokens: Collection[str], sender: str, is_bulk: bool) -> bytes:
    """The source of a letter. Only `tokens` are replaced: other brackets are text."""
    body = _body(content, tokens)
    auto = not is_bulk if content.auto_submitted is None else content.auto_submitted
    head = [
        b"From: " + mailbox(*parseaddr(sender), offset=6),
        _header_with_tokens("Subject", content.subject, tokens),
        *([b"Reply-To: " + mailbox(*parseaddr(content.reply_to), offset=10)] if content.reply_to else []),
        *([b"Auto-Submitted: auto-generated"] if auto else []),
        *([_slot("U", UNSUBSCRIBE_TOKEN), b"List-Unsubscribe-Post: List-Unsubscribe=One-Click"]
          if content.unsubscribe else []),
        *(_header_with_tokens(name, value, tokens) for name, value in content.headers.items()),
        b"MIME-Version: 1.0",
    ]  # fmt: skip
    return b"\r\n".join(head) + b"\r\n" + body


def used_tokens(source: bytes) -> set[str]:
    return set(Template(source).names)


@dataclass(frozen=True)
class Words:
    """What is one mail's own in a letter."""

    address: str
    name: str
    message_id: str
    substitutions: Mapping[str, str]


class Template:
    """A letter's source, ready to be made into mails."""

    def __init__(self, source: bytes) -> None:
        pieces = SLOT.split(source)
        self._first = pieces[0]
        self._rest = [
            (_FILLERS[kind], name.decode(), static)
            for kind, name, static in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True)
        ]

    @property
    def names(self) -> Iterator[str]:
        for _filler, name, _static in self._rest:
            yield from TOKEN.findall(name) or [name]

    def message(self, words: Words, date: bytes) -> bytes:
        """The whole message, lines ended by CRLF; Uncomposable says what is missing or unfit."""
        if not words.name:
            to = words.address.encode("ascii", "strict")
        elif is_fit_for_header(words.name):
            to = mailbox(words.name, words.address, offset=4)
        else:
            raise Uncomposable("le nom du destinataire contient un caractère de contrôle")
        head = b"To: %s\r\nMessage-ID: %s\r\nDate: %s\r\n" % (to, words.message_id.encode(), date)
        pieces = [head, self._first]
        for filler, name, static in self._rest:
            pieces.append(filler(name, words.substitutions))
            pieces.append(static)
        return b"".join(pieces)


def date_header(timestamp: float) -> bytes:
    return formatdate(timestamp, localtime=True).encode()


# --- filling a slot ----------------------------------------------------------------------------


def _value(name: str, substitutions: Mapping[str, str]) -> str:
    try:
        return str(substitutions[name])
    except KeyError:
        raise Uncomposable(f"il manque la valeur de [[{name}]]") from None


def _fill_text(name: str, substitutions: Mapping[str, str]) -> bytes:
    return _between_breaks(quoted_printable(_value(name, substitutions)))


def _fill_html(name: str, substitutions: Mapping[str, str]) -> bytes:
    return _between_breaks(quoted_printable(html.escape(_value(name, substitutions))))


def _fill_header(line: str, substitutions: Mapping[str, str]) -> bytes:
    name, _, template = line.partition(": ")
    text = TOKEN.sub(
        lambda found: _value(found[1], substitutions) if found[1] in substitutions else found[0], template
    )
    if missing := TOKEN.search(text):
        raise Uncomposable(f"il manque la valeur de {missing[0]}")
    if not is_fit_for_header(text):
        raise Uncomposable(f"l’en-tête {name} ne peut pas contenir de saut de ligne")
    return f"{name}: ".encode() + header_text(text, offset=len(name) + 2)


def _fill_unsubscribe(name: str, substitutions: Mapping[str, str]) -> bytes:
    url = _value(name, substitutions)
    if not URL.fullmatch(url) or "<" in url or ">" in url:
        raise Uncomposable("l’adresse de désinscription est mal formée")
    return b"List-Unsubscribe: <%s>" % url.encode()


_FILLERS: dict[bytes, Callable[[str, Mapping[str, str]], bytes]] = {
    b"t": _fill_text,
    b"h": _fill_html,
    b"H": _fill_header,
    b"U": _fill_unsubscribe,
}


def _between_breaks(encoded: bytes) -> bytes:
    return SOFT_BREAK + encoded + SOFT_BREAK if encoded else SOFT_BREAK


def _slot(kind: str, name: str) -> bytes:
    return b"\x00%s%s\x00" % (kind.encode(), name.encode())


# --- the body ----------------------------------------------------------------------------------


def _body(content: MailContent, tokens: Collection[str]) -> bytes:
    boundary = hashlib.sha256(
        repr((content.subject, content.text, content.html)).encode()
        + b"".join(attachment.content for attachment in content.attachments)
    ).hexdigest()[:24]
    body = _text_part("plain", content.text, "t", tokens)
    if content.html:
        body = _multipart("alternative", boundary, [body, _text_part("html", content.html, "h", tokens)])
    if content.attachments:
        body = _multipart("mixed", boundary, [body, *map(_attachment_part, content.attachments)])
    return body


def _multipart(kind: str, boundary: str, parts: list[bytes]) -> bytes:
    # neither quoted-printable nor base64 ever has « =_ »: the boundary can't occur in a part
    line = f"=_{kind[:3]}_{boundary}"
    start = f"--{line}\r\n".encode()
    head = f'Content-Type: multipart/{kind};\r\n boundary="{line}"\r\n\r\n'.encode()
    return head + b"".join(start + part + b"\r\n" for part in parts) + f"--{line}--\r\n".encode()


def _text_part(subtype: str, text: str, kind: str, tokens: Collection[str]) -> bytes:
    head = (
        f'Content-Type: text/{subtype}; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    pieces = _split(text, tokens)
    encoded = [quoted_printable(pieces[0])]
    for name, static in zip(pieces[1::2], pieces[2::2], strict=True):
        encoded += [_slot(kind, name), quoted_printable(static)]
    return head.encode() + b"".join(encoded) + b"\r\n"


def _split(text: str, tokens: Collection[str]) -> list[str]:
    """Static, token, static, token, … static; brackets around an unknown name stay text."""
    pieces = [""]
    for place, piece in enumerate(TOKEN.split(text)):
        if place % 2 and piece in tokens:
            pieces += [piece, ""]
        else:
            pieces[-1] += f"[[{piece}]]" if place % 2 else piece
    return pieces


def _attachment_part(attachment: Attachment) -> bytes:
    maintype, _, subtype = attachment.mime_type.partition("/")
    part = MIMEPart(policy=SMTP)
    part.set_content(
        attachment.content,
        maintype=maintype,
        subtype=subtype or "octet-stream",
        disposition="attachment",
        filename=attachment.name,
    )
    return part.as_bytes()


def quoted_printable(text: str) -> bytes:
    """Encoded by itself, lines of 76 at most ended by CRLF, none beginning with a dot."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(UNSEEN)
    encoded = binascii.b2a_qp(lines.encode("utf-8", "replace"), istext=True, header=False)
    if encoded.startswith(b".") or b"\n." in encoded:
        encoded = re.sub(rb"(?m)^\.+", lambda dots: b"=2E=\n" * len(dots[0]), encoded)
    return encoded.replace(b"\n", b"\r\n")


# --- headers -----------------------------------------------------------------------------------


def _header_with_tokens(name: str, value: str, tokens: Collection[str]) -> bytes:
    if any(found in tokens for found in TOKEN.findall(value)):
        return _slot("H", f"{name}: {value}")
    return f"{name}: ".encode() + header_text(value, offset=len(name) + 2)


def header_text(text: str, *, offset: int) -> bytes:
    """An unstructured value after `offset` signs of its line: as it is, or folded encoded words."""
    if text.isascii() and "=?" not in text and len(text) + offset <= LINE and text == text.strip():
        return text.encode()
    return b"\r\n ".join(_encoded_words(text, offset))


def mailbox(name: str, address: str, *, offset: int) -> bytes:
    """« Name <address> », the name quoted or encoded as it needs."""
    bare = b"<%s>" % address.encode("ascii")
    if not name:
        return address.encode("ascii")
    if name.isascii() and "=?" not in name and len(name) + len(bare) + offset < LINE:
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        return b'"%s" %s' % (quoted.encode(), bare)
    words = b"\r\n ".join(_encoded_words(name, offset))
    return words + b"\r\n " + bare


def _encoded_words(text: str, offset: int) -> Iterator[bytes]:
    """RFC 2047 words that end between two signs, each fitting its line."""
    room = _bytes_in_a_word(LINE - offset)
    word = b""
    for sign in text:
        encoded = sign.encode("utf-8", "replace")
        if len(word) + len(encoded) > room:
            yield _encoded_word(word)
            word, room = b"", _bytes_in_a_word(LINE - 1)
        word += encoded
    yield _encoded_word(word)


def _bytes_in_a_word(signs: int) -> int:
    return max(4, (signs - len("=?utf-8?b??=")) // 4 * 3)


def _encoded_word(data: bytes) -> bytes:
    return b"=?utf-8?b?%s?=" % binascii.b2a_base64(data, newline=False)
