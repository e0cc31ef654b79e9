"""Polls, bridges and school holidays: written by the head and the cabinet, read by the unit, never lost."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comms.calendar.models import ClosedDay, Poll
from comms.calendar.working_days import is_working_day
from comms.journal.models import Entry
from tests.calendar.factories import ClosedDayFactory
from tests.periods.factories import past_poll

pytestmark = pytest.mark.django_db
POLLS, DAYS = "/periodes/scrutins/", "/periodes/jours/"
POLL = {
    "kind": "municipal", "held_on": "2032-03-14", "territory": "Le Mont-Dore", "adds_cabinet_step": "on",
    "is_active": "on", "source": "Décret",
}  # fmt: skip
BRIDGE = {
    "kind": "bridge",
    "label": "Pont de l’Ascension",
    "starts_on": "2027-05-07",
    "ends_on": "2027-05-07",
}


def test_a_polls_window_is_computed_then_follows_it_until_somebody_corrects_it(client, head):
    client.force_login(head)
    client.post(f"{POLLS}nouveau/", POLL)
    poll = Poll.objects.get(held_on=date(2032, 3, 14))
    assert (poll.window_starts_on, poll.window_ends_on) == (date(2031, 9, 1), date(2032, 3, 14))
    shown = POLL | {"window_starts_on": "2031-09-01", "window_ends_on": "2032-03-14", "concern": "strict"}
    client.post(f"{POLLS}{poll.pk}/", shown | {"held_on": "2032-04-11"})
    poll.refresh_from_db()
    assert (poll.window_starts_on, poll.window_ends_on) == (date(2031, 10, 1), date(2032, 4, 11))
    corrected = {"held_on": "2032-04-11", "window_starts_on": "2031-10-15", "window_ends_on": "2032-04-11"}
    client.post(f"{POLLS}{poll.pk}/", shown | corrected)
    poll.refresh_from_db()
    assert poll.window_starts_on == date(2031, 10, 15)
    latest = Entry.objects.about(poll).first()
    assert latest.verb == "a modifié ce scrutin : période ouverte le"
    assert latest.data == {"window_starts_on": ["1er\xa0octobre 2031", "15\xa0octobre 2031"]}
    assert "La période a été corrigée" in client.get(f"{POLLS}{poll.pk}/").content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"second_round_on": "2032-03-01"}, "Le second tour vient après le premier."),
        ({"window_starts_on": "2033-01-01"}, "La période finit avant de commencer."),
        ({"held_on": "hier"}, "Saisissez une date valide"),
        ({"kind": ""}, "Le Mont-Dore"),
    ],
)
def test_what_cant_be_is_said_in_french_and_what_was_typed_stays(client, head, typed, words):
    client.force_login(head)
    page = client.post(f"{POLLS}nouveau/", POLL | typed).content.decode()
    assert words in page
    assert "Le Mont-Dore" in page
    assert not Poll.objects.filter(held_on__year=2032).exists()


def test_a_bridge_leaves_the_working_days_and_comes_back_when_removed(client, cabinet):
    client.force_login(cabinet)
    client.post(f"{DAYS}nouveau/", BRIDGE)
    assert not is_working_day(date(2027, 5, 7))
    row = ClosedDay.objects.get(label=BRIDGE["label"])
    client.post(f"{DAYS}{row.pk}/", BRIDGE | {"kind": "school", "label": "Petites vacances"})
    assert is_working_day(date(2027, 5, 7))
    client.get(f"{DAYS}{row.pk}/retirer/")
    assert ClosedDay.objects.filter(pk=row.pk).exists()
    client.post(f"{DAYS}{row.pk}/retirer/")
    assert not ClosedDay.objects.filter(pk=row.pk).exists()
    entry = Entry.objects.get(verb="a retiré cette période")
    assert (entry.target_label, entry.data["starts_on"]) == ("Petites vacances", "2027-05-07")


def test_the_assistant_reads_and_is_offered_nothing_to_write(client, assistant):
    past_poll()
    ClosedDayFactory()
    client.force_login(assistant)
    for address in (POLLS, DAYS, "/periodes/"):
        page = client.get(address)
        assert page.status_code == 200
        assert "nouveau/" not in page.content.decode().split("<main", 1)[1].split("</main", 1)[0]


@pytest.mark.parametrize("address", [POLLS, DAYS])
def test_filters_narrow_and_an_empty_list_says_what_it_is_for(client, head, address):
    client.force_login(head)
    Poll.objects.all().delete()
    ClosedDay.objects.all().delete()
    assert "Ajoute" in client.get(address).content.decode()
    past_poll(territory="Païta")
    ClosedDayFactory(starts_on=date(2020, 1, 2), ends_on=date(2020, 1, 2), label="Païta")
    assert "Païta" in client.get(f"{address}?annee=2020").content.decode()
    assert "ne correspond" in client.get(f"{address}?annee=2030").content.decode()
    assert client.get(f"{address}?annee=abc&kind=zzz").status_code == 200


@pytest.mark.parametrize("address", [POLLS, DAYS])
def test_twenty_rows_cost_what_one_costs(client, head, address):
    client.force_login(head)
    counts = []
    for rows in (1, 19):
        for number in range(rows):
            past_poll(territory=f"Commune {rows} {number}")
            ClosedDayFactory()
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1]
