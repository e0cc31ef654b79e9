"""A count goes no further than it helps, and several things are counted in one question."""

import pytest

from comms.counts import Count, count_all
from comms.people.models import User
from tests.people.factories import UserFactory


@pytest.fixture
def five_people(db):
    return [UserFactory(first_name="Ana" if number < 2 else "Bo") for number in range(5)]


def test_groups_are_counted_in_one_query(five_people, django_assert_num_queries):
    anas, bos = User.objects.filter(first_name="Ana"), User.objects.filter(first_name="Bo")
    with django_assert_num_queries(1):
        assert count_all([anas], [bos, anas], [User.objects.none()], []) == [
            Count(2), Count(5), Count(0), Count(0),
        ]  # fmt: skip


def test_beyond_the_bound_it_is_only_many(five_people):
    many, few = count_all([User.objects.all()], [User.objects.filter(first_name="Bo")], bound=3)
    assert (many, few) == (Count(3, is_bounded=True), Count(3))
    assert (str(many), many.short, few.short) == ("plus de 3", "3+", "3")


def test_nothing_is_false():
    assert not Count(0)
    assert Count(1)
