"""The pages: who reads what, what comes back with its input, how many queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.requests import actions
from campaigns.requests.models import CommunicationRequest, RequestState
from comms.calendar.working_days import local_today
from tests.campaigns.requests import factories
from tests.pages import assert_valid_html
from tests.people.factories import UserFactory, secretary_general

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    def get(user, name, *args, **query):
        client.force_login(user)
        return client.get(reverse(f"requests:{name}", args=args), query)

    return get


@pytest.fixture
def post(client):
    def send(user, name, *args, **data):
        client.force_login(user)
        return client.post(reverse(f"requests:{name}", args=args), data)

    return send


# --- who reads what -------------------------------------------------------------------------------------


def test_a_request_is_read_by_its_people_and_nobody_else(page, assistant, elected, stranger):
    asked = factories.sent()
    colleague = factories.contact(department=asked.department)
    readers = [asked.requester, colleague, assistant, secretary_general()]
    assert [page(user, "request", asked.pk).status_code for user in readers] == [200] * 4
    others = [factories.contact(), elected, stranger]
    assert [page(user, "request", asked.pk).status_code for user in others] == [404] * 3


def test_a_confidential_one_is_its_requester_s_and_the_unit_s(page, assistant):
    asked = factories.sent(is_confidential=True)
    colleague = factories.contact(department=asked.department)
    assert page(asked.requester, "request", asked.pk).status_code == 200
    assert page(assistant, "request", asked.pk).status_code == 200
    for user in (colleague, secretary_general()):
        assert page(user, "request", asked.pk).status_code == 404


def test_a_draft_is_its_author_s_alone(page, assistant, head):
    asked = factories.draft()
    for user in (assistant, head, factories.contact(department=asked.department), secretary_general()):
        assert page(user, "request_edit", asked.pk).status_code == 404
    assert page(asked.entered_by, "request_edit", asked.pk).status_code == 200


def test_a_note_of_the_unit_and_its_file_stay_in_the_unit(page, assistant):
    asked = factories.sent()
    actions.post_message(
        request=asked, author=assistant, text="Toujours en retard, ceux-là.", is_internal=True,
        files=[factories.picture()],
    )  # fmt: skip
    file = asked.files.get()
    for user in (asked.requester, secretary_general()):
        assert "en retard, ceux" not in page(user, "request", asked.pk).content.decode()
        assert page(user, "file", asked.pk, file.pk, "original").status_code == 404
    assert "en retard, ceux" in page(assistant, "request", asked.pk).content.decode()
    assert page(assistant, "file", asked.pk, file.pk, "original").status_code == 200


def test_only_the_unit_sorts(page, post, elected):
    asked = factories.sent()
    for user in (asked.requester, elected, secretary_general()):
        assert page(user, "triage").status_code == 403
        answer = post(user, "triage_decide", asked.pk, "refuser", **{"refuser-reason": "Non."})
        assert answer.status_code == 403
    asked.refresh_from_db()
    assert asked.state == RequestState.SUBMITTED


def test_nobody_agrees_in_the_requester_s_place(post, assistant):
    delivery = factories.shown()
    asked = delivery.request
    colleague = factories.contact(department=asked.department)
    for user in (assistant, colleague):
        assert post(user, "agree", asked.pk, delivery.pk, verdict="agreed").status_code == 403
    assert post(asked.requester, "agree", asked.pk, delivery.pk, verdict="agreed").status_code == 302


def test_any_contact_of_the_direction_agrees_where_the_kind_says_so(post):
    delivery = factories.shown(kind=factories.RequestKindFactory(agreed_by="department"))
    colleague = factories.contact(department=delivery.request.department)
    assert post(colleague, "agree", delivery.request.pk, delivery.pk, verdict="agreed").status_code == 302


def test_figures_are_one_s_own_direction_s(page, assistant):
    asked = factories.sent()
    factories.sent()
    own = page(asked.requester, "figures")
    assert [row.label for row in own.context["rows"]] == [asked.department.name]
    assert len(page(assistant, "figures").context["rows"]) == 2
    assert page(UserFactory(), "figures").status_code == 403


# --- asking ---------------------------------------------------------------------------------------------


def test_asked_checked_and_sent(page, post):
    user, kind = factories.contact(), factories.RequestKindFactory()
    needed_on = local_today() + timedelta(days=60)
    words = {"title": "Fête", "purpose": "Venir", "audience": "Tous", "needed_on": needed_on}
    answer = post(user, "request_new", kind.pk, verifier="1", files=factories.picture(), **words)
    asked = CommunicationRequest.objects.get()
    assert answer.url == reverse("requests:request_check", args=[asked.pk])
    assert asked.files.count() == 1
    assert_valid_html(page(user, "request_check", asked.pk))
    assert post(user, "request_check", asked.pk).url == reverse("requests:request_sent", args=[asked.pk])
    sent = page(user, "request_sent", asked.pk)
    assert_valid_html(sent)
    assert f"D {local_today().year}-001" in sent.content.decode()


def test_a_draft_is_kept_however_little_is_written(post):
    kind = factories.RequestKindFactory()
    kind.questions.create(label="Format ?", is_required=True)
    post(factories.contact(), "request_new", kind.pk, title="Une idée")
    assert CommunicationRequest.objects.get().is_draft


def test_late_is_said_and_asks_why_on_the_check_page(page, post):
    asked = factories.draft(needed_on=local_today())
    checked = page(asked.entered_by, "request_check", asked.pk).content.decode()
    assert "jours ouvrés</strong> trop tôt" in checked
    answer = post(asked.entered_by, "request_check", asked.pk)
    assert "pourquoi cette date" in answer.content.decode()
    assert post(asked.entered_by, "request_check", asked.pk, late_reason="Imposé.").status_code == 302


def test_the_earliest_day_is_said_while_one_types(client):
    kind = factories.RequestKindFactory()
    client.force_login(factories.contact())

    def said(typed) -> str:
        url = reverse("requests:earliest", args=[kind.pk])
        return client.get(url, {"needed_on": typed}, headers={"HX-Request": "true"}).content.decode()

    for typed in ("", "2026-13-45", "0001-01-01", "demain", "9999-12-31"):
        assert "Au plus tôt" in said(typed)
    assert "trop tôt" in said(local_today())


def test_a_bad_file_is_said_and_the_words_are_kept(post):
    bad = factories.picture("programme.exe")
    bad.seek(0)
    bad.truncate(9)
    post(factories.contact(), "request_new", factories.RequestKindFactory().pk, title="Fête", files=bad)
    asked = CommunicationRequest.objects.get()
    assert (asked.title, asked.files.count()) == ("Fête", 0)


def test_questions_of_each_type_are_asked_and_kept(page, post):
    user, kind = factories.contact(), factories.RequestKindFactory()
    typed = {
        "line": "Une ligne", "text": "Deux\nlignes", "number": "12", "date": "2026-12-01", "yes_no": "Oui",
        "choice": "A3", "choices": ["A3", "A4"],
    }  # fmt: skip
    data = {}
    for type_, value in typed.items():
        question = kind.questions.create(label=type_, type=type_, choices="A3\nA4", is_required=True)
        data[f"q{question.pk}"] = value
    assert_valid_html(page(user, "request_new", kind.pk))
    post(user, "request_new", kind.pk, title="Fête", **data)
    asked = CommunicationRequest.objects.get()
    kept = {answer["label"]: answer["value"] for answer in asked.answers}
    assert kept["choices"] == ["A3", "A4"]
    assert (kept["number"], kept["date"]) == (12, "2026-12-01")
    assert "A3, A4" in page(user, "request_check", asked.pk).content.decode()


def test_mass_assignment_changes_nothing(post):
    asked = factories.draft()
    post(asked.entered_by, "request_edit", asked.pk, title="X", state="accepted", number=7, lateness=3)
    asked.refresh_from_db()
    assert (asked.title, asked.state, asked.number, asked.lateness) == ("X", "draft", None, 0)


@pytest.mark.parametrize("words", ["Pl\x00age", "é" * 20_000, "\u202egnp.exe", "<script>alert(1)</script>"])
def test_hostile_words_are_taken_or_refused(post, assistant, words):
    asked = factories.sent()
    for user, name, args, data in (
        (asked.requester, "message", [asked.pk], {"text": words}),
        (assistant, "note", [], {"title": words, "requester_name": words, "needed_on": words}),
        (assistant, "triage_decide", [asked.pk, "refuser"], {"refuser-reason": words}),
        (assistant, "triage_decide", [asked.pk, "regrouper"], {"regrouper-other": words}),
    ):
        answer = post(user, name, *args, **data)
        assert answer.status_code < 500
        assert "<script>alert" not in answer.content.decode()


# --- sorting --------------------------------------------------------------------------------------------


def test_after_a_decision_the_next_of_the_pile(post, assistant):
    first, second = factories.sent(), factories.sent()
    answer = post(assistant, "triage_decide", first.pk, "refuser", **{"refuser-reason": "Hors sujet."})
    assert answer.url == reverse("requests:triage_one", args=[second.pk])
    answer = post(assistant, "triage_decide", second.pk, "refuser", **{"refuser-reason": "Hors sujet."})
    assert answer.url == reverse("requests:triage")


def test_a_decision_without_its_words_comes_back_open(post, assistant):
    asked = factories.sent()
    answer = post(assistant, "triage_decide", asked.pk, "refuser")
    assert answer.status_code == 422
    assert_valid_html(answer.content.decode())
    assert "la personne le lira" in answer.content.decode()


def test_somebody_was_faster_is_said_kindly(post, head, assistant):
    asked = factories.sent()
    actions.accept_request(request=asked, actor=head)
    answer = post(assistant, "triage_decide", asked.pk, "refuser", **{"refuser-reason": "Non."})
    assert answer.status_code == 302
    asked.refresh_from_db()
    assert asked.state == RequestState.ACCEPTED


def test_the_assistant_isnt_offered_to_take_on_a_late_one(page, post, assistant, head):
    asked = factories.late()
    offered = [decision.slug for decision, _ in page(assistant, "triage_one", asked.pk).context["choices"]]
    assert "accepter" not in offered
    refused = post(assistant, "triage_decide", asked.pk, "accepter", **{"accepter-level": "A"})
    assert refused.status_code == 403
    assert post(head, "triage_decide", asked.pk, "accepter", **{"accepter-level": "A"}).status_code == 302


# --- pages ----------------------------------------------------------------------------------------------


def test_every_page_is_valid_html(page, head):
    asked, delivery = factories.sent(kind=factories.kind_with_plan()), factories.shown()
    actions.post_message(request=asked, author=head, text="Bonjour", files=[factories.picture()])
    for name, args in (
        ("requests", []), ("catalogue", []), ("note", []), ("request_enter", []), ("figures", []),
        ("request", [asked.pk]), ("triage_one", [asked.pk]), ("request_sort", [asked.pk]),
        ("request", [delivery.request.pk]), ("request_withdraw", [asked.pk]),
    ):  # fmt: skip
        user = asked.requester if name == "request_withdraw" else head
        assert_valid_html(page(user, name, *args))


def queries(page, user, name, *args) -> int:
    page(user, name, *args)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert page(user, name, *args).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["requests", "figures", "catalogue"])
def test_a_list_asks_as_often_for_thirty_as_for_one(page, head, name):
    kind, author = factories.RequestKindFactory(), factories.contact()
    factories.sent(author, kind=kind)
    one = queries(page, head, name)
    for _ in range(29):
        factories.sent(factories.contact() if _ % 3 == 0 else author, kind=kind)
    # thirty rows are more than a page: they are counted
    assert queries(page, head, name) <= one + (name == "requests")


def test_a_thread_asks_as_often_for_thirty_as_for_one(page, head):
    asked = factories.sent()
    actions.post_message(request=asked, author=head, text="Un")
    one = queries(page, asked.requester, "request", asked.pk)
    for n in range(29):
        actions.post_message(request=asked, author=head, text=str(n))
    assert queries(page, asked.requester, "request", asked.pk) == one


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exports_hold_what_is_filtered(page, head, kind):
    factories.sent(title="=1+1")
    assert page(head, "figures_export", kind).status_code == 200
    content = b"".join(page(head, "request_export", kind, q="rien de tel").streaming_content)
    whole = b"".join(page(head, "request_export", kind).streaming_content)
    if kind == "csv":
        assert "'=1+1" in whole.decode()
        assert len(content.splitlines()) == 1
