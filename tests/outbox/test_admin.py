"""The admin's lists of mailings and mails: every state visible, who may act, a constant number of queries."""

import pytest
from django.urls import reverse

from comms.outbox.actions import hold_mail, opt_out
from comms.outbox.models import DomainThrottle, Mailing, MailState, OptOut, OutboxControl, OutgoingMail
from tests.outbox.factories import mailing, personal, recipients
from tests.pages import assert_valid_html
from tests.people import factories as people

pytestmark = pytest.mark.django_db
MAILS = reverse("admin:outbox_outgoingmail_changelist")
MAILINGS = reverse("admin:outbox_mailing_changelist")
CONTROL = reverse("admin:outbox_outboxcontrol_changelist")
THROTTLES = reverse("admin:outbox_domainthrottle_changelist")
OPPOSITIONS = reverse("admin:outbox_optout_changelist")


@pytest.fixture
def as_(client):
    def login(user):
        client.force_login(user)
        return client

    return login


def set_all(sent: Mailing, state: str, **fields) -> None:
    sent.mails.update(state=state, **fields)


def act(client, page: str, action: str, *rows):
    return client.post(page, {"action": action, "_selected_action": [row.pk for row in rows]}, follow=True)


def words_of(page) -> str:
    return page.content.decode()


# --- who sees, who acts ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "status"),
    [("superuser", 200), ("head", 200), ("cabinet", 200), ("assistant", 403), ("secretary_general", 403),
     ("department_contact", 403), ("elected", 403), ("stranger", 403)],
)  # fmt: skip
def test_the_unit_sees_the_outbox_and_nobody_else(request, as_, who, status):
    client = as_(request.getfixturevalue(who))
    mail = mailing(1).mails.get()
    OutboxControl.current()
    opt_out(address="lea@media.nc", scope="press", source="x")
    pages = [MAILS, MAILINGS, CONTROL, THROTTLES, OPPOSITIONS,
             reverse("admin:outbox_outgoingmail_change", args=[mail.pk]),
             reverse("admin:outbox_mailing_change", args=[mail.mailing_id])]  # fmt: skip
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == status, page
        if status == 200:
            assert_valid_html(answer)


def test_an_assistant_who_enters_the_admin_sees_and_does_not_act(as_):
    client = as_(people.assistant(is_staff=True))
    sent = mailing(1)
    set_all(sent, MailState.UNCERTAIN)
    assert "j0@media.nc" in words_of(client.get(MAILS))
    assert "Renvoyer" not in words_of(client.get(MAILS))
    act(client, MAILS, "send_again", sent.mails.get())
    act(client, MAILINGS, "cancel", sent)
    assert sent.mails.get().state == MailState.UNCERTAIN
    assert Mailing.objects.get().state != "cancelled"


@pytest.mark.parametrize("page", [MAILS, MAILINGS, CONTROL, OPPOSITIONS])
def test_nobody_adds_edits_or_deletes_a_row(as_, superuser, page):
    client = as_(superuser)
    mail = mailing(1).mails.get()
    OutboxControl.current()
    assert client.get(f"{page}add/").status_code == 403
    for change in (reverse("admin:outbox_outgoingmail_change", args=[mail.pk]),
                   reverse("admin:outbox_mailing_change", args=[mail.mailing_id])):  # fmt: skip
        assert client.post(change, {"address": "x@y.nc", "title": "x"}).status_code == 403
        assert client.post(change.replace("/change/", "/delete/"), {"post": "yes"}).status_code == 403


# --- every state has its page ----------------------------------------------------------------------
@pytest.mark.parametrize("state", MailState)
def test_each_state_has_a_page_that_shows_it(as_, head, state):
    sent = mailing(2)
    fields = {"accepted_at": sent.created_at} if state == MailState.ACCEPTED else {}
    set_all(sent, state, reason="Pour cette raison", **fields)
    page = as_(head).get(MAILS, {"state__exact": state})
    assert_valid_html(page)
    for words in ("j0@media.nc", "j1@media.nc", state.label, "Pour cette raison"):
        assert words in words_of(page)
    other = MailState.READY if state != MailState.READY else MailState.REFUSED
    assert "j0@media.nc" not in words_of(as_(head).get(MAILS, {"state__exact": other}))


def test_a_mail_shows_what_will_be_received(as_, head):
    sent = mailing(1)
    page = as_(head).get(reverse("admin:outbox_outgoingmail_change", args=[sent.mails.get().pk]))
    assert "Bonjour Monsieur 0" in words_of(page)


def test_the_text_of_a_personal_mail_is_shown_to_nobody(as_, superuser):
    mail = personal(text="https://example.org/mot-de-passe/secret")
    page = words_of(as_(superuser).get(reverse("admin:outbox_outgoingmail_change", args=[mail.pk])))
    assert "n’est pas montré" in page
    assert "secret" not in page


def test_a_mailing_counts_its_mails_state_by_state_with_a_link_to_each(as_, head):
    sent = mailing(3)
    sent.mails.filter(address="j0@media.nc").update(state=MailState.UNCERTAIN)
    page = words_of(as_(head).get(reverse("admin:outbox_mailing_change", args=[sent.pk])))
    assert "Incertaine : 1" in page and "Prête : 2" in page
    assert f"mailing__id__exact={sent.pk}&amp;state__exact=uncertain" in page
    listed = as_(head).get(MAILS, {"mailing__id__exact": sent.pk, "state__exact": "uncertain"})
    assert "j0@media.nc" in words_of(listed) and "j1@media.nc" not in words_of(listed)


def test_a_whole_address_is_found_and_a_part_of_one_is_not_searched(as_, head):
    mailing(3)
    assert "j1@media.nc" in words_of(as_(head).get(MAILS, {"q": " J1@Media.nc "}))
    assert "j0@media.nc" not in words_of(as_(head).get(MAILS, {"q": "J1@Media.nc"}))
    assert "j1@media.nc" not in words_of(as_(head).get(MAILS, {"q": "media"}))


# --- what is done --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("action", "before", "after"),
    [("settle_received", "uncertain", "accepted"), ("settle_not_received", "uncertain", "refused"),
     ("send_again", "uncertain", "ready"), ("retry", "refused", "ready")],
)  # fmt: skip
def test_the_head_settles_and_tries_again(as_, head, action, before, after):
    sent = mailing(2)
    set_all(sent, before)
    page = act(as_(head), MAILS, action, *sent.mails.all())
    assert set(sent.mails.values_list("state", flat=True)) == {after}
    assert " : 2." in words_of(page)


def test_what_cannot_be_done_any_more_is_said(as_, head):
    sent = mailing(1)
    page = act(as_(head), MAILS, "send_again", sent.mails.get())
    assert "a changé d’état entre-temps" in words_of(page)


def test_the_head_pauses_resumes_and_cancels(as_, head):
    sent = mailing(2)
    for action, state in (("pause", "paused"), ("resume", "scheduled"), ("cancel", "cancelled")):
        act(as_(head), MAILINGS, action, sent)
        sent.refresh_from_db()
        assert sent.state == state


def test_held_mail_is_said_on_every_list_and_released_by_the_head(as_, head):
    control = OutboxControl.current()
    hold_mail(actor=None, reason="cette base est une copie d’une autre")
    for page in (MAILS, MAILINGS, CONTROL):
        assert "Cette base est une copie d’une autre" in words_of(as_(head).get(page))
    act(as_(head), CONTROL, "release", control)
    assert not OutboxControl.current().is_held
    act(as_(head), CONTROL, "hold", control)
    assert OutboxControl.current().is_held


def test_the_head_sets_throttles(as_, head):
    control = OutboxControl.current()
    page = reverse("admin:outbox_outboxcontrol_change", args=[control.pk])
    assert as_(head).post(page, {"per_minute": "120", "lateness_limit": "02:00:00"}).status_code == 302
    assert OutboxControl.current().per_minute == 120
    as_(head).post(f"{THROTTLES}add/", {"domain": " @Lagoon.NC ", "per_minute": "30"})
    assert str(DomainThrottle.objects.get()) == "lagoon.nc : 30 par minute"
    answer = as_(head).post(f"{THROTTLES}add/", {"domain": "x.nc", "per_minute": "0"})
    assert answer.status_code == 200 and DomainThrottle.objects.count() == 1


def test_the_cabinet_reads_the_throttles_and_changes_nothing(as_, cabinet):
    control = OutboxControl.current()
    page = reverse("admin:outbox_outboxcontrol_change", args=[control.pk])
    assert as_(cabinet).post(page, {"per_minute": "1", "lateness_limit": "02:00:00"}).status_code == 403
    act(as_(cabinet), CONTROL, "hold", control)
    assert not OutboxControl.current().is_held


# --- a million rows ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("page", [MAILS, MAILINGS, OPPOSITIONS])
def test_a_list_asks_as_much_for_one_row_as_for_thirty(as_, head, page, django_assert_max_num_queries):
    client = as_(head)

    def queries() -> int:
        with django_assert_max_num_queries(20) as asked:
            client.get(page)
        return len(asked)

    mailing(1)
    opt_out(address="x@media.nc", source="x")
    client.get(page)
    few = queries()
    for number in range(30):
        mailing(1, recipients=recipients(1))
        opt_out(address=f"x{number}@media.nc", source="x")
    assert queries() == few


def test_no_list_counts_all_its_rows(as_, head, django_assert_max_num_queries):
    mailing(60)
    client = as_(head)
    with django_assert_max_num_queries(20) as asked:
        client.get(MAILS)
    counts = [query["sql"] for query in asked.captured_queries if "COUNT(" in query["sql"]]
    assert counts and all("LIMIT 1000" in sql for sql in counts)
    assert not any('"outbox_letter"."source"' in query["sql"] for query in asked.captured_queries), (
        "the letters stay where they are"
    )


def test_the_opposition_list_shows_no_address(as_, head):
    opt_out(address="lea@media.nc", scope="press", source="courrier du 3 mars")
    page = words_of(as_(head).get(OPPOSITIONS))
    assert "courrier du 3 mars" in page and "lea@media" not in page
    assert OptOut.objects.count() == 1 and OutgoingMail.objects.count() == 0
