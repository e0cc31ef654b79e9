"""Words, mentions and files of an action or a task: who is told, what is accepted, who may read it."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.planning.actions.discussions import add_comment, mentioned_in
from campaigns.planning.models import Attachment, Comment
from comms.journal.models import Entry
from comms.outbox.models import OutgoingMail
from tests.campaigns.planning.factories import ActionFactory, TaskFactory
from tests.people import factories as people
from tests.test_office_files import office
from tests.test_uploads import picture_bytes


def upload(name: str, content: bytes) -> dict:
    return {"piece-file": SimpleUploadedFile(name, content)}


@pytest.mark.parametrize("text", ["@maïté.gaïac bonjour", "Vu avec @Maite.Gaiac.", "(@maite.gaiac)"])
def test_a_mention_is_read_with_or_without_accents(db, text):
    person = people.assistant(first_name="Maïté", last_name="Gaïac")
    assert mentioned_in(text) == [person]


@pytest.mark.parametrize("text", ["maite.gaiac@example.org", "@personne.inconnue", "à 8 h @ la mairie"])
def test_an_address_or_a_stranger_is_no_mention(db, text):
    people.assistant(first_name="Maïté", last_name="Gaïac")
    assert mentioned_in(text) == []


def test_who_is_named_and_may_see_is_told_others_arent(client, head, secretary_general):
    action = ActionFactory(created_by=head, lead=head, is_confidential=True)
    colleague = people.assistant(first_name="Léa", last_name="Pomme")
    secretary_general.first_name, secretary_general.last_name = "Paul", "Tama"
    secretary_general.save()
    client.force_login(head)
    answer = client.post(
        f"/actions/{action.pk}/commenter/", {"text": "@lea.pomme et @paul.tama ?"}, follow=True
    )
    comment = Comment.objects.get()
    assert list(comment.mentioned.all()) == [colleague]
    assert (colleague.notices.count(), secretary_general.notices.count()) == (1, 0)
    assert list(OutgoingMail.objects.values_list("address", flat=True)) == [colleague.email]
    page = answer.content.decode()
    assert "Paul Tama ne voit pas cette page" in page
    assert '<strong title="Léa Pomme">@lea.pomme</strong>' in page


def test_an_empty_message_is_refused_and_markup_is_shown_as_text(client, head):
    task = TaskFactory(created_by=head)
    client.force_login(head)
    assert "Écrivez d’abord" in client.post(f"/taches/{task.pk}/commenter/", {"text": " "}).content.decode()
    page = client.post(f"/taches/{task.pk}/commenter/", {"text": "<script>x</script>"}, follow=True)
    assert "&lt;script&gt;x" in page.content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.docx", office("[Content_Types].xml", "word/document.xml").getvalue()),
        ("photo.png", picture_bytes("PNG").getvalue()),
        ("devis.pdf", b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF"),
    ],
)
def test_pictures_pdf_and_office_files_are_joined_and_served_inert(client, head, name, content):
    action = ActionFactory(created_by=head)
    client.force_login(head)
    client.post(f"/actions/{action.pk}/joindre/", upload(name, content) | {"piece-note": "Version 2"})
    file = Attachment.objects.get()
    answer = client.get(file.get_absolute_url())
    assert b"".join(answer.streaming_content)
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert file.name in client.get(action.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("macro.docx", office("word/document.xml", "word/vbaProject.bin").getvalue()),
        ("prog.pdf", b"%PDF-1.7 /JavaScript %%EOF"),
        ("page.html", b"<html></html>"),
    ],
)
def test_other_files_are_refused_in_french(client, head, name, content):
    action = ActionFactory(created_by=head)
    client.force_login(head)
    answer = client.post(f"/actions/{action.pk}/joindre/", upload(name, content))
    assert answer.status_code == 200
    assert "has-error" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_the_same_file_twice_is_said(client, head):
    action = ActionFactory(created_by=head)
    client.force_login(head)
    for _ in range(2):
        content = BytesIO(b"%PDF-1.7\n%%EOF").getvalue()
        answer = client.post(f"/actions/{action.pk}/joindre/", upload("a.pdf", content))
    assert "déjà joint" in answer.content.decode()
    assert Attachment.objects.count() == 1


def test_a_file_follows_the_rights_of_what_it_is_joined_to(client, head, secretary_general, stranger):
    action = ActionFactory(created_by=head)
    client.force_login(head)
    client.post(f"/actions/{action.pk}/joindre/", upload("a.pdf", b"%PDF-1.7\n%%EOF"))
    url = Attachment.objects.get().get_absolute_url()
    for person, status in ((secretary_general, 200), (stranger, 404)):
        client.force_login(person)
        assert client.get(url).status_code == status
    action.is_confidential = True
    action.save()
    client.force_login(secretary_general)
    assert client.get(url).status_code == 404
    assert client.post(f"{url}retirer/").status_code == 404
    client.force_login(head)
    client.post(f"{url}retirer/")
    assert not Attachment.objects.exists()


class TestCorrecting:
    def said(self, author, text="Rendez-vous à 9 h"):
        return add_comment(subject=ActionFactory(created_by=author, lead=author), author=author, text=text)

    def test_its_author_corrects_it_and_the_history_keeps_the_old_text(self, client, head):
        comment = self.said(head)
        client.force_login(head)
        address = f"/actions/messages/{comment.pk}/corriger/"
        assert "Rendez-vous à 9 h" in client.get(address).content.decode()
        colleague = people.assistant(first_name="Léa", last_name="Pomme")
        page = client.post(address, {"text": "À 10 h @lea.pomme"}, follow=True).content.decode()
        assert "· corrigé" in page
        assert colleague.notices.count() == 1
        entry = Entry.objects.about(comment.action).first()
        assert (entry.data["before"], entry.data["after"]) == ("Rendez-vous à 9 h", "À 10 h @lea.pomme")
        client.post(address, {"text": "À 11 h @lea.pomme"})
        assert colleague.notices.count() == 1  # told once

    def test_its_author_withdraws_it_after_a_page_that_asks(self, client, head):
        comment = self.said(head)
        client.force_login(head)
        address = f"/actions/messages/{comment.pk}/retirer/"
        client.get(address)
        comment.refresh_from_db()
        assert comment.withdrawn_at is None
        page = client.post(address, follow=True).content.decode()
        assert "Message retiré par son auteur." in page
        assert "Rendez-vous à 9 h" not in page
        assert Entry.objects.about(comment.action).first().data["before"] == "Rendez-vous à 9 h"

    def test_the_time_for_it_ends(self, client, head, settings):
        comment = self.said(head)
        client.force_login(head)
        settings.COMMENT_CORRECTION_MINUTES = 0
        page = client.post(f"/actions/messages/{comment.pk}/corriger/", {"text": "À 10 h"}).content.decode()
        assert "ne se corrige plus" in page
        assert "À 10 h" in page  # what was typed stays
        client.post(f"/actions/messages/{comment.pk}/retirer/")
        comment.refresh_from_db()
        assert (comment.text, comment.withdrawn_at) == ("Rendez-vous à 9 h", None)
        assert "messages/" not in client.get(comment.action.get_absolute_url()).content.decode()
