"""What the public may read: never before its embargo, never unapproved."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comms.journal.models import Entry, Notice
from press.actions.publication import keep_off_site, mark_withdrawn, public_address, publish_on_site
from press.errors import Incomplete, NotNow, SomebodyWasFaster
from press.models import Release, ReleaseState
from tests.press.at_once import THREADS, at_once
from tests.press.newsroom import published as releases

pytestmark = pytest.mark.django_db


def test_an_approved_release_becomes_public_at_once(head):
    release = releases.approved()
    publish_on_site(release=release, actor=head)
    assert release in Release.objects.published()
    assert release.public_slug == f"{release.number:03d}-fermeture-nocturne-a-boulari"


def test_it_becomes_public_at_the_latest_of_the_chosen_moment_and_the_embargo(head):
    embargo, chosen = (timezone.now() + timedelta(hours=hours) for hours in (5, 2))
    release = releases.approved(embargo_at=embargo)
    publish_on_site(release=release, actor=head, not_before=chosen)
    assert release.published_on_site_at == embargo


@pytest.mark.parametrize("make", [releases.draft, releases.submitted])
def test_what_is_not_approved_does_not_become_public(make, head):
    with pytest.raises(NotNow):
        publish_on_site(release=make(), actor=head)


def test_it_becomes_public_once(head):
    release = releases.published()
    with pytest.raises(NotNow):
        publish_on_site(release=release, actor=head)


@pytest.mark.django_db(transaction=True)
def test_of_twenty_clicks_one_publishes():
    release, actor = releases.approved(), releases.somebody("head")
    answers = at_once(lambda _: publish_on_site(release=Release.objects.get(pk=release.pk), actor=actor))
    assert answers.count(None) == 1
    assert sum(isinstance(answer, NotNow | SomebodyWasFaster) for answer in answers) == THREADS - 1
    assert Entry.objects.about(release).filter(verb__contains="espace presse").count() == 1


def test_a_title_without_a_letter_has_an_address():
    release = releases.approved(title="???")
    assert public_address(release) == f"{release.number:03d}-communique"


def test_what_nobody_could_read_yet_is_taken_off_again(head):
    release = releases.published(embargo_at=timezone.now() + timedelta(hours=1))
    keep_off_site(release=release, actor=head)
    assert release.published_on_site_at is None
    publish_on_site(release=release, actor=head)
    assert release in Release.objects.public_later()


def test_what_was_read_is_withdrawn_with_a_reason_or_not_at_all(head):
    release = releases.published()
    with pytest.raises(NotNow, match="motif"):
        keep_off_site(release=release, actor=head)
    with pytest.raises(Incomplete):
        mark_withdrawn(release=release, actor=head, reason="  ")
    mark_withdrawn(release=release, actor=head, reason="Le lieu est faux.")
    assert release.state == ReleaseState.WITHDRAWN
    assert release not in Release.objects.published()
    assert Entry.objects.about(release).first().reason == "Le lieu est faux."
    assert Notice.objects.filter(user=releases.somebody("assistant"), entry__verb__contains="retiré").exists()
    with pytest.raises(NotNow):
        mark_withdrawn(release=release, actor=head, reason="Encore.")
