import pytest
from django.utils import timezone

from press.permissions.contacts import may_erase, may_lift_opposition, may_use_directory
from tests.people.factories import DeputyFactory

UNIT = {"assistant", "head", "cabinet"}
EVERYBODY = [*UNIT, "secretary_general", "department_contact", "elected", "stranger"]


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_who_may_do_what(request, who):
    user = request.getfixturevalue(who)
    assert may_use_directory(user) is (who in UNIT)
    assert may_lift_opposition(user) is (who == "head")
    assert may_erase(user) is (who == "head")


def test_who_stands_in_for_the_head_today_may_too(head, cabinet):
    day = timezone.localdate()
    DeputyFactory(absentee=head, deputy=cabinet, starts_on=day, ends_on=day)
    assert may_erase(cabinet)
    assert may_lift_opposition(cabinet)


def test_a_closed_account_may_nothing(head):
    head.is_active = False
    assert not may_use_directory(head)
    assert not may_erase(head)
