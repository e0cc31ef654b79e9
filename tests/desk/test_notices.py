"""Notifications: one's own only, read by a POST, as quick with thirty as with one."""

import pytest

from comms.journal.actions import record
from comms.journal.models import Notice
from tests.pages import assert_valid_html
from tests.people.factories import UserFactory
from tests.press.newsroom.published import draft

URL = "/notifications/"


def tell(user, count: int = 1, reason: str = "") -> None:
    release = draft()
    for _ in range(count):
        record(actor=UserFactory(), verb="a relu le texte", target=release, reason=reason, tell=[user])


@pytest.fixture
def mine(client, assistant):
    client.force_login(assistant)
    return client


def test_nothing_new_is_said_kindly(mine):
    page = mine.get(URL)
    assert_valid_html(page)
    assert "Rien de nouveau" in page.content.decode()


def test_a_notice_says_who_did_what_and_why(mine, assistant):
    tell(assistant, reason="Le numéro manque.")
    page = mine.get(URL)
    assert_valid_html(page)
    text = page.content.decode()
    assert "a relu le texte" in text
    assert "« Le numéro manque. »" in text
    assert "Nouveau" in text


def test_looking_reads_nothing(mine, assistant):
    tell(assistant)
    mine.get(URL)
    mine.get(f"{URL}{Notice.objects.get().pk}/")
    mine.get(f"{URL}lues/")
    assert assistant.notices.unread().count() == 1


def test_opening_one_reads_it_and_goes_there(mine, assistant):
    tell(assistant, 2)
    notice = assistant.notices.first()
    answer = mine.post(f"{URL}{notice.pk}/")
    assert answer.url == notice.entry.target_url
    assert assistant.notices.unread().count() == 1


def test_all_are_read_at_once(mine, assistant, head):
    tell(assistant, 3)
    tell(head)
    mine.post(f"{URL}lues/")
    assert assistant.notices.unread().count() == 0
    assert head.notices.unread().count() == 1


def test_somebody_else_s_notice_can_t_be_opened(mine, head):
    tell(head)
    assert mine.post(f"{URL}{Notice.objects.get().pk}/").status_code == 404
    assert "a relu" not in mine.get(URL).content.decode()


def test_thirty_cost_as_many_queries_as_one(mine, assistant, django_assert_max_num_queries):
    tell(assistant, 26)
    with django_assert_max_num_queries(50) as many:
        mine.get(URL)
    Notice.objects.exclude(pk__in=Notice.objects.values("pk")[:1]).delete()
    with django_assert_max_num_queries(50) as one:
        mine.get(URL)
    assert len(many) - len(one) <= 1  # the count of a list that is longer than its page
