"""Who may read which release, what the public sees, and how one finds a release again."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from comms.approvals.actions import bypass
from comms.people.models import Deputy
from press.actions.publication import publish_on_site
from press.models import Release
from tests.people import factories as people
from tests.press import mailed
from tests.press.newsroom import published as releases

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf():
    """One release in each situation, by name."""
    sent = releases.approved("Partie")
    mailed.launch(sent)
    return {
        "draft": releases.draft("Brouillon"),
        "submitted": releases.submitted("Soumise"),
        "approved": releases.approved("Validée"),
        "sent": sent,
        "public": releases.published("Publique"),
    }


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        ("assistant", {"draft", "submitted", "approved", "sent", "public"}),
        ("head", {"draft", "submitted", "approved", "sent", "public"}),
        ("cabinet", {"draft", "submitted", "approved", "sent", "public"}),
        ("secretary_general", {"submitted", "approved", "sent", "public"}),
        ("elected", {"sent", "public"}),
        ("department_contact", {"public"}),
        ("stranger", {"public"}),
        ("superuser", {"public"}),
    ],
)
def test_each_role_reads_its_releases(shelf, role, reads):
    visible = set(Release.objects.visible_to(getattr(people, role)()))
    assert {name for name, release in shelf.items() if release in visible} == reads


def test_a_deputy_reads_what_the_absent_person_reads(shelf):
    deputy, today = people.stranger(), timezone.localdate()
    Deputy.objects.create(
        absentee=releases.somebody("head"), deputy=deputy, starts_on=today, ends_on=today + timedelta(days=1)
    )
    assert set(Release.objects.visible_to(deputy)) == set(shelf.values())


def test_who_is_asked_to_approve_reads_what_is_asked(shelf):
    judge = people.elected()
    shelf["submitted"].current_approval.steps.filter(state="open").update(role="", person=judge)
    assert shelf["submitted"] in Release.objects.visible_to(judge)
    assert shelf["draft"] not in Release.objects.visible_to(judge)


def test_the_embargo_holds_by_the_databases_clock():
    soon = timezone.now() + timedelta(hours=1)
    release = releases.published(embargo_at=soon)
    assert release not in Release.objects.published()
    assert release in Release.objects.public_later()
    Release.objects.filter(pk=release.pk).update(embargo_at=Now(), published_on_site_at=Now())
    assert release in Release.objects.published()


def test_python_clock_moved_forward_publishes_nothing(time_machine):
    release = releases.published(embargo_at=timezone.now() + timedelta(hours=1))
    time_machine.move_to(timezone.now() + timedelta(days=2))
    assert release not in Release.objects.published()


def test_a_row_without_embargo_does_not_free_a_version_that_has_one():
    release = releases.published(embargo_at=timezone.now() + timedelta(hours=1))
    Release.objects.filter(pk=release.pk).update(embargo_at=None)
    assert release not in Release.objects.published()


def test_an_embargo_postponed_in_haste_hides_at_once():
    release = releases.published()
    Release.objects.filter(pk=release.pk).update(embargo_at=Now() + timedelta(hours=1))
    assert release not in Release.objects.published()


@pytest.mark.parametrize("state", ["draft", "submitted", "approved", "withdrawn"])
def test_nothing_else_is_public(state):
    release = releases.withdrawn(releases.published()) if state == "withdrawn" else getattr(releases, state)()
    assert release not in Release.objects.published()


def test_a_correction_under_way_leaves_the_public_what_it_has():
    release = releases.correction_proposed(releases.published(), title="Un autre titre")
    assert release in Release.objects.published()
    assert release.public_content.title == "Fermeture nocturne à Boulari"
    assert release.current_content.title == "Un autre titre"


def test_a_withdrawn_one_is_known_as_such():
    release = releases.withdrawn(releases.published())
    assert release in Release.objects.withdrawn_from_site()
    assert releases.withdrawn(releases.draft()) not in Release.objects.withdrawn_from_site()


@pytest.mark.parametrize(
    "words",
    [
        "éclairages",
        "eclairage",
        "ÉCLAIRAGE",
        "travaux eclairage",
        "CP {y}-001",
        "{y}-1",
        '"éclairage public"',
    ],
)
def test_a_release_is_found_by_its_words_without_accents_and_by_its_number(words):
    release = releases.draft("L’éclairage public", body="<p>Des travaux de nuit.</p>")
    releases.draft("La médiathèque", chapo="Le dimanche.", body="<p>Des livres.</p>")
    assert list(Release.objects.search(words.format(y=release.year))) == [release]


@pytest.mark.parametrize("words", ["", "   ", "\x00", "&&& |", "le la les"])
def test_a_search_without_words_never_fails(words):
    releases.draft()
    list(Release.objects.search(words))
    list(Release.objects.published().search_public(words))


def test_tags_are_not_words():
    releases.draft(body="<p><strong>gras</strong></p>")
    assert not Release.objects.search("strong")


def test_the_public_search_reads_the_approved_words_only():
    release = releases.published(body="<p>La passerelle rouvre.</p>")
    assert list(Release.objects.published().search_public("passerelles")) == [release]
    releases.correction_proposed(release, body="<p>Le viaduc rouvre.</p>")
    assert not Release.objects.published().search_public("viaduc")
    assert Release.objects.search("viaduc")
    releases.pass_circuit(release)
    assert list(Release.objects.published().search_public("viaduc")) == [release]
    assert not Release.objects.published().search_public("passerelle")


def test_a_version_that_an_emergency_let_through_is_found_as_well():
    release = releases.submitted(body="<p>Alerte cyclonique.</p>")
    head = releases.somebody("head")
    bypass(approval=release.current_approval, actor=head, reason="Alerte 1 à midi.")
    release.refresh_from_db()
    publish_on_site(release=release, actor=head)
    assert list(Release.objects.published().search_public("cyclonique")) == [release]
