"""Who stands in for whom, since when and until when; and what a deputy may do."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from comms.people import actions
from comms.people.models import Deputy, Role, User
from tests.people.factories import DeputyFactory, assistant, cabinet, head, stranger

pytestmark = pytest.mark.django_db

TODAY = date(2026, 9, 23)


def deputyship(absentee, deputy, starts=TODAY, ends=TODAY + timedelta(days=6), **more) -> Deputy:
    return DeputyFactory(absentee=absentee, deputy=deputy, starts_on=starts, ends_on=ends, **more)


@pytest.fixture
def absent(db):
    return head(first_name="Marc")


@pytest.fixture
def standing_in(db):
    return assistant(first_name="Léa")


@pytest.mark.parametrize(
    ("day", "acts"),
    [
        (TODAY - timedelta(days=1), False),
        (TODAY, True),
        (TODAY + timedelta(days=6), True),
        (TODAY + timedelta(days=7), False),
    ],
)
def test_a_deputy_acts_on_the_days_of_the_absence_both_included(absent, standing_in, day, acts):
    deputyship(absent, standing_in)
    assert standing_in.acts_as(Role.HEAD, on=day) is acts
    assert (standing_in in User.objects.acting_as(Role.HEAD, on=day)) is acts
    assert not standing_in.has_role(Role.HEAD)
    assert absent in User.objects.acting_as(Role.HEAD, on=day)


def test_standing_in_is_not_passed_on(absent, standing_in):
    third = stranger()
    deputyship(absent, standing_in)
    deputyship(standing_in, third)
    assert not third.acts_as(Role.HEAD, on=TODAY)
    assert third not in User.objects.acting_as(Role.HEAD, on=TODAY)


@pytest.mark.parametrize("who", ["absent", "standing_in"])
def test_a_closed_account_neither_stands_in_nor_is_stood_in_for(absent, standing_in, who):
    deputyship(absent, standing_in)
    closed = {"absent": absent, "standing_in": standing_in}[who]
    User.objects.filter(pk=closed.pk).update(is_active=False)
    standing_in.refresh_from_db()
    assert not standing_in.acts_as(Role.HEAD, on=TODAY)
    assert standing_in not in User.objects.acting_as(Role.HEAD, on=TODAY)


def test_an_ended_one_is_over_at_once_and_stays_on_record(absent, standing_in):
    today = timezone.localdate()
    row = deputyship(absent, standing_in, today, today + timedelta(days=3))
    assert standing_in.acts_as(Role.HEAD)
    actions.end_deputyship(deputyship=row, actor=absent, at=timezone.now())
    assert not standing_in.acts_as(Role.HEAD)
    assert Deputy.objects.get().ended_at is not None
    assert mail.outbox[0].to == [standing_in.email]


def test_the_deputy_is_told_by_mail(absent, standing_in):
    row = Deputy(absentee=absent, deputy=standing_in, starts_on=TODAY, ends_on=TODAY, reason="Congés")
    actions.name_deputy(deputyship=row, actor=absent)
    [message] = mail.outbox
    assert message.to == [standing_in.email]
    assert f"Vous suppléez {absent} du 23/09/2026 au 23/09/2026" in message.subject
    assert "mercredi 23\u00a0septembre 2026" in message.body
    assert row.named_by == absent


def test_nobody_names_a_deputy_for_another_s_absence(absent, standing_in):
    row = Deputy(absentee=absent, deputy=standing_in, starts_on=TODAY, ends_on=TODAY)
    with pytest.raises(PermissionDenied):
        actions.name_deputy(deputyship=row, actor=standing_in)


def test_nobody_makes_oneself_the_deputy_of_another():
    """The cabinet's director administers this account, and still may not take its place."""
    director, contact = cabinet(), assistant()
    row = Deputy(absentee=contact, deputy=director, starts_on=TODAY, ends_on=TODAY)
    with pytest.raises(PermissionDenied):
        actions.name_deputy(deputyship=row, actor=director)


def test_a_deputy_has_a_role_here(absent):
    row = Deputy(absentee=absent, deputy=stranger(), starts_on=TODAY, ends_on=TODAY)
    with pytest.raises(ValidationError):
        actions.name_deputy(deputyship=row, actor=absent)


def test_the_same_deputy_is_not_named_twice_for_a_day(absent, standing_in):
    deputyship(absent, standing_in)
    row = Deputy(
        absentee=absent, deputy=standing_in, starts_on=TODAY + timedelta(days=6), ends_on=date(2026, 12, 1)
    )
    with pytest.raises(ValidationError, match="déjà nommé"):
        actions.name_deputy(deputyship=row, actor=absent)


@pytest.mark.parametrize("wrong", ["oneself", "backwards"])
def test_the_database_refuses_the_impossible(absent, standing_in, wrong):
    fields = {"deputy": absent} if wrong == "oneself" else {"ends": TODAY - timedelta(days=1)}
    with pytest.raises(IntegrityError), transaction.atomic():
        deputyship(absent, fields.pop("deputy", standing_in), **fields)


# --- the page « Mes absences » ------------------------------------------------------------------------


def post_absence(client, deputy, starts, ends, **more):
    days = {"starts_on": starts.isoformat(), "ends_on": ends.isoformat()}
    return client.post(reverse("absences"), {"deputy": deputy.pk, **days, **more})


def test_one_names_one_s_own_deputy(client, absent, standing_in):
    client.force_login(absent)
    today = timezone.localdate()
    answer = post_absence(client, standing_in, today, today, absentee=standing_in.pk, named_by=standing_in.pk)
    assert answer.status_code == 302
    row = Deputy.objects.get()
    assert (row.absentee, row.deputy, row.named_by) == (absent, standing_in, absent)
    assert str(standing_in) in client.get(reverse("absences")).content.decode()


def test_the_deputy_sees_for_whom(client, absent, standing_in):
    today = timezone.localdate()
    deputyship(absent, standing_in, today, today)
    client.force_login(standing_in)
    page = client.get(reverse("absences")).content.decode()
    assert "Qui je supplée" in page
    assert str(absent) in page


@pytest.mark.parametrize(
    ("starts", "ends", "said"), [(0, -1, "finit avant de commencer"), (-5, -1, "déjà finie")]
)
def test_impossible_days_are_refused_in_french(client, absent, standing_in, starts, ends, said):
    client.force_login(absent)
    today = timezone.localdate()
    page = post_absence(client, standing_in, today + timedelta(days=starts), today + timedelta(days=ends))
    assert page.status_code == 200
    assert said in page.content.decode() or "déjà finie" in page.content.decode()
    assert not Deputy.objects.exists()


def test_somebody_without_a_role_is_not_offered_and_not_accepted(client, absent):
    outsider = stranger()
    client.force_login(absent)
    assert str(outsider) not in client.get(reverse("absences")).content.decode()
    today = timezone.localdate()
    assert post_absence(client, outsider, today, today).status_code == 200
    assert not Deputy.objects.exists()


def test_one_ends_one_s_own_absence_and_no_other(client, absent, standing_in):
    today = timezone.localdate()
    row = deputyship(absent, standing_in, today, today)
    address = reverse("end_absence", args=[row.pk])
    client.force_login(standing_in)
    assert client.post(address).status_code == 404
    client.force_login(absent)
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 403  # already over
