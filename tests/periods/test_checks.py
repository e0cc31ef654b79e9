"""Before a poll: what nobody has read, one thing beside an earlier one, and a check that is kept."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comms.calendar.working_days import local_today
from comms.journal.models import Entry
from comms.periods import actions
from comms.periods.models import NeutralityCheck
from comms.periods.neutrality import KINDS, missing_checks
from press.actions.releases import create_release
from tests.campaigns.planning.factories import ActionFactory
from tests.periods.factories import PollFactory

pytestmark = pytest.mark.django_db
YES, NO = NeutralityCheck.Answer.YES, NeutralityCheck.Answer.NO
ALL_YES = dict.fromkeys(NeutralityCheck.QUESTIONS, YES)
LIST = reverse("periods:checks")


def soon(days=10):
    return local_today() + timedelta(days=days)


def address(thing, kind="action"):
    return reverse("periods:check", args=[kind, thing.pk])


def test_what_goes_out_in_the_window_and_nobody_read_is_listed(client, head):
    poll = PollFactory()
    inside, beyond = ActionFactory(starts_on=soon()), ActionFactory(starts_on=soon(200))
    client.force_login(head)
    page = client.get(LIST).content.decode()
    assert address(inside) in page
    assert address(beyond) not in page
    actions.record_check(subject=inside, poll=poll, actor=head, answers=ALL_YES)
    assert address(inside) not in client.get(LIST).content.decode()


def test_confidential_things_are_listed_for_those_who_see_them(head, elected):
    poll, today = PollFactory(), local_today()
    ActionFactory(starts_on=soon(), is_confidential=True)
    seen = {
        who: sum(len(group.things) for group in missing_checks(who, poll, today)) for who in (head, elected)
    }
    assert seen == {head: 1, elected: 0}


def test_side_by_side_with_the_one_of_the_year_before(client, head):
    PollFactory()
    before = ActionFactory(title="Fête de l’an dernier", starts_on=soon(-355), place="Boulari")
    ActionFactory(title="Autre fête", starts_on=soon(-60))
    now = ActionFactory(title="Fête", starts_on=soon(), place="Plum")
    client.force_login(head)
    page = client.get(address(now)).content.decode()
    assert f'value="{before.pk}" selected' in page
    assert "Boulari" in page and "Plum" in page


def test_the_form_keeps_who_when_and_with_what_it_was_compared(client, assistant):
    poll = PollFactory()
    before, now = ActionFactory(starts_on=soon(-355)), ActionFactory(starts_on=soon())
    client.force_login(assistant)
    client.post(address(now), ALL_YES | {"avec": before.pk})
    check = NeutralityCheck.objects.get()
    assert (check.subject, check.compared, check.by, check.poll) == (now, before, assistant, poll)
    assert check.outcome == "Vérifié"
    assert Entry.objects.about(now).filter(verb__startswith="a vérifié la neutralité").exists()


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({}, "Répondez, ou dites que c’est une information de service public."),
        (ALL_YES | {"is_neutral": NO}, "Un point est à revoir : écrivez quoi changer."),
        (ALL_YES | {"is_neutral": "peut-être"}, "peut-être"),
    ],
)
def test_a_check_that_isnt_whole_is_refused_in_french_and_kept(client, head, posted, said):
    PollFactory()
    now = ActionFactory(starts_on=soon())
    client.force_login(head)
    assert said in client.post(address(now), posted).content.decode()
    assert not NeutralityCheck.objects.exists()


def test_public_service_information_needs_nothing_more(client, head):
    PollFactory()
    now = ActionFactory(starts_on=soon())
    client.force_login(head)
    client.post(address(now), {"is_public_service": "on", "is_neutral": NO})
    check = NeutralityCheck.objects.get()
    assert (check.outcome, check.to_mend) == ("Service public", [])


def test_a_point_to_mend_is_said_and_forbids_nothing(client, head):
    PollFactory()
    now = ActionFactory(starts_on=soon())
    client.force_login(head)
    client.post(address(now), ALL_YES | {"is_same_volume": NO, "note": "Deux fois plus d’affiches"})
    assert NeutralityCheck.objects.get().outcome == "À revoir : même volume"


def test_postgresql_keeps_a_check_as_it_is(head):
    check = actions.record_check(subject=ActionFactory(), poll=PollFactory(), actor=head, answers=ALL_YES)
    for change in (lambda: NeutralityCheck.objects.update(note="Autre"), check.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_outside_the_windows_a_thing_isnt_checked(client, head):
    now = ActionFactory(starts_on=soon())
    client.force_login(head)
    client.post(address(now), ALL_YES)
    assert not NeutralityCheck.objects.exists()
    assert "Aucune période ouverte" in client.get(LIST).content.decode()


def test_releases_and_actions_are_known():
    assert set(KINDS) >= {"action", "communique"}


def test_the_page_of_a_release_says_that_it_is_to_be_checked(client, head):
    PollFactory()
    release = create_release(author=head, title="Fermeture de la route")
    client.force_login(head)
    assert "Vérifier la neutralité" in client.get(release.get_absolute_url()).content.decode()
    page = client.get(address(release, "communique")).content.decode()
    assert "Longueur" in page


def test_the_list_asks_as_much_for_thirty_as_for_one(client, head):
    poll = PollFactory()
    client.force_login(head)
    counts = []
    for count in (1, 29):
        for _ in range(count):
            ActionFactory(starts_on=soon())
            actions.record_check(
                subject=ActionFactory(starts_on=soon()), poll=poll, actor=head, answers=ALL_YES
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]
