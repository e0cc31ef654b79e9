from datetime import timedelta

from django.utils import timezone

from press.actions.imports import launch_import
from press.models import Contact, ImportRun, ImportState
from press.tasks import imports as tasks
from tests.press.factories import analysed, table

LINE = "Houp;Léa;Radio Corail;Radio;Voix;lea@example.org;;"


def test_beat_asks_for_what_waits_and_for_nothing_else(assistant, monkeypatch):
    asked = []
    monkeypatch.setattr(tasks.work_on_import, "delay", asked.append)
    run = analysed(assistant, table(LINE))
    tasks.resume_imports()
    assert asked == []
    launch_import(run=run, actor=assistant, faults_seen=0)
    tasks.resume_imports()
    ImportRun.objects.update(claimed_until=timezone.now() + timedelta(seconds=30))
    tasks.resume_imports()
    assert asked == [run.pk]


def test_the_task_does_the_work(assistant):
    run = analysed(assistant, table(LINE))
    launch_import(run=run, actor=assistant, faults_seen=0)
    tasks.work_on_import(run.pk)
    assert Contact.objects.exists()


def test_old_lines_go_after_ninety_days(assistant):
    run = analysed(assistant, table(LINE))
    tasks.forget_imports()
    ImportRun.objects.update(updated_at=timezone.now() - timedelta(days=91))
    tasks.forget_imports()
    run.refresh_from_db()
    assert run.state == ImportState.CANCELLED
