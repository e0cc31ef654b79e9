"""Writing a release: its number, its text, its circuit."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from comms.approvals.actions import decide
from comms.approvals.models import Approval, Decision, Version
from comms.journal.models import Entry
from comms.numbering.models import Counter
from comms.town.models import TownSettings
from press.actions import releases as actions
from press.errors import Incomplete, NotNow, StaleText
from press.models import EditingPresence, Release, ReleaseState
from tests.people import factories as people
from tests.press.at_once import THREADS, at_once
from tests.press.newsroom import published as releases

pytestmark = pytest.mark.django_db


# --- numbers -------------------------------------------------------------------------------------
def test_numbers_follow_each_other_within_the_local_year(assistant, time_machine):
    time_machine.move_to("2026-12-31T12:59:00Z")  # 23 h 59 in Nouméa
    first, second = (actions.create_release(author=assistant, title="T") for _ in range(2))
    time_machine.move_to("2026-12-31T13:01:00Z")  # the new year there, not yet in UTC
    third = actions.create_release(author=assistant, title="T")
    assert [r.reference for r in (first, second, third)] == ["CP 2026-001", "CP 2026-002", "CP 2027-001"]


def test_a_creation_that_fails_leaves_no_gap(assistant):
    actions.create_release(author=assistant, title="Un")
    with suppress(ValueError), transaction.atomic():
        actions.create_release(author=assistant, title="Deux")
        raise ValueError
    assert actions.create_release(author=assistant, title="Trois").number == 2


@pytest.mark.django_db(transaction=True)
def test_twenty_people_creating_at_once_get_twenty_numbers_without_gap():
    author = people.assistant()
    answers = at_once(lambda _: actions.create_release(author=author, title="Course").number)
    assert sorted(answers) == list(range(1, THREADS + 1))


@pytest.mark.django_db(transaction=True)
def test_without_the_counters_lock_the_same_race_fails(monkeypatch):
    author = people.assistant()

    def unlocked(series: str, year: int) -> int:
        Counter.objects.get_or_create(series=series, year=year)
        counted = Counter.objects.filter(series=series, year=year)
        last = counted.get().last + 1
        counted.update(last=last)
        return last

    monkeypatch.setattr(actions, "next_number", unlocked)
    answers = at_once(lambda _: actions.create_release(author=author, title="Course").number)
    assert any(isinstance(answer, IntegrityError) for answer in answers)


def test_a_release_can_not_be_deleted_once_it_was_submitted():
    release = releases.submitted()
    with pytest.raises(IntegrityError), transaction.atomic():
        release.delete()
        connection.check_constraints()


# --- writing ---------------------------------------------------------------------------------------
def test_only_the_title_is_needed_and_the_town_fills_the_rest(assistant):
    town = TownSettings.current()
    town.contact_phone, town.boilerplate = "43 70 00", "Le Mont-Dore compte 25 303 habitants."
    town.save()
    release = actions.create_release(author=assistant, title="Un titre")
    assert release.state == ReleaseState.DRAFT
    assert release.contact_phone == "43 70 00"
    assert release.boilerplate == "Le Mont-Dore compte 25 303 habitants."
    assert Entry.objects.about(release).get().verb == "a créé le communiqué"


def test_a_field_that_is_not_a_text_changes_nothing(assistant):
    with pytest.raises(TypeError):
        actions.create_release(author=assistant, title="T", state="sent")
    release = releases.draft()
    with pytest.raises(TypeError):
        actions.save_text(
            release=release, actor=assistant, seen_revision=1, changes={"effective_version_id": 1}
        )


def test_a_save_that_comes_too_late_writes_nothing_and_says_who_was_first(assistant, head):
    release = releases.draft()
    mine = Release.objects.get(pk=release.pk)
    actions.save_text(release=release, actor=head, seen_revision=1, changes={"title": "De Marc"})
    with pytest.raises(StaleText) as caught:
        actions.save_text(release=mine, actor=assistant, seen_revision=1, changes={"title": "De Léa"})
    assert caught.value.by == head
    assert str(head) in str(caught.value)
    assert caught.value.release.title == "De Marc"
    assert Release.objects.get().title == "De Marc"


@pytest.mark.django_db(transaction=True)
def test_of_twenty_saves_of_the_same_text_one_is_written():
    release, author = releases.draft(), releases.somebody("assistant")

    def save(number: int) -> object:
        row = Release.objects.get(pk=release.pk)
        return actions.save_text(release=row, actor=author, seen_revision=1, changes={"title": f"T{number}"})

    answers = at_once(save)
    assert sum(isinstance(answer, Release) for answer in answers) == 1
    assert sum(isinstance(answer, StaleText) for answer in answers) == THREADS - 1
    release.refresh_from_db()
    assert release.revision == 2


def test_other_words_or_another_speaker_ask_for_the_agreement_again(assistant):
    release = releases.draft(quote="Nous ouvrons.", quote_author="La direction")
    actions.record_quote_agreement(release=release, actor=assistant, agreement="yes")
    assert release.quote_agreed_by == assistant
    actions.save_text(release=release, actor=assistant, seen_revision=1, changes={"title": "Autre"})
    assert release.quote_agreement == "yes"
    actions.save_text(release=release, actor=assistant, seen_revision=2, changes={"quote": "Nous fermons."})
    assert release.quote_agreement == "unknown"
    assert release.quote_agreed_at is None
    assert release.quote_agreed_by is None


def test_noting_the_agreement_voids_no_approval(assistant):
    release = releases.approved(quote="Nous ouvrons.", quote_author="La direction")
    actions.record_quote_agreement(release=release, actor=assistant, agreement="no")
    assert not release.is_changed_since_approval
    with pytest.raises(NotNow):
        actions.record_quote_agreement(release=releases.draft(), actor=assistant, agreement="yes")


# --- the circuit -------------------------------------------------------------------------------------
def test_a_draft_without_its_essentials_is_not_submitted():
    release = releases.draft(body="", quote="Nous ouvrons.", contact_name="")
    with pytest.raises(Incomplete) as caught:
        actions.submit_release(release=release, actor=releases.somebody("assistant"))
    assert caught.value.missing == ["le corps du texte", "le contact presse", "l’auteur de la citation"]
    assert not Version.objects.exists()


def test_the_circuit_is_the_charge_de_communication_then_the_cabinet():
    release = releases.submitted()
    assert release.state == ReleaseState.IN_APPROVAL
    assert [step.role for step in release.current_approval.steps.all()] == ["head", "cabinet"]


def test_an_approved_release_keeps_the_version_that_was_read():
    release = releases.approved()
    assert release.state == ReleaseState.APPROVED
    assert release.effective_version == release.approved_version == release.latest_version
    assert release.public_content.title == release.title


@pytest.mark.parametrize("verdict", [Decision.Verdict.CHANGES_ASKED, Decision.Verdict.REFUSED])
def test_changes_asked_or_refused_bring_it_back_to_its_author(verdict):
    release = releases.submitted()
    approval = release.current_approval
    decide(
        step=approval.open_step,
        actor=releases.somebody("head"),
        verdict=verdict,
        comment="Le lieu est faux.",
        seen_digest=approval.version.digest,
    )
    release.refresh_from_db()
    assert release.state == ReleaseState.DRAFT
    assert release.effective_version is None


def test_a_text_taken_back_from_the_circuit_is_a_draft_again(assistant):
    release = releases.submitted()
    actions.take_back(release=release, actor=assistant)
    assert release.state == ReleaseState.DRAFT
    with pytest.raises(NotNow):
        actions.take_back(release=release, actor=assistant)


@pytest.mark.parametrize("make", [releases.submitted, releases.approved])
def test_an_edit_makes_a_new_version_that_is_not_approved(make, assistant):
    release = make()
    version = release.latest_version
    actions.save_text(
        release=release, actor=assistant, seen_revision=release.revision, changes={"title": "Autre"}
    )
    assert release.state == ReleaseState.DRAFT
    assert release.effective_version is None
    assert release.latest_version.number == version.number + 1
    assert Approval.objects.about(release).get().state == Approval.State.VOIDED


def test_saving_the_same_words_voids_nothing(assistant):
    release = releases.approved()
    same = {"title": release.title}
    actions.save_text(release=release, actor=assistant, seen_revision=release.revision, changes=same)
    assert release.state == ReleaseState.APPROVED


def test_what_is_out_is_not_edited(assistant):
    release = releases.published()
    with pytest.raises(NotNow, match="Rectifier"):
        actions.save_text(
            release=release, actor=assistant, seen_revision=release.revision, changes={"title": "Autre"}
        )


def test_submitting_twice_is_submitting_once(assistant):
    release = releases.submitted()
    with pytest.raises(NotNow):
        actions.submit_release(release=release, actor=assistant)


# --- corrections ---------------------------------------------------------------------------------------
def test_a_correction_takes_effect_once_approved_and_says_what_it_mends():
    release = releases.published()
    address = release.public_slug
    releases.correction_proposed(release, note="Le 8, non le 7.", title="Le bon titre")
    assert release.state == ReleaseState.IN_APPROVAL
    assert release.public_content.title == "Fermeture nocturne à Boulari"
    releases.pass_circuit(release)
    assert release.public_content.title == "Le bon titre"
    assert release.public_content.correction_note == "Le 8, non le 7."
    assert release.corrected_at is not None
    assert release.public_slug == address


def test_a_refused_correction_leaves_what_is_out_as_it_is():
    release = releases.correction_proposed(releases.published(), title="Faux")
    approval = release.current_approval
    decide(
        step=approval.open_step,
        actor=releases.somebody("head"),
        verdict=Decision.Verdict.REFUSED,
        comment="Non.",
        seen_digest=approval.version.digest,
    )
    release.refresh_from_db()
    assert release.public_content.title == "Fermeture nocturne à Boulari"
    assert release in Release.objects.published()
    assert release.may_be_corrected


def test_a_correction_without_a_note_is_refused(assistant):
    release = releases.published()
    with pytest.raises(Incomplete):
        actions.correct_release(
            release=release,
            actor=assistant,
            note="  ",
            seen_revision=release.revision,
            changes={"title": "Autre"},
        )
    release.refresh_from_db()
    assert release.title != "Autre"


def test_a_correction_may_be_corrected_before_it_is_approved():
    release = releases.correction_proposed(releases.published(), title="Presque")
    releases.correction_proposed(release, note="Le 9.", title="Juste")
    releases.pass_circuit(release)
    assert release.public_content.title == "Juste"


def test_an_embargo_set_by_a_correction_holds_at_once():
    release = releases.published()
    later = timezone.now() + timedelta(hours=2)
    releases.corrected(release, embargo_at=later)
    assert release not in Release.objects.published()


def test_a_draft_is_not_corrected(assistant):
    with pytest.raises(NotNow):
        actions.correct_release(
            release=releases.draft(), actor=assistant, note="x", seen_revision=1, changes={}
        )


# --- outside the application ------------------------------------------------------------------------------
def test_a_change_by_sql_never_reaches_the_public_or_the_approved_words():
    release = releases.published()
    Release.objects.filter(pk=release.pk).update(title="Piraté", body=F("title"))
    release.refresh_from_db()
    assert release.public_content.title == "Fermeture nocturne à Boulari"
    assert release.is_changed_since_approval


def test_postgresql_keeps_a_version_as_it_was():
    version = releases.approved().effective_version
    for change in (lambda: Version.objects.filter(pk=version.pk).update(digest="0" * 64), version.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


# --- two people on one text ------------------------------------------------------------------------
def note(release, user, at, **unsaved):
    actions.note_presence(release=release, user=user, at=at, revision=release.revision, unsaved=unsaved)


def test_one_editor_is_told_of_the_other_while_the_other_is_there(assistant, head):
    release, now = releases.draft(), timezone.now()
    note(release, head, now)
    presences = EditingPresence.objects.filter(release=release)
    assert [presence.user for presence in presences.of_others(assistant, now)] == [head]
    assert not presences.of_others(head, now)
    assert not presences.of_others(assistant, now + timedelta(minutes=2))


def test_how_long_somebody_is_there_is_counted_from_the_first_heartbeat(head):
    release, now = releases.draft(), timezone.now()
    for seconds in (0, 20, 40):
        note(release, head, now + timedelta(seconds=seconds))
    presence = EditingPresence.objects.get()
    assert presence.started_at == now
    note(release, head, now + timedelta(hours=1))
    presence.refresh_from_db()
    assert presence.started_at == now + timedelta(hours=1)


def test_words_not_saved_are_kept_until_they_are_saved_or_dropped(assistant):
    release, now = releases.draft(), timezone.now()
    note(release, assistant, now, title="Pas encore")
    note(release, assistant, now)  # a heartbeat without a change forgets nothing
    assert EditingPresence.objects.get().unsaved == {"title": "Pas encore"}
    actions.drop_unsaved(release=release, user=assistant)
    assert EditingPresence.objects.get().unsaved == {}
    note(release, assistant, now, title="Pas encore")
    actions.save_text(
        release=release, actor=assistant, seen_revision=release.revision, changes={"title": "Enfin"}
    )
    assert not EditingPresence.objects.exists()
