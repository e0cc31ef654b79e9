"""The keyset pager: every row once, in order, whatever the sort, with two queries."""

from datetime import date, timedelta

import pytest
from django.core import signing
from django.db.models import F
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from comms.calendar.models import ClosedDay
from comms.pages import COUNT_BOUND, page_of
from comms.people.models import Department, User
from tests.people.factories import DepartmentFactory, UserFactory

SORTS = {"name": ("last_name", "first_name"), "direction": ("department__name",), "-created": ("created_at",)}


def get(url: str):
    return RequestFactory().get(url)


def people():
    return User.objects.select_related("department")


def walk(url: str, queryset, sorts=SORTS, size=25) -> list[list]:
    """All pages from this address on, by following « Suivants »."""
    pages = []
    while url:
        page = page_of(queryset, get(url), sorts=sorts, size=size)
        pages.append(page)
        url = page.next_url
    return pages


@pytest.fixture
def sixty_people(db):
    departments = [DepartmentFactory(name=f"Service {n}") for n in range(4)]
    for n in range(60):
        UserFactory(
            first_name=f"P{n % 7}", last_name=f"N{n % 11}", department=departments[n % 4] if n % 5 else None
        )


@pytest.mark.parametrize("sort", ["name", "-name", "direction", "-direction", "created", "-created"])
def test_every_row_stands_on_one_page_in_the_order_of_postgresql(sixty_people, sort):
    pages = walk(f"/x/?tri={sort}", people())
    path = {"name": "last_name", "direction": "department__name", "created": "created_at"}[
        sort.removeprefix("-")
    ]
    found = [person.pk for page in pages for person in page]
    assert [len(page) for page in pages] == [25, 25, 10]
    assert sorted(found) == sorted(User.objects.values_list("pk", flat=True))
    descending = sort.startswith("-")
    order = F(path).desc() if descending else F(path).asc()
    then = ["-first_name", "-pk"] if descending else ["first_name", "pk"]
    expected = people().order_by(order, *(then if path == "last_name" else then[1:]))
    assert found == [person.pk for person in expected]


@pytest.mark.parametrize("sort", ["name", "-direction", "-created"])
def test_going_back_shows_the_same_pages(sixty_people, sort):
    forwards = walk(f"/x/?tri={sort}", people())
    url, backwards = forwards[-1].previous_url, [forwards[-1].items]
    while url:
        page = page_of(people(), get(url), sorts=SORTS)
        backwards.insert(0, page.items)
        url = page.previous_url
    assert backwards == [page.items for page in forwards]


def test_the_first_page_has_no_way_back_and_the_last_no_way_on(sixty_people):
    first, second, last = walk("/x/", people())
    assert not first.previous_url
    assert first.next_url
    assert second.previous_url
    assert second.next_url
    assert last.previous_url
    assert not last.next_url


def test_filters_stay_in_the_addresses_of_the_pager(sixty_people):
    page = page_of(people(), get("/x/?q=caf%C3%A9&etat=a&etat=b&tri=name&taille=25"), sorts=SORTS)
    for url in (page.next_url, page.first_url, page.sort_url("direction"), page.size_urls[1][1]):
        assert "q=caf%C3%A9" in url
        assert "etat=a&etat=b" in url


def test_a_cursor_that_was_tampered_with_gives_the_first_page(sixty_people):
    first = page_of(people(), get("/x/"), sorts=SORTS)
    for forged in ("x", first.after[:-2] + "zz", signing.dumps(["a"], salt="page:name"), "é\x00"):
        page = page_of(people(), get(f"/x/?apres={forged}"), sorts=SORTS)
        assert page.items == first.items


def test_a_cursor_of_another_sort_gives_the_first_page(sixty_people):
    cursor = page_of(people(), get("/x/?tri=name"), sorts=SORTS).after
    page = page_of(people(), get(f"/x/?tri=created&apres={cursor}"), sorts=SORTS)
    assert page.items == page_of(people(), get("/x/?tri=created"), sorts=SORTS).items


def test_an_unknown_sort_or_size_gives_the_usual_one(sixty_people):
    page = page_of(people(), get("/x/?tri=password&taille=100000"), sorts=SORTS)
    assert (page.sort, page.size) == ("name", 25)


def test_a_row_that_appears_meanwhile_moves_nobody_to_another_page(sixty_people):
    first = page_of(people(), get("/x/?tri=name"), sorts=SORTS)
    second = page_of(people(), get(first.next_url), sorts=SORTS)
    UserFactory(last_name="A premier")
    assert page_of(people(), get(first.next_url), sorts=SORTS).items == second.items


def test_a_short_list_is_counted_without_a_query(db, django_assert_num_queries):
    for _ in range(3):
        UserFactory()
    with django_assert_num_queries(1):
        page = page_of(people(), get("/x/"), sorts=SORTS)
    assert str(page.count) == "3"
    assert not page.is_long


def test_a_page_costs_two_queries(sixty_people, django_assert_num_queries):
    with django_assert_num_queries(2):
        page_of(people(), get("/x/"), sorts=SORTS)


def test_a_long_list_is_counted_up_to_a_bound(db):
    start = date(2000, 1, 1)
    ClosedDay.objects.bulk_create(
        ClosedDay(label="Pont", starts_on=start + timedelta(days=n), ends_on=start + timedelta(days=n))
        for n in range(COUNT_BOUND + 1)
    )
    page = page_of(ClosedDay.objects.all(), get("/x/"), sorts={"day": ("starts_on",)})
    assert str(page.count) == "plus de 1\u202f000"


def test_sorting_again_by_the_same_column_turns_the_list_over(sixty_people):
    page = page_of(people(), get("/x/?tri=name"), sorts=SORTS)
    assert "tri=-name" in page.sort_url("name")
    assert page.direction_of("name") == "up"
    assert page.direction_of("direction") == ""


class AnyListTest(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(names=st.lists(st.sampled_from(["", "a", "b", "É", "z"]), max_size=60), upside_down=st.booleans())
    def test_no_row_is_lost_or_shown_twice(self, names, upside_down):
        Department.objects.bulk_create(
            Department(name=f"D{n}", short_name=name) for n, name in enumerate(names)
        )
        url = f"/x/?tri={'-' if upside_down else ''}name"
        pages = walk(url, Department.objects.all(), {"name": ("short_name",)})
        assert sorted(row.pk for page in pages for row in page) == sorted(
            Department.objects.values_list("pk", flat=True)
        )
