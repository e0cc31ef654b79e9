"""Subscriptions to the calendar: secret addresses, what their owner may see, real clients."""

import socket
import subprocess
import sys
import time
import urllib.request
from datetime import timedelta

import caldav
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from icalendar import Calendar

from comms.calendar.models import ClosedDay
from comms.calendar.working_days import local_today
from desk.actions import create_feed
from desk.actions.feeds import AT_MOST
from desk.models import CalendarFeed, token_digest
from tests.pages import assert_valid_html
from tests.people import factories as people
from tests.press.newsroom.published import draft


@pytest.fixture
def feed(head):
    return create_feed(owner=head, name="Mon agenda", query="")


def read(client, token: str, **headers):
    return client.get(f"/calendrier/flux/{token}.ics", headers=headers)


def titles(answer) -> set[str]:
    return {str(event["summary"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def embargoed(title: str, **options):
    release = draft(title)
    type(release).objects.filter(pk=release.pk).update(
        embargo_at=timezone.now() + timedelta(days=3), **options
    )
    return release


def test_the_page_makes_names_and_revokes(client, head):
    client.force_login(head)
    assert_valid_html(client.get("/calendrier/abonnements/?kind=feries"))
    page = client.post("/calendrier/abonnements/?kind=feries", {"name": "Jours fériés"})
    made = CalendarFeed.objects.get()
    assert (made.owner, made.query) == (head, "kind=feries")
    assert_valid_html(page)
    token = page.context["address"].rpartition("/")[2].removesuffix(".ics")
    assert token_digest(token) == made.token_digest
    assert token not in client.get("/calendrier/abonnements/").content.decode()
    client.logout()
    assert read(client, token).status_code == 200
    client.force_login(head)
    client.post(f"/calendrier/abonnements/{made.pk}/revoquer/")
    assert read(client, token).status_code == 404


def test_two_feeds_of_one_name_are_refused_in_french(client, feed, head):
    client.force_login(head)
    page = client.post("/calendrier/abonnements/", {"name": "Mon agenda"})
    assert "porte déjà ce nom" in page.content.decode()


def test_there_is_an_end_to_subscriptions(head):
    for number in range(AT_MOST):
        create_feed(owner=head, name=str(number), query="")
    with pytest.raises(ValidationError, match="révoquez-en un"):
        create_feed(owner=head, name="encore", query="")


def test_a_new_address_closes_the_former(client, feed, head):
    mine, token = feed
    client.force_login(head)
    page = client.post(f"/calendrier/abonnements/{mine.pk}/adresse/")
    client.logout()
    assert read(client, token).status_code == 404
    assert client.get(page.context["address"]).status_code == 200


def test_it_needs_no_session_and_sets_no_cookie(client, feed, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as captured:
        answer = read(client, feed[1])
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert not any("django_session" in query["sql"] for query in captured)
    assert answer["Cache-Control"] == "private, no-cache"


def test_unchanged_is_not_sent_again(client, feed):
    first = read(client, feed[1])
    assert read(client, feed[1], if_none_match=first["ETag"]).status_code == 304
    today = local_today()
    ClosedDay.objects.create(label="Pont", starts_on=today, ends_on=today)
    assert read(client, feed[1], if_none_match=first["ETag"]).status_code == 200


def test_it_holds_what_its_owner_may_see_and_no_more(client, db):
    embargoed("Le budget en avant-première")
    of_head = create_feed(owner=people.head(), name="a", query="")[1]
    of_elected = create_feed(owner=people.elected(), name="a", query="")[1]
    assert "Fin d’embargo : Le budget en avant-première" in titles(read(client, of_head))
    assert "Fin d’embargo : Le budget en avant-première" not in titles(read(client, of_elected))


def test_a_closed_account_has_no_feed(client, feed):
    mine, token = feed
    mine.owner.is_active = False
    mine.owner.save()
    assert read(client, token).status_code == 404


def test_the_filters_go_along(client, head):
    embargoed("Le budget")
    token = create_feed(owner=head, name="Fériés", query="kind=feries")[1]
    found = titles(read(client, token))
    assert found
    assert "Fin d’embargo : Le budget" not in found


def test_days_are_whole_and_hours_are_exact(client, feed):
    today = local_today()
    ClosedDay.objects.create(label="Pont", starts_on=today, ends_on=today + timedelta(days=1))
    release = embargoed("Le budget")
    events = {str(e["summary"]): e for e in Calendar.from_ical(read(client, feed[1]).content).walk("VEVENT")}
    assert events["Pont"].start == today
    assert events["Pont"].end == today + timedelta(days=2)
    release.refresh_from_db()
    assert events["Fin d’embargo : Le budget"].start == release.embargo_at.replace(microsecond=0)


def test_as_many_queries_for_thirty_things_as_for_one(client, feed, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(40) as captured:
            assert read(client, feed[1]).status_code == 200
        return len(captured)

    embargoed("Un")
    queries()  # what is read once a process
    before = queries()
    for number in range(30):
        embargoed(f"Communiqué {number}")
    assert queries() == before


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def radicale(tmp_path):
    """A real CalDAV server, as a town hall may run one."""
    port = free_port()
    config = tmp_path / "config"
    config.write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = none\n[rights]\ntype = authenticated\n"
        f"[storage]\nfilesystem_folder = {tmp_path / 'collections'}\n"
    )
    server = subprocess.Popen(
        [sys.executable, "-m", "radicale", "--config", str(config)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}/"
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{url}.web/", timeout=1)
            break
        except OSError:
            time.sleep(0.1)
    yield url
    server.terminate()
    server.wait(10)


def test_radicale_takes_the_feed_and_a_caldav_client_reads_it_back(client, feed, radicale):
    today = local_today()
    ClosedDay.objects.create(label="Pont de l’Ascension", starts_on=today, ends_on=today)
    embargoed("Le budget ; « virgules, points » et accents é")
    answer = read(client, feed[1])
    request = urllib.request.Request(
        f"{radicale}agent/ville/",
        data=answer.content,
        method="PUT",
        headers={"Content-Type": "text/calendar"},
    )
    request.add_header("Authorization", "Basic YWdlbnQ6YWdlbnQ=")
    with urllib.request.urlopen(request, timeout=10) as put:
        assert put.status == 201
    with caldav.DAVClient(radicale, username="agent", password="agent") as dav:
        events = dav.calendar(url=f"{radicale}agent/ville/").events()
        found = {str(event.icalendar_component["summary"]) for event in events}
    assert found == titles(answer)
    assert "Fin d’embargo : Le budget ; « virgules, points » et accents é" in found
