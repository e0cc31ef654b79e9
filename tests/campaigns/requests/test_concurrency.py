"""Several people at the same moment, on the real database."""

import pytest
from django.db import connection

from campaigns.planning.models import Action
from campaigns.requests import actions
from campaigns.requests.errors import SomebodyWasFaster
from campaigns.requests.models import CommunicationRequest, RequestState
from tests.campaigns.requests import factories
from tests.people.factories import head
from tests.press.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def accept_by_six(asked):
    people = [head() for _ in range(6)]
    rows = [CommunicationRequest.objects.get(pk=asked.pk) for _ in people]
    return at_once(lambda n: actions.accept_request(request=rows[n], actor=people[n]), 6)


def test_accepted_by_six_at_once_it_is_one_action():
    answers = accept_by_six(factories.sent())
    assert sum(isinstance(answer, Action) for answer in answers) == 1
    assert sum(isinstance(answer, SomebodyWasFaster) for answer in answers) == 5
    assert Action.objects.count() == 1


def test_without_the_condition_there_would_be_several(monkeypatch):
    """The negative control: the same work with an update that asks nothing."""

    def careless(self, to, **values):
        CommunicationRequest.objects.filter(pk=self.pk).update(state=to, **values)
        self.refresh_from_db()

    asked = factories.sent()
    monkeypatch.setattr(CommunicationRequest, "move", careless)
    accept_by_six(asked)
    assert Action.objects.count() > 1


def test_sent_by_six_clicks_at_once_it_has_one_number():
    asked = factories.draft()
    rows = [CommunicationRequest.objects.get(pk=asked.pk) for _ in range(6)]
    answers = at_once(lambda n: actions.submit_request(request=rows[n], actor=asked.entered_by), 6)
    assert sum(isinstance(answer, SomebodyWasFaster) for answer in answers) == 5
    asked.refresh_from_db()
    assert (asked.state, asked.number, asked.turns.count()) == (RequestState.SUBMITTED, 1, 1)


def test_the_thread_and_the_turns_are_written_once():
    asked = factories.sent()
    actions.post_message(request=asked, author=asked.requester, text="Bonjour.")
    for table in ("requests_message", "requests_turn"):
        with pytest.raises(Exception, match="ne se modifient"), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET request_id = request_id")
