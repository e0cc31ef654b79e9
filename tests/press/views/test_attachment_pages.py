"""Files of a release through the pages: joined, described, put in order, served to who may read."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from press.actions.attachments import remove_attachment
from press.models import Attachment
from tests.pages import assert_valid_html
from tests.press.newsroom import published as releases
from tests.press.newsroom.published import PDF, jpeg
from tests.press.views.test_release_pages import as_, page

pytestmark = pytest.mark.django_db

WORDS = {"alt": "Un chantier", "credit": "Ville"}


def upload(content: bytes = b"", name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or jpeg(200, 100), content_type="text/html")


def test_a_picture_and_a_document_are_joined(assistant):
    release, client = releases.draft(), as_(assistant)
    client.post(page(release, "pieces/photo/"), {"file": upload(), **WORDS})
    client.post(page(release, "pieces/document/"), {"document-file": upload(PDF, "plan.pdf")})
    assert [item.kind for item in release.attachments.all()] == ["picture", "document"]
    assert_valid_html(client.get(page(release, "pieces/")))


@pytest.mark.parametrize(
    ("part", "data"),
    [
        ("photo/", {"file": upload(b"<svg onload='x()'/>", "photo.png"), **WORDS}),
        ("photo/", {"file": upload(b"%!PS-Adobe-3.0 EPSF-3.0", "photo.png"), **WORDS}),
        ("photo/", {"file": upload(), "alt": "", "credit": ""}),
        ("photo/", {**WORDS}),
        ("document/", {"document-file": upload(b"<html>", "plan.pdf")}),
    ],
)
def test_a_file_that_is_refused_says_why_in_french_and_keeps_the_words(assistant, part, data):
    release = releases.draft()
    answer = as_(assistant).post(page(release, f"pieces/{part}"), data)
    assert answer.status_code == 200
    assert "data-error-summary" in answer.content.decode()
    assert_valid_html(answer)
    assert not release.attachments.exists()


def test_files_are_described_moved_and_removed(assistant):
    release, client = releases.draft(files=True), as_(assistant)
    picture, document = release.attachments.all()
    path = page(release, f"pieces/{picture.pk}/")
    assert_valid_html(client.get(path))
    assert client.post(path, {"alt": "", "credit": "x"}).status_code == 200
    client.post(path, {"alt": "Autre", "credit": "Léa", "caption": ""})
    client.post(f"{path}bas/")
    assert list(release.attachments.values_list("pk", "alt")) == [(document.pk, ""), (picture.pk, "Autre")]
    assert_valid_html(client.get(f"{path}retirer/"))
    client.post(f"{path}retirer/")
    assert list(release.attachments.all()) == [document]


def test_a_file_of_another_release_is_not_reached_through_ones_own(assistant):
    mine, other = releases.draft(), releases.draft("Autre", files=True)
    foreign = other.attachments.first()
    client = as_(assistant)
    assert client.get(page(mine, f"pieces/{foreign.pk}/")).status_code == 404
    assert client.get(page(mine, f"fichiers/{foreign.sha256}/original/")).status_code == 404


@pytest.mark.parametrize("variant", ["original", "web", "thumbnail"])
def test_a_file_is_served_to_who_reads_the_release_and_to_nobody_else(assistant, stranger, client, variant):
    release = releases.draft(files=True)
    path = page(release, f"fichiers/{release.attachments.first().sha256}/{variant}/")
    answer = as_(assistant).get(path)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"].startswith("private")
    assert as_(stranger).get(path).status_code == 404
    assert client.get(path).status_code == 302


@pytest.mark.parametrize("part", ["fichiers/0/original/", "fichiers/..%2f..%2fetc/original/"])
def test_an_address_that_names_no_file_is_none(assistant, part):
    assert as_(assistant).get(page(releases.draft(files=True), part)).status_code == 404


def test_an_unknown_size_is_none(assistant):
    release = releases.draft(files=True)
    path = page(release, f"fichiers/{release.attachments.first().sha256}/giant/")
    assert as_(assistant).get(path).status_code == 404


def test_a_file_of_an_older_version_can_still_be_read(assistant):
    release = releases.approved(files=True)
    attachment = release.attachments.first()
    path = page(release, f"fichiers/{attachment.sha256}/original/")
    remove_attachment(attachment=attachment, actor=assistant)
    assert as_(assistant).get(path).status_code == 200
    assert not Attachment.objects.filter(sha256=attachment.sha256).exists()


def test_a_pdf_is_a_download(assistant):
    release = releases.draft(files=True)
    document = release.attachments.get(kind="document")
    answer = as_(assistant).get(page(release, f"fichiers/{document.sha256}/original/"))
    assert answer["Content-Disposition"].startswith("attachment;")
    assert BytesIO(b"".join(answer.streaming_content)).read(5) == b"%PDF-"
