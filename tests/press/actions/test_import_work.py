"""The worker's part: killed anywhere, it goes on; two at once are one; nothing is written twice or lost."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from dev.bench_contacts import sample
from dev.bootstrap import ROOT
from press.actions import import_work
from press.actions.import_work import forget_old_imports, work_on
from press.actions.imports import choose_columns, launch_import, receive_file, resume_import
from press.models import Contact, ContactAddress, ImportFile, ImportRun, ImportState, Media
from press.models.imports import ImportRunQuerySet
from tests.press.at_once import at_once
from tests.press.factories import analysed, imported, table
from tests.workers import environment

LINES = [f"Houp{n};Léa;Radio Corail;Radio;Voix;lea{n}@example.org;;" for n in range(9)]


def launched(actor, *lines) -> ImportRun:
    run = analysed(actor, table(*lines))
    launch_import(run=run, actor=actor, faults_seen=0)
    return run


def abandon(run) -> None:
    """As if its worker had died some time ago."""
    ImportRun.objects.filter(pk=run.pk).update(claimed_until=timezone.now() - timedelta(seconds=1))


def test_the_progress_is_the_rows_own_count(assistant, monkeypatch):
    monkeypatch.setattr(import_work, "PORTION", 4)
    run = launched(assistant, *LINES)
    seen = []
    monkeypatch.setattr(
        import_work, "_still_ours", lambda run: seen.append(ImportRun.objects.get(pk=run.pk).done_rows)
    )
    work_on(run_id=run.pk)
    run.refresh_from_db()
    assert (run.done_rows, run.total_rows) == (9, 9)
    assert sorted(set(seen)) == [0, 4, 8, 9]


def test_nothing_to_do_is_nothing_done(assistant):
    run = analysed(assistant, table(LINES[0]))
    assert not work_on(run_id=run.pk)
    assert not work_on(run_id=0)


def test_a_run_held_by_a_living_worker_is_left_alone(assistant):
    run = launched(assistant, *LINES)
    ImportRun.objects.filter(pk=run.pk).update(claimed_until=timezone.now() + timedelta(seconds=30))
    assert not work_on(run_id=run.pk)
    abandon(run)
    assert work_on(run_id=run.pk)


def test_a_worker_that_dies_between_two_portions_is_followed_by_another(assistant, monkeypatch):
    monkeypatch.setattr(import_work, "PORTION", 4)
    run = launched(assistant, *LINES)
    portions = import_work._write_portion
    monkeypatch.setattr(
        import_work, "_write_portion", lambda run: portions(run) and (_ for _ in ()).throw(SystemExit)
    )
    with pytest.raises(SystemExit):
        work_on(run_id=run.pk)
    assert Contact.objects.count() == 4
    monkeypatch.setattr(import_work, "_write_portion", portions)
    abandon(run)
    assert work_on(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.done_rows) == (ImportState.DONE, 9)
    assert Contact.objects.count() == ContactAddress.objects.count() == 9


def test_a_worker_taken_for_dead_writes_nothing_more(assistant, monkeypatch):
    monkeypatch.setattr(import_work, "PORTION", 4)
    run = launched(assistant, *LINES)
    portions = import_work._write_portion

    def overtaken(held: ImportRun) -> bool:
        abandon(run)
        monkeypatch.setattr(import_work, "_write_portion", portions)
        assert work_on(run_id=run.pk)  # another one does all of it
        return portions(held)

    monkeypatch.setattr(import_work, "_write_portion", overtaken)
    assert not work_on(run_id=run.pk)
    assert Contact.objects.count() == 9
    run.refresh_from_db()
    assert run.state == ImportState.DONE


def test_a_run_that_kills_its_workers_is_set_aside_and_can_be_resumed(assistant, monkeypatch):
    run = launched(assistant, *LINES)
    monkeypatch.setattr(import_work, "_write_portion", lambda run: (_ for _ in ()).throw(RuntimeError))
    for _ in range(import_work.MAX_ATTEMPTS):
        with pytest.raises(RuntimeError):
            work_on(run_id=run.pk)
        abandon(run)
    assert work_on(run_id=run.pk)
    run.refresh_from_db()
    assert run.state == ImportState.FAILED
    assert "plusieurs fois" in run.failure or "même endroit" in run.failure
    monkeypatch.undo()
    resume_import(run=run, actor=assistant)
    assert work_on(run_id=run.pk)
    assert Contact.objects.count() == 9


def test_a_file_that_cannot_be_read_any_more_says_so(assistant):
    run = receive_file(actor=assistant, name="c.csv", content=table(LINES[0]))
    choose_columns(run=run, actor=assistant, columns=run.columns)
    ImportFile.objects.filter(run=run).update(content=b"%PDF-1.7")
    assert work_on(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, "PDF" in run.failure) == (ImportState.FAILED, True)


def test_old_imports_lose_their_people_and_keep_their_report(assistant):
    run = imported(assistant, table(*LINES, "Faré;;;;;yann at example.org;;"))
    waiting = analysed(assistant, table(*LINES))
    assert forget_old_imports(before=timezone.now() - timedelta(days=1)) == 0
    assert forget_old_imports(before=timezone.now() + timedelta(days=1)) == 2
    for row in run.rows.all():
        assert (row.cells, row.values, row.changes) == ([], {}, [])
    faulty = run.rows.get(state="faulty")
    assert (faulty.number, "lettres" in faulty.faults[0]["reason"]) == (11, True)
    run.refresh_from_db()
    waiting.refresh_from_db()
    assert run.counts["new"] == 9
    assert waiting.state == ImportState.CANCELLED
    assert not ImportFile.objects.exists()
    assert forget_old_imports(before=timezone.now() + timedelta(days=1)) == 0


# --- at once ---------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_ten_workers_at_once_are_one(assistant):
    run = launched(assistant, *LINES)
    answers = at_once(lambda n: work_on(run_id=run.pk), count=10)
    assert answers.count(True) == 1
    assert Contact.objects.count() == 9


@pytest.mark.django_db(transaction=True)
def test_without_the_claim_several_would_work(assistant, monkeypatch):
    """The negative control of the test above."""
    run = launched(assistant, *LINES)
    monkeypatch.setattr(
        ImportRunQuerySet, "due_for_work", lambda self: self.filter(state__in=["analysing", "running"])
    )
    monkeypatch.setattr(import_work, "_still_ours", lambda run: None)
    monkeypatch.setattr(import_work, "_tell", lambda run, **counts: None)
    began = []
    monkeypatch.setattr(
        import_work, "prepare_vocabulary", lambda run: (began.append(run.claim), time.sleep(0.5))
    )
    at_once(lambda n: work_on(run_id=run.pk), count=4)
    assert len(began) > 1


@pytest.mark.django_db(transaction=True)
def test_the_same_file_launched_twice_at_once_makes_each_person_once(assistant):
    runs = [launched(assistant, *LINES) for _ in range(2)]
    at_once(lambda n: work_on(run_id=runs[n].pk), count=2)
    assert Contact.objects.count() == ContactAddress.objects.count() == 9
    assert Media.objects.count() == 1
    assert set(ImportRun.objects.values_list("state", flat=True)) == {ImportState.DONE}


@pytest.mark.django_db(transaction=True)
def test_ten_kills_in_the_middle_lose_nobody_and_make_nobody_twice(assistant):
    lines = 4_000
    run = receive_file(actor=assistant, name="banc.csv", content=sample(lines))
    choose_columns(run=run, actor=assistant, columns=run.columns)
    work_on(run_id=run.pk)
    run.refresh_from_db()
    launch_import(run=run, actor=assistant, faults_seen=0)
    command = (
        "import django; django.setup(); from press.actions.import_work import work_on; work_on(run_id={})"
    )
    kills = 0
    while ImportRun.objects.get(pk=run.pk).state == ImportState.RUNNING and kills < 10:
        before = ImportRun.objects.get(pk=run.pk).done_rows
        child = subprocess.Popen([sys.executable, "-c", command.format(run.pk)], env=environment(), cwd=ROOT)
        deadline = time.monotonic() + 30
        while child.poll() is None and time.monotonic() < deadline:
            if ImportRun.objects.get(pk=run.pk).done_rows > before:
                os.kill(child.pid, signal.SIGKILL)
                kills += 1
                break
            time.sleep(0.01)
        child.wait()
        abandon(run)
    work_on(run_id=run.pk)
    run.refresh_from_db()
    print(f"{kills} kills")
    assert kills > 2
    assert (run.state, run.done_rows) == (ImportState.DONE, lines)
    assert Contact.objects.count() == ContactAddress.objects.count() == lines
    assert not run.rows.exclude(result="created").exists()
