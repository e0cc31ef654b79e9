"""A letter made once, into which each mail's words are put as bytes."""

import email
from email import policy
from email.message import EmailMessage

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from comms.outbox.content import Attachment, MailContent
from comms.outbox.mime import Template, Uncomposable, Words, compose, date_header, quoted_printable

SENDER = "Ville du Mont-Dore <communication@example.org>"
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=300)
LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=400)


def made(content: MailContent, name: str = "", is_bulk: bool = True, **substitutions: str) -> bytes:
    source = compose(content, tokens=substitutions, sender=SENDER, is_bulk=is_bulk)
    words = Words("lea@media.nc", name, "<abc@example.org>", substitutions)
    return Template(source).message(words, date_header(1_790_000_000))


def read(source: bytes) -> EmailMessage:
    return email.message_from_bytes(source, policy=policy.default)


def body(message: EmailMessage, kind: str = "plain") -> str:
    return message.get_body((kind,)).get_content().replace("\r\n", "\n").removesuffix("\n")


@given(before=LINES, value=LINES, after=LINES)
def test_what_is_put_in_a_text_arrives_as_it_was_written(before, value, after):
    text = before.replace("[[", "") + "[[mot]]" + after.replace("[[", "")
    message = made(MailContent("Objet", text), mot=value)
    assert body(read(message)) == text.replace("[[mot]]", value)


@given(text=LINES)
def test_no_line_begins_with_a_dot_nor_is_longer_than_the_standard_allows(text):
    lines = quoted_printable(text).split(b"\r\n")
    assert not any(line.startswith(b".") for line in lines)
    assert max(map(len, lines)) <= 76


@given(subject=WORDS, name=WORDS, value=WORDS)
def test_headers_hold_any_language_on_lines_of_76_signs(subject, name, value):
    subject = subject.replace("[[", "")
    message = made(MailContent(f"{subject}[[mot]]", "t"), name=name, mot=value)
    head = message.partition(b"\r\n\r\n")[0]
    assert all(len(line) <= 78 for line in head.split(b"\r\n"))
    assert head.isascii()
    shown = str(read(message)["Subject"])
    assert shown.split() == (subject + value).split()


def test_text_and_html_stand_side_by_side_and_the_html_is_escaped():
    content = MailContent("Objet", "Bonjour [[qui]]", "<p>Bonjour [[qui]]</p>")
    message = read(made(content, qui="Jean & <Anne>"))
    assert message.get_content_type() == "multipart/alternative"
    assert body(message) == "Bonjour Jean & <Anne>"
    assert body(message, "html") == "<p>Bonjour Jean &amp; &lt;Anne&gt;</p>"


def test_attachments_keep_their_name_type_and_bytes():
    picture = Attachment("carte été.png", bytes(range(256)) * 20, "image/png")
    message = read(made(MailContent("Objet", "Voir", "<p>Voir</p>", (picture,))))
    (part,) = message.iter_attachments()
    assert (part.get_filename(), part.get_content_type()) == ("carte été.png", "image/png")
    assert part.get_content() == picture.content


def test_one_click_unsubscription_follows_rfc_8058():
    content = MailContent("Objet", "t", unsubscribe=True)
    message = read(made(content, unsubscribe_url="https://example.org/presse/desinscription/x"))
    assert message["List-Unsubscribe"] == "<https://example.org/presse/desinscription/x>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_personal_mail_says_a_machine_made_it_and_a_mailing_does_not():
    assert read(made(MailContent("Objet", "t"), is_bulk=False))["Auto-Submitted"] == "auto-generated"
    assert read(made(MailContent("Objet", "t")))["Auto-Submitted"] is None
    assert read(made(MailContent("Objet", "t", auto_submitted=True)))["Auto-Submitted"] == "auto-generated"


def test_a_message_has_each_header_once():
    headers = [name.lower() for name in read(made(MailContent("Objet", "t", reply_to="r@example.org")))]
    assert len(headers) == len(set(headers))
    assert {"from", "to", "date", "message-id", "subject", "mime-version", "reply-to"} <= set(headers)


def test_brackets_that_no_recipient_fills_are_text():
    assert (
        body(read(made(MailContent("Objet", "Voir [[annexe]] et [[qui]]"), qui="Léa")))
        == "Voir [[annexe]] et Léa"
    )


def test_nothing_is_counted_or_rewritten():
    """No open pixel, no link that passes by us: what was written is what arrives."""
    html = '<p><a href="https://www.mont-dore.nc/travaux">Les travaux</a></p>'
    assert body(read(made(MailContent("Objet", "t", html))), "html") == html


@pytest.mark.parametrize(
    "evil", ["a\nBcc: x@example.org", "a\r\nX: y", "a\x00b", "a\x1bb", "a\u2028b", "a\x85b"]
)
class TestNoLineBreakReachesAHeader:
    def test_from_the_content(self, evil):
        for fields in (
            {"subject": evil},
            {"reply_to": evil},
            {"from_email": evil},
            {"headers": {"X-A": evil}},
        ):
            with pytest.raises(ValidationError, match="une ligne"):
                MailContent(**{"subject": "Objet", "text": "t"} | fields)

    def test_from_the_name_of_an_attachment(self, evil):
        with pytest.raises(ValidationError, match="une ligne"):
            Attachment(evil, b"")

    def test_from_a_value_or_a_name(self, evil):
        with pytest.raises(Uncomposable):
            made(MailContent("Pour [[qui]]", "t"), qui=evil)
        with pytest.raises(Uncomposable):
            made(MailContent("Objet", "t"), name=evil)
        with pytest.raises(Uncomposable):
            made(MailContent("Objet", "t", unsubscribe=True), unsubscribe_url=f"https://example.org/{evil}")


def test_our_own_headers_cannot_be_given_from_outside():
    for name in ("Bcc", "to", "Message-ID", "X Y", "X:"):
        with pytest.raises(ValidationError, match="en-tête"):
            MailContent("Objet", "t", headers={name: "x"})


def test_a_missing_value_is_told_and_nothing_is_sent_with_brackets():
    source = compose(MailContent("Objet", "Bonjour [[qui]]"), tokens={"qui"}, sender=SENDER, is_bulk=True)
    with pytest.raises(Uncomposable, match=r"\[\[qui\]\]"):
        Template(source).message(Words("a@example.org", "", "<x@y>", {}), b"")


def test_control_characters_that_relays_refuse_leave_a_text():
    assert body(read(made(MailContent("Objet", "a\x00b\x0bc\td [[x]]"), x="e\x00f"))) == "abc\td ef"


@pytest.mark.parametrize("text", ["😀 مرحبا e\u0301 é", "\u202eRTL", "ligne\u2028séparée"])
def test_emoji_right_to_left_and_both_normal_forms_pass(text):
    message = read(made(MailContent("Objet", f"{text}[[x]]", f"<p>{text}</p>"), x=text))
    assert body(message) == text + text
