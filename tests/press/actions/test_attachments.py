"""Pictures and documents: checked, kept for good under their digest, part of what is approved."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from press.actions.attachments import (
    add_document,
    add_picture,
    describe_attachment,
    move_attachment,
    remove_attachment,
)
from press.errors import NotNow
from press.models import Attachment, Release, ReleaseState
from tests.press.newsroom import published as releases
from tests.press.newsroom.published import PDF, jpeg

pytestmark = pytest.mark.django_db


def picture(release, actor, colour="teal", **words):
    words = {"alt": "Un chantier.", "credit": "Ville"} | words
    file = BytesIO(jpeg(300, 200, colour))
    return add_picture(release=release, actor=actor, file=file, name="Photo 1.PNG", **words)


def test_a_picture_is_kept_with_its_words_and_its_size(assistant):
    attachment = picture(releases.draft(), assistant)
    assert attachment.name == "Photo 1.jpg"
    assert (attachment.mime, attachment.width, attachment.height) == ("image/jpeg", 300, 200)
    assert len(attachment.stored.read()) == attachment.size


def test_a_document_needs_no_alternative_text(assistant):
    attachment = add_document(release=releases.draft(), actor=assistant, file=BytesIO(PDF), name="plan")
    assert (attachment.name, attachment.mime) == ("plan.pdf", "application/pdf")


def test_a_file_that_is_refused_leaves_nothing(assistant):
    release = releases.draft()
    for add, more in ((add_picture, {"alt": "a", "credit": "c"}), (add_document, {})):
        with pytest.raises(ValidationError):
            add(release=release, actor=assistant, file=BytesIO(b"<svg/>"), name="x.png", **more)
    assert not release.attachments.exists()


def test_the_same_file_is_joined_once(assistant):
    release = releases.draft()
    picture(release, assistant)
    with pytest.raises(ValidationError, match="déjà joint"):
        picture(release, assistant)


def test_postgresql_refuses_a_picture_without_alternative_text_or_credit(assistant):
    attachment = picture(releases.draft(), assistant)
    for blank in ("alt", "credit"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attachment.objects.filter(pk=attachment.pk).update(**{blank: ""})


def test_order_is_changed_by_one_place_and_stops_at_the_ends(assistant):
    release = releases.draft()
    a, b, c = (picture(release, assistant, colour) for colour in ("red", "green", "blue"))
    move_attachment(attachment=c, actor=assistant, up=True)
    move_attachment(attachment=a, actor=assistant, up=True)
    move_attachment(attachment=b, actor=assistant, up=False)
    assert list(release.attachments.all()) == [a, c, b]


@pytest.mark.parametrize(
    "change",
    [
        lambda item, user: describe_attachment(
            attachment=item, actor=user, alt="Autre", credit="Ville", caption=""
        ),
        lambda item, user: remove_attachment(attachment=item, actor=user),
        lambda item, user: picture(item.release, user, "navy"),
    ],
)
def test_a_change_of_files_voids_the_approval(change, assistant):
    release = releases.approved(files=True)
    change(release.attachments.first(), assistant)
    release.refresh_from_db()
    assert release.state == ReleaseState.DRAFT
    assert release.effective_version is None


def test_a_change_of_files_does_not_overtake_who_is_writing(assistant):
    release = releases.draft()
    picture(release, assistant)
    release.refresh_from_db()
    assert release.revision == 1


def test_what_is_out_changes_its_files_only_by_a_correction(assistant):
    release = releases.published(files=True)
    remove_attachment(attachment=release.attachments.first(), actor=assistant)
    release.refresh_from_db()
    assert len(release.public_content.attachments) == 2
    releases.corrected(release)
    assert len(release.public_content.attachments) == 1


def test_the_files_of_a_version_outlive_their_rows(assistant):
    release = releases.approved(files=True)
    item = release.public_content.pictures[0]
    release.attachments.all().delete()
    assert item.stored.read()


def test_a_release_that_is_scheduled_or_withdrawn_keeps_its_files(assistant):
    release = releases.withdrawn(releases.published(files=True))
    with pytest.raises(NotNow):
        picture(release, assistant, "navy")
    with pytest.raises(NotNow):
        remove_attachment(attachment=release.attachments.first(), actor=assistant)
    assert Release.objects.get().attachments.count() == 2
