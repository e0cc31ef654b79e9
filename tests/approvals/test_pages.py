import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comms.approvals.models import Approval, ApprovalStep, Bypass, Decision
from comms.people.models import Role
from tests.approvals.factories import circuit, say, step_of, submitted
from tests.approvals.subject.models import Poster
from tests.pages import assert_valid_html
from tests.people import factories as people

pytestmark = pytest.mark.django_db
QUEUE = reverse("approvals:queue")
SEVERAL = reverse("approvals:several")
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)


@pytest.fixture
def as_(client):
    def login(user):
        client.force_login(user)
        return client

    return login


@pytest.fixture
def approval(assistant, head, cabinet):
    return submitted(assistant, title="Route fermée lundi")


def page_of(approval):
    return reverse("approvals:step", args=[step_of(approval).pk])


def answer(approval, verdict=Decision.Verdict.APPROVED, comment="", **fields):
    return {"verdict": verdict, "comment": comment, "seen_digest": approval.version.digest, **fields}


# --- who sees and may what -------------------------------------------------------------------------
WHO = (
    "assistant", "head", "cabinet", "secretary_general",
    "department_contact", "elected", "stranger", "superuser",
)  # fmt: skip
#: page, verb → who gets which status (anybody not named: 404); « author » submitted the text
TABLE = [
    ("queue", "get", dict.fromkeys((*WHO, "author"), 200)),
    ("step", "get", dict.fromkeys(("author", "assistant", "head", "cabinet", "superuser"), 200)),
    ("step", "post", {"author": 403, "assistant": 403, "head": 302, "cabinet": 403, "superuser": 403}),
    ("bypass", "get", {"author": 403, "assistant": 403, "head": 200, "cabinet": 200, "superuser": 403}),
    ("bypass", "post", {"author": 403, "assistant": 403, "head": 302, "cabinet": 302, "superuser": 403}),
    ("withdraw", "get", {"author": 200, "assistant": 200, "head": 200, "cabinet": 200, "superuser": 403}),
    ("withdraw", "post", {"author": 302, "assistant": 302, "head": 302, "cabinet": 302, "superuser": 403}),
]


@pytest.mark.parametrize("who", [*WHO, "author"])
@pytest.mark.parametrize(("where", "verb", "expected"), TABLE)
def test_who_gets_what(request, as_, head, cabinet, where, verb, expected, who):
    author = people.department_contact()
    approval = submitted(author)
    user = author if who == "author" else request.getfixturevalue(who)
    urls = {
        "queue": QUEUE,
        "step": page_of(approval),
        "bypass": reverse("approvals:bypass", args=[approval.pk]),
        "withdraw": reverse("approvals:withdraw", args=[approval.pk]),
    }
    data = answer(approval, reason="Alerte") if verb == "post" else {}
    assert getattr(as_(user), verb)(urls[where], data).status_code == expected.get(who, 404)


def test_nobody_enters_without_an_account(client, approval):
    for url in (QUEUE, page_of(approval), SEVERAL):
        assert client.get(url).status_code == 302
        assert client.post(url, answer(approval)).status_code == 302
    assert not Decision.objects.exists()


# --- a GET changes nothing -------------------------------------------------------------------------
@pytest.mark.parametrize("verb", ["get", "head"])
def test_a_get_or_head_with_a_whole_decision_in_its_address_changes_nothing(as_, approval, head, verb):
    client = as_(head)
    step = step_of(approval)
    urls = [
        QUEUE,
        page_of(approval),
        SEVERAL,
        reverse("approvals:bypass", args=[approval.pk]),
        reverse("approvals:withdraw", args=[approval.pk]),
        reverse("admin:approvals_approvalstep_change", args=[step.pk]),
        reverse("admin:approvals_approvalstep_changelist"),
    ]
    data = answer(approval, reason="Vite", step=step.pk, seen=f"{step.pk}:{approval.version.digest}")
    for url in urls:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert getattr(client, verb)(url, data).status_code in (200, 302)
        written = [
            query["sql"]
            for query in queries
            if WRITES.match(query["sql"]) and "django_session" not in query["sql"]
        ]
        assert not written, url
    assert step_of(approval).is_open


# --- the queue -------------------------------------------------------------------------------------
def test_the_queue_shows_what_waits_since_when_and_until_when(as_, approval, head):
    page = as_(head).get(QUEUE)
    assert_valid_html(page)
    text = page.content.decode()
    assert "« Route fermée lundi »" in text
    assert "jours ouvrés" in text
    assert "arrivé <time" in text


def test_an_empty_queue_says_what_it_is_for(as_, elected):
    page = as_(elected).get(QUEUE)
    assert_valid_html(page)
    assert "Rien n’attend votre avis" in page.content.decode()


def queries_of(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("url", [QUEUE, reverse("admin:approvals_approvalstep_changelist")])
def test_thirty_texts_cost_what_one_costs(as_, assistant, head, cabinet, url):
    client = as_(head)
    circuit(Role.HEAD)
    submitted(assistant)
    client.get(url)
    with_one = queries_of(client, url)
    for _ in range(14):
        submitted(people.assistant())
    circuit(Role.CABINET)
    for _ in range(15):
        submitted(people.assistant())
    assert queries_of(client, url) == with_one


def test_a_long_history_costs_what_a_short_one_costs(as_, approval, head, assistant):
    client = as_(head)
    client.get(page_of(approval))
    short = queries_of(client, page_of(approval))
    poster = approval.subject
    for day in range(8):
        say(approval, head, Decision.Verdict.CHANGES_ASKED, "Encore.")
        poster.title = f"Route fermée le {day}"
        poster.save()
        approval = submitted(assistant, poster)
    # the version before, and the decisions of earlier rounds: read once, not once a round
    assert queries_of(client, page_of(approval)) <= short + 2


# --- one text --------------------------------------------------------------------------------------
def test_the_page_shows_the_text_of_the_version_not_of_the_row(as_, approval, head):
    Poster.objects.update(title="Modifié en douce")
    text = as_(head).get(page_of(approval)).content.decode()
    assert "Route fermée lundi" in text
    assert "Modifié en douce" not in text


def test_deciding_goes_back_to_the_queue_and_says_what_comes_next(as_, approval, head):
    page = as_(head).post(page_of(approval), answer(approval), follow=True)
    assert page.redirect_chain == [(QUEUE, 302)]
    assert "étape suivante : Directeur(-trice) de cabinet" in page.content.decode()


def test_a_refusal_without_a_comment_keeps_the_input_and_says_what_is_missing(as_, approval, head):
    page = as_(head).post(page_of(approval), answer(approval, Decision.Verdict.REFUSED))
    assert_valid_html(page)
    assert "Écrivez un commentaire" in page.content.decode()
    assert not Decision.objects.exists()


def test_a_stale_form_is_refused_with_the_difference_and_the_input_kept(as_, approval, head):
    url = page_of(approval)
    Poster.objects.update(title="Route fermée mardi")
    page = as_(head).post(url, answer(approval, Decision.Verdict.APPROVED_WITH_REMARKS, "Bon pour moi"))
    text = page.content.decode()
    assert page.status_code == 409
    assert "Le texte a changé depuis que vous l’avez ouvert" in text
    assert ">mardi<" in text
    assert "Bon pour moi" in text
    assert "ne se décide plus" in text
    assert not Decision.objects.exists()


def test_the_one_who_came_second_is_told_who_was_faster(as_, approval, head):
    other = people.head()
    url = page_of(approval)
    say(approval, other)
    page = as_(head).post(url, answer(approval, comment="Oui"))
    assert page.status_code == 409
    assert f"{other} a approuvé cette étape" in page.content.decode()


def test_a_settled_step_leads_to_the_one_that_waits_now(as_, approval, head, assistant):
    old = page_of(approval)
    poster = approval.subject
    poster.title = "Route fermée mardi"
    poster.save()
    again = submitted(assistant, poster)
    page = as_(head).get(old)
    assert_valid_html(page)
    assert page_of(again) in page.content.decode()


def test_what_changed_is_shown_against_the_approved_and_the_previous_version(
    as_, approval, head, cabinet, assistant
):
    say(approval, head)
    say(approval, cabinet)
    poster = Poster.objects.get()
    for title in ("Route fermée mardi", "Route fermée mercredi"):
        poster.title = title
        poster.save()
        last = submitted(assistant, poster)
    page = as_(head).get(page_of(last))
    assert_valid_html(page)
    text = page.content.decode()
    assert "Depuis la version 1, la dernière approuvée" in text
    assert "Depuis la version 2, la précédente" in text


def test_a_deputy_is_told_for_whom(as_, approval, head):
    deputy = people.secretary_general()
    people.DeputyFactory(absentee=head, deputy=deputy)
    text = as_(deputy).get(page_of(approval)).content.decode()
    assert f"Votre décision vaut pour {head}" in text


def test_the_author_reads_that_somebody_else_decides(as_, approval, assistant):
    text = as_(assistant).get(page_of(approval)).content.decode()
    assert "C’est votre texte" in text
    assert "seen_digest" not in text


# --- several ---------------------------------------------------------------------------------------
def test_several_are_read_then_decided_together(as_, assistant, head, cabinet):
    approvals = [submitted(assistant) for _ in range(3)]
    steps = [step_of(approval) for approval in approvals]
    client = as_(head)
    page = client.get(SEVERAL, {"step": [step.pk for step in steps[:2]]})
    assert_valid_html(page)
    seen = [f"{step.pk}:{step.approval.version.digest}" for step in steps[:2]]
    assert all(line in page.content.decode() for line in seen)
    page = client.post(SEVERAL, {"verdict": "approved", "seen": seen}, follow=True)
    assert "2 avis enregistrés" in page.content.decode()
    assert list(ApprovalStep.objects.awaiting(head)) == [steps[2]]


def test_the_one_that_changed_meanwhile_is_left_and_told(as_, assistant, head, cabinet):
    good, changed = submitted(assistant), submitted(assistant)
    seen = [f"{step_of(approval).pk}:{approval.version.digest}" for approval in (good, changed)]
    Poster.objects.filter(pk=changed.subject_id).update(title="Autre")
    page = as_(head).post(SEVERAL, {"verdict": "approved", "seen": seen}, follow=True)
    text = page.content.decode()
    assert "1 avis enregistré." in text
    assert "Le texte a changé" in text
    assert Decision.objects.get().step.approval == good


@pytest.mark.parametrize("seen", ["", "x", "1:abc", "9" * 30 + ":" + "0" * 64, "-1:" + "0" * 64])
def test_a_broken_check_page_decides_nothing(as_, approval, head, seen):
    page = as_(head).post(SEVERAL, {"verdict": "approved", "seen": seen})
    assert page.status_code == 200
    assert not Decision.objects.exists()


@pytest.mark.parametrize("ticked", [{}, {"step": "999999"}, {"step": "x"}])
def test_nothing_or_nonsense_ticked_goes_back_to_the_queue(as_, approval, head, ticked):
    assert as_(head).get(SEVERAL, ticked).url == QUEUE


def test_nobody_decides_through_the_check_page_what_isnt_theirs(as_, approval, cabinet):
    step = step_of(approval)
    as_(cabinet).post(SEVERAL, {"verdict": "approved", "seen": f"{step.pk}:{approval.version.digest}"})
    assert not Decision.objects.exists()


# --- emergency, withdrawal -------------------------------------------------------------------------
def test_an_emergency_names_who_will_be_told_and_asks_why(as_, approval, cabinet, head):
    client = as_(cabinet)
    url = reverse("approvals:bypass", args=[approval.pk])
    page = client.get(url)
    assert_valid_html(page)
    assert str(head) in page.content.decode()
    assert "Écrivez le motif" in client.post(url, {"reason": " "}).content.decode()
    client.post(url, {"reason": "Alerte"})
    assert Bypass.objects.get().by == cabinet


def test_a_withdrawn_text_goes_back_to_its_author(as_, approval, assistant):
    client = as_(assistant)
    url = reverse("approvals:withdraw", args=[approval.pk])
    assert_valid_html(client.get(url))
    page = client.post(url, {"reason": ""}, follow=True)
    assert_valid_html(page)
    assert Poster.objects.get().state == Approval.State.WITHDRAWN
