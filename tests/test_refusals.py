"""What an action refuses is told in its own words; what isn't a refusal is nobody's message."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from comms.refusals import Refused, said


@pytest.fixture
def request_with_messages() -> HttpRequest:
    request = HttpRequest()
    request._messages = CookieStorage(request)
    return request


def told(request: HttpRequest) -> list[tuple[str, str]]:
    return [(message.level_tag, str(message)) for message in get_messages(request)]


def test_what_went_through_is_said(request_with_messages):
    with said(request_with_messages, "C’est noté."):
        pass
    assert told(request_with_messages) == [("success", "C’est noté.")]


@pytest.mark.parametrize("refusal", [Refused("Le mois est clos."), ValidationError("Le mois est clos.")])
def test_a_refusal_is_told_in_its_own_words_and_nothing_else(request_with_messages, refusal):
    with said(request_with_messages, "C’est noté."):
        raise refusal
    assert [text for _, text in told(request_with_messages)] == ["Le mois est clos."]


def test_a_defect_is_not_hidden_as_a_refusal(request_with_messages):
    with pytest.raises(ZeroDivisionError), said(request_with_messages):
        raise ZeroDivisionError
    assert told(request_with_messages) == []
