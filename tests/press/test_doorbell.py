import pytest
from django.db import transaction

from press.actions.imports import choose_columns, receive_file
from press.models import ImportRun, ImportState
from tests.press.factories import table

LINE = "Houp;Léa;Radio Corail;Radio;Voix;lea@example.org;;"


@pytest.mark.django_db(transaction=True)
def test_a_dead_broker_loses_nothing_and_stops_nobody(assistant, settings, monkeypatch):
    monkeypatch.setattr("celery.app.base.Celery.send_task", _refuse)
    run = receive_file(actor=assistant, name="c.csv", content=table(LINE))
    choose_columns(run=run, actor=assistant, columns=run.columns)
    assert ImportRun.objects.due_for_work().get() == run


def _refuse(*args, **kwargs):
    raise ConnectionError("broker down")


@pytest.mark.django_db(transaction=True)
def test_nothing_rings_before_the_commit(assistant, monkeypatch):
    rung = []
    monkeypatch.setattr("celery.app.base.Celery.send_task", lambda *args, **kwargs: rung.append(args[1:]))
    with transaction.atomic():
        run = receive_file(actor=assistant, name="c.csv", content=table(LINE))
        choose_columns(run=run, actor=assistant, columns=run.columns)
        assert rung == []
    assert rung == [("press.tasks.imports.work_on_import", [run.pk])]
    assert run.state == ImportState.ANALYSING
