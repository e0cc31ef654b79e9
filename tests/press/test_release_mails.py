"""A release as a journalist's mail programme gets it, read from a real SMTP server."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comms.outbox.models import OutgoingMail
from press.actions.mailings import send_trial
from press.links import UNSUBSCRIBE_SALT, signed_address
from press.models import Release
from press.permissions.releases import may_send
from tests.outbox.factories import send
from tests.press import mailed
from tests.press.newsroom import published as releases

pytestmark = pytest.mark.django_db(transaction=True)

TEXTS = {
    "title": "Coupure d’eau à Plum",
    "chapo": "Mardi matin, de 8 h à 11 h.",
    "body": "<p>Une citerne <strong>sera là</strong>.</p><ul><li><p>rue des Écoles</p></li></ul>",
    "quote": "Le quartier tiendra deux jours.",
    "quote_author": "La direction des services techniques",
    "contact_name": "Cellule communication",
    "contact_phone": "437000",
    "contact_email": "presse@example.org",
    "boilerplate": "Le Mont-Dore compte 25 303 habitants.",
}


def received(server, release, *, preferred_format="full", greeting=""):
    """The message that one journalist got."""
    press = mailed.press_list(0)
    mailed.journalist(
        "Kaori", press, address="lea@example.org", civility="mme", greeting=greeting,
        preferred_format=preferred_format,
    )  # fmt: skip
    mailed.launch(release, press)
    send()
    (message,) = server.to("lea@example.org")
    return message.mail


def test_it_is_the_approved_words_in_text_and_in_html(smtp_server):
    release = releases.approved(**TEXTS)
    Release.objects.filter(pk=release.pk).update(quote_agreement="yes")
    mail = received(smtp_server, release)
    text = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    html = mail.get_body(("html",)).get_content()
    assert mail["Subject"] == "Coupure d’eau à Plum"
    assert text.startswith("Bonjour Madame Kaori,\n\nCOMMUNIQUÉ DE PRESSE CP ")
    assert "Une citerne sera là.\n\n– rue des Écoles\n" in text
    assert "«\u00a0Le quartier tiendra deux jours.\u00a0»\nLa direction des services techniques" in text
    assert "Cellule communication, 43\u00a070\u00a000, presse@example.org" in text
    assert "25 303 habitants" in text
    assert "Une citerne <strong>sera là</strong>." in html
    assert "Bonjour Madame Kaori," in html
    for part in (text, html):
        assert "[[" not in part
        assert "/presse/authentique/?empreinte=" in part
        assert "None" not in part


def test_its_headers_are_those_of_a_letter_that_one_may_stop(smtp_server):
    mail = received(smtp_server, releases.approved(**TEXTS | {"quote": ""}))
    assert mail["To"] == "Maïté Kaori <lea@example.org>"
    assert mail["Reply-To"] == "presse@example.org"
    assert mail["Auto-Submitted"] is None
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = mail["List-Unsubscribe"].strip("<>").rstrip("/").rpartition("/")[2]
    assert signed_address(token, UNSUBSCRIBE_SALT) == "lea@example.org"


def test_pictures_leave_in_their_screen_size_and_documents_whole(smtp_server):
    release = releases.approved(files=True)
    mail = received(smtp_server, release)
    files = {part.get_filename(): part for part in mail.iter_attachments()}
    assert [part.get_content_type() for part in files.values()] == ["image/jpeg", "application/pdf"]
    document = release.public_content.documents[0]
    assert files[document.name].get_content() == document.stored.read()
    text = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert f"- {release.public_content.pictures[0].name} : Fermeture nocturne" in text
    assert "(crédit : Ville du Mont-Dore)" in text


def test_who_wants_text_gets_nothing_else(smtp_server):
    mail = received(smtp_server, releases.approved(files=True), preferred_format="text")
    assert mail.get_content_type() == "text/plain"


def test_an_embargo_is_said_on_top_of_everything(smtp_server):
    embargo = timezone.now() + timedelta(hours=5)
    mail = received(smtp_server, releases.approved(embargo_at=embargo))
    assert mail["Subject"].startswith("SOUS EMBARGO – ")
    assert "SOUS EMBARGO JUSQU’AU" in mail.get_body(("plain",)).get_content().split("COMMUNIQUÉ")[0]
    assert "Sous embargo jusqu’au" in mail.get_body(("html",)).get_content()


def test_a_correction_says_what_it_mends(smtp_server):
    release = releases.corrected(releases.published(), title="Le bon titre")
    mail = received(smtp_server, release)
    assert mail["Subject"] == "RECTIFICATIF – Le bon titre"
    assert "RECTIFICATIF : La date est le 8, non le 7." in mail.get_body(("plain",)).get_content()


def test_html_of_an_author_never_runs_in_a_mail(smtp_server):
    release = releases.approved(title="<b>Titre</b> & co", chapo="<script>x</script>", body="<p>a</p>")
    html = received(smtp_server, release).get_body(("html",)).get_content()
    assert "<script" not in html
    assert "&lt;b&gt;Titre&lt;/b&gt; &amp; co" in html


def test_brackets_typed_by_an_author_are_text(smtp_server):
    text = received(smtp_server, releases.approved(body="<p>[[inconnu]]</p>")).get_body(("plain",))
    assert "[[inconnu]]" in text.get_content()


def test_nobody_hidden_reads_it_and_nothing_counts_who_opened_it(smtp_server):
    mail = received(smtp_server, releases.approved())
    assert mail["Bcc"] is None
    assert "<img" not in mail.get_body(("html",)).get_content()


def test_a_trial_is_marked_and_cannot_unsubscribe_anybody(smtp_server, assistant):
    release = releases.approved()
    assert may_send(assistant, release)
    send_trial(release=release, actor=assistant)
    send()
    message = smtp_server.messages[-1]
    assert message.rcpt_tos == [assistant.email]
    assert message.mail["Subject"].startswith("[Essai] ")
    assert message.mail["List-Unsubscribe"] is None
    assert "Ceci est un essai" in message.mail.get_body(("plain",)).get_content()
    assert OutgoingMail.objects.about(release).get().mailing is None
