"""The life of a release: which move is possible, and what PostgreSQL itself refuses."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from press.errors import SomebodyWasFaster
from press.models import APPROVED_STATES, EDITABLE_STATES, MOVES, OUT_STATES, Release, ReleaseState
from tests.press.newsroom import published as releases

pytestmark = pytest.mark.django_db

DRAFT, IN_APPROVAL, APPROVED, SCHEDULED, SENT, CORRECTED, WITHDRAWN = ReleaseState

#: Reviewed by hand: every move that exists.
POSSIBLE = {
    (DRAFT, IN_APPROVAL),
    (DRAFT, WITHDRAWN),
    (IN_APPROVAL, DRAFT),
    (IN_APPROVAL, APPROVED),
    (IN_APPROVAL, SENT),
    (IN_APPROVAL, CORRECTED),
    (IN_APPROVAL, WITHDRAWN),
    (APPROVED, DRAFT),
    (APPROVED, IN_APPROVAL),
    (APPROVED, SCHEDULED),
    (APPROVED, SENT),
    (APPROVED, WITHDRAWN),
    (SCHEDULED, APPROVED),
    (SCHEDULED, SENT),
    (SCHEDULED, WITHDRAWN),
    (SENT, APPROVED),
    (SENT, IN_APPROVAL),
    (SENT, WITHDRAWN),
    (CORRECTED, IN_APPROVAL),
    (CORRECTED, WITHDRAWN),
}


@pytest.fixture
def approved():
    return releases.approved()


def put_in(release: Release, state: str) -> Release:
    withdrawal = {"withdrawn_at": timezone.now(), "withdrawal_reason": "Erreur."}
    Release.objects.filter(pk=release.pk).update(state=state, **withdrawal)
    release.refresh_from_db()
    return release


@pytest.mark.parametrize("before", list(ReleaseState))
def test_only_the_moves_of_the_table_are_possible(approved, before):
    for after in ReleaseState:
        release = put_in(approved, before)
        if (before, after) in POSSIBLE:
            release.move(after)
        else:
            with pytest.raises(SomebodyWasFaster):
                release.move(after)
        release.refresh_from_db()
        assert release.state == (after if (before, after) in POSSIBLE else before)


def test_every_state_has_its_moves_and_its_colour():
    assert set(MOVES) == set(ReleaseState)
    for state in ReleaseState:
        assert Release(state=state).state_tone


def test_a_move_from_a_state_that_somebody_changed_meanwhile_is_refused_and_says_the_state(approved):
    stale = Release.objects.get(pk=approved.pk)
    approved.move(SENT, sent_at=timezone.now())
    with pytest.raises(SomebodyWasFaster, match="« Diffusé »"):
        stale.move(SCHEDULED)
    approved.refresh_from_db()
    assert approved.state == SENT


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "lost"},
        {"state": APPROVED, "effective_version": None},
        {"state": SENT, "effective_version": None},
        {"state": WITHDRAWN, "withdrawn_at": None},
        {"state": WITHDRAWN, "withdrawn_at": timezone.now(), "withdrawal_reason": ""},
        {"published_on_site_at": timezone.now(), "public_slug": ""},
        {
            "published_on_site_at": timezone.now(),
            "public_slug": "x",
            "effective_version": None,
            "state": DRAFT,
        },
    ],
)
def test_postgresql_refuses_the_impossible(approved, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=approved.pk).update(**changes)


def test_groups_of_states_are_what_they_say():
    assert set(EDITABLE_STATES) == {DRAFT, IN_APPROVAL, APPROVED}
    assert set(OUT_STATES) < set(APPROVED_STATES)


def test_what_is_out_is_corrected_and_what_is_not_is_edited(approved):
    assert approved.is_editable
    assert not approved.may_be_corrected
    approved.move(SENT, sent_at=timezone.now())
    assert not approved.is_editable
    assert approved.may_be_corrected
