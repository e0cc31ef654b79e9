"""« Boîte d'essai »: each message as received, for people of the admin, in the demonstration only."""

import json
from email.message import EmailMessage
from io import BytesIO

import pytest
from PIL import Image

from desk.mailbox import frame_policy
from dev.smtp_sink import Mailbox as Relay
from tests.pages import assert_valid_html

URL = "/boite-d-essai/"


class Session:
    peer = ("127.0.0.1", 4242)


class Envelope:
    def __init__(self, mail: EmailMessage):
        self.content = mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))
        self.mail_from = "communication@example.org"
        self.rcpt_tos = [mail["to"]]


@pytest.fixture
def folder(tmp_path, settings):
    settings.DEMO, settings.DEMO_MAILBOX_DIR = True, tmp_path
    return tmp_path


def png() -> bytes:
    file = BytesIO()
    Image.new("RGB", (2, 2), "teal").save(file, "PNG")
    return file.getvalue()


def a_mail(subject="Communiqué n° 12 : l’été à Plum", to="lea@example.org") -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"], mail["To"], mail["From"] = subject, to, "Ville <communication@example.org>"
    mail["Message-ID"] = "<1@example.org>"
    mail.set_content("Bonjour Léa,\nl’été arrive.\n")
    mail.add_alternative(
        "<!DOCTYPE html><html><head><style>p { color: teal }</style></head><body>"
        '<p style="margin: 0">L’été arrive <img src="cid:plage@x" alt=""></p>'
        "<script>alert(1)</script></body></html>",
        subtype="html",
    )
    mail.get_payload()[1].add_related(png(), "image", "png", cid="<plage@x>")
    mail.add_attachment(b"%PDF-1.4 plan", maintype="application", subtype="pdf", filename="été à Plum.pdf")
    mail.add_attachment("<script>alert(1)</script>", subtype="html", filename="page.html")
    return mail


def keep(folder, mail: EmailMessage) -> str:
    """As the demo's relay keeps it; the message's name. It awaits nothing, so it needs no loop of its own."""
    receiving = Relay(folder).handle_DATA(None, Session(), Envelope(mail))
    with pytest.raises(StopIteration) as done:
        receiving.send(None)
    return done.value.value.rpartition(" ")[2]


@pytest.fixture
def name(folder):
    return keep(folder, a_mail())


@pytest.fixture
def staff(client, head):
    client.force_login(head)
    return client


def test_the_list_shows_the_latest_first(staff, folder):
    for number in range(3):
        keep(folder, a_mail(subject=f"Message {number}"))
    page = staff.get(URL)
    assert_valid_html(page)
    text = page.content.decode()
    assert text.index("Message 2") < text.index("Message 1") < text.index("Message 0")


def test_an_empty_mailbox_says_what_comes_here(staff, folder):
    page = staff.get(URL)
    assert_valid_html(page)
    assert "Aucun message pour l’instant" in page.content.decode()


def test_a_folder_that_isn_t_there_yet_is_an_empty_mailbox(staff, folder, settings):
    settings.DEMO_MAILBOX_DIR = folder / "later"
    assert staff.get(URL).status_code == 200


def test_one_finds_by_recipient_and_by_subject(staff, folder):
    keep(folder, a_mail(subject="Travaux", to="ines@example.org"))
    keep(folder, a_mail(subject="Marché", to="joao@example.org"))
    assert "Marché" not in staff.get(URL, {"q": "INES"}).content.decode()
    assert "Travaux" not in staff.get(URL, {"q": "marché"}).content.decode()


def test_older_messages_stand_on_the_next_page(staff, folder):
    names = [keep(folder, a_mail(subject=f"Message {number:02}")) for number in range(55)]
    first = staff.get(URL)
    assert first.content.decode().count("<tr>") == 51
    second = staff.get(URL, {"avant": first.context["older"]})
    assert [message.name for message in second.context["messages_kept"]] == names[4::-1]


def test_a_message_shows_its_headers_text_and_attachments(staff, name):
    page = staff.get(f"{URL}{name}/")
    assert_valid_html(page)
    text = page.content.decode()
    for words in (
        "Communiqué n° 12 : l’été à Plum",
        "l’été arrive.",
        "été à Plum.pdf",
        "&lt;1@example.org&gt;",
    ):
        assert words in text
    assert "<script>alert" not in text


def test_the_html_as_received_runs_nothing_and_calls_nobody(staff, name):
    frame = staff.get(f"{URL}{name}/html/")
    policy = frame["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe-inline" not in policy
    assert "sandbox allow-popups" in policy
    assert "frame-ancestors 'self'" in policy
    assert "data:image/png;base64," in frame.content.decode()


def test_the_frame_s_policy_lets_the_mail_s_own_styles_through():
    policy = frame_policy('<style>p{}</style><p style="margin:0">')
    assert policy.count("'sha256-") == 2
    assert "style-src 'none'" in frame_policy("<p>")


def test_attachments_are_bytes_to_keep_never_pages(staff, name):
    for number in (2, 3):
        answer = staff.get(f"{URL}{name}/{number}/")
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment")
    assert staff.get(f"{URL}{name}/2/").content == b"%PDF-1.4 plan"
    assert staff.get(f"{URL}{name}/9/").status_code == 404


def test_the_source_is_what_was_received(staff, name, folder):
    assert staff.get(f"{URL}{name}/source/").content == (folder / f"{name}.eml").read_bytes()


@pytest.mark.parametrize("bad", ["..%2Fsettings", "x", "20261124T000000.000000-00000000", ".."])
def test_no_other_file_can_be_read(staff, folder, bad):
    (folder.parent / "settings.eml").write_text("secret")
    assert staff.get(f"{URL}{bad}/").status_code == 404


def test_a_message_without_html_or_subject_can_be_read(staff, folder):
    mail = EmailMessage()
    mail["To"] = "a@example.org"
    mail.set_content("Bonjour")
    page = staff.get(f"{URL}{keep(folder, mail)}/")
    assert_valid_html(page)
    assert "(sans objet)" in page.content.decode()
    assert "<iframe" not in page.content.decode()


def test_a_message_that_is_being_written_is_not_listed(staff, folder):
    (folder / "20261124T000000.000000-00000000.eml").write_bytes(b"Subject: demi\r\n\r\n")
    assert "demi" not in staff.get(URL).content.decode()


@pytest.mark.parametrize("path", ["", "{name}/", "{name}/html/", "{name}/source/", "{name}/2/"])
def test_who_isn_t_of_the_admin_finds_no_such_page(client, assistant, name, path):
    client.force_login(assistant)
    assert client.get(URL + path.format(name=name)).status_code == 404


@pytest.mark.parametrize("path", ["", "{name}/", "{name}/html/", "{name}/source/", "{name}/2/"])
def test_outside_of_the_demonstration_there_is_no_such_page(staff, name, settings, path):
    settings.DEMO = False
    assert staff.get(URL + path.format(name=name)).status_code == 404


def test_nobody_reads_it_without_logging_in(client, db, name):
    assert client.get(f"{URL}{name}/").status_code == 302


def test_the_relay_and_the_page_agree_on_the_envelope(folder, name):
    assert set(json.loads((folder / f"{name}.json").read_text())) == {
        "received_at",
        "peer",
        "mail_from",
        "rcpt_to",
    }
