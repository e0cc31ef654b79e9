"""What « Vérifier » finds, and what it holds back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from press.checks.release import (
    HEAVY_MAIL,
    TOO_HEAVY_MAIL,
    Level,
    blocking,
    release_checks,
    text_checks,
)
from press.models import AttachedFile, Release, ReleaseContent
from tests.press.newsroom import published as releases

NOW = datetime(2026, 11, 23, 22, tzinfo=UTC)
CONTENT = ReleaseContent(
    reference="CP 2026-001",
    title="Travaux à Boulari",
    body="<p>Du lundi 7 au vendredi 11 décembre.</p>",
    contact_name="Cellule communication",
    contact_phone="43 70 00",
)


def check(name: str, content: ReleaseContent):
    return next(each for each in text_checks(content, around=date(2026, 11, 24)) if each.name == name)


def test_a_plain_release_is_in_order():
    assert {each.level for each in text_checks(CONTENT, around=date(2026, 11, 24))} == {Level.GOOD}


@pytest.mark.parametrize(
    ("name", "changes", "level", "words"),
    [
        ("Jours et dates", {"body": "<p>le lundi 8 décembre</p>"}, Level.WARNING, "est un mardi"),
        ("Jours et dates", {"chapo": "samedi 31 novembre"}, Level.WARNING, "n’existe pas"),
        ("Liens", {"body": '<p><a href="https://mairie">a</a></p>'}, Level.WARNING, "mal écrite"),
        ("Liens", {"boilerplate": "Voir www.mont-dore.nc."}, Level.GOOD, "1 lien"),
        ("Téléphones", {"body": "<p>Appelez le 43 70.</p>"}, Level.WARNING, "43 70"),
        ("Téléphones", {"contact_phone": "43 70"}, Level.WARNING, "43 70"),
        ("Téléphones", {"contact_phone": ""}, Level.WARNING, "Aucun contact"),
        ("Titre", {"title": "x" * 121}, Level.WARNING, "121 signes"),
    ],
)
def test_what_is_odd_is_said_with_the_way_to_mend_it(name, changes, level, words):
    found = check(name, replace(CONTENT, **changes))
    assert found.level == level
    assert words in found.said
    assert bool(found.mend) == (level != Level.GOOD)


@pytest.mark.parametrize("missing", ["alt", "credit"])
def test_a_picture_without_its_words_holds_everything_back(missing):
    words = {"alt": "Un chantier", "credit": "Ville"} | {missing: ""}
    item = AttachedFile(sha256="0" * 64, kind="picture", name="p.jpg", mime="image/jpeg", size=1, **words)
    found = check("Photos", replace(CONTENT, attachments=(item,)))
    assert found.is_blocking
    assert "p.jpg" in found.found


@pytest.mark.django_db
class TestOfARelease:
    def found(self, release: Release, name: str, *, weight: int = 0, now: datetime | None = None):
        now = now or datetime.now(UTC)
        checks = release_checks(release, release.public_content, weight=weight, now=now)
        return next(each for each in checks if each.name == name)

    @pytest.mark.parametrize(
        ("weight", "level"),
        [
            (100, Level.GOOD),
            (HEAVY_MAIL, Level.GOOD),
            (HEAVY_MAIL + 1, Level.WARNING),
            (TOO_HEAVY_MAIL + 1, Level.BLOCKING),
        ],
    )
    def test_the_weight_of_the_mail(self, weight, level):
        assert self.found(releases.approved(), "Taille du courriel", weight=weight).level == level

    @pytest.mark.parametrize(
        ("agreement", "level"),
        [("yes", Level.GOOD), ("unknown", Level.WARNING), ("no", Level.BLOCKING)],
    )
    def test_the_agreement_of_the_quoted_person(self, agreement, level):
        release = releases.approved(quote="Nous ouvrons.", quote_author="La direction")
        release.quote_agreement = agreement
        assert self.found(release, "Citation").level == level

    def test_an_embargo_to_come_is_in_order_and_one_that_is_over_is_said(self):
        embargo = datetime.now(UTC) + timedelta(hours=1)
        release = releases.approved(embargo_at=embargo)
        assert self.found(release, "Embargo").level == Level.GOOD
        late = self.found(release, "Embargo", now=embargo + timedelta(minutes=1))
        assert late.level == Level.WARNING
        assert "déjà passé" in late.found

    def test_a_text_that_changed_since_its_approval_is_held_back(self):
        release = releases.approved()
        release.title = "Autre"
        found = self.found(release, "Version validée")
        assert blocking([found]) == [found]
