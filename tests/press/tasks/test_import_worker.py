"""A real Celery worker writes an import whose bell was rung by the click."""

import time

import pytest

from press.actions.imports import choose_columns, launch_import, receive_file
from press.models import Contact, ImportRun, ImportState
from tests.press.factories import table
from tests.workers import worker


def until(run: ImportRun, state: str) -> ImportRun:
    for _ in range(200):
        run.refresh_from_db()
        if run.state == state:
            return run
        time.sleep(0.05)
    raise AssertionError(f"still {run.state}")


@pytest.mark.django_db(transaction=True)
def test_a_worker_analyses_then_writes(assistant, tmp_path, smtp_server):
    lines = [f"Houp{n};Léa;Radio Corail;Radio;Voix;lea{n}@example.org;;" for n in range(20)]
    with worker(tmp_path):
        run = receive_file(actor=assistant, name="contacts.csv", content=table(*lines))
        choose_columns(run=run, actor=assistant, columns=run.columns)
        launch_import(run=until(run, ImportState.READY), actor=assistant, faults_seen=0)
        until(run, ImportState.DONE)
    assert Contact.objects.count() == 20
