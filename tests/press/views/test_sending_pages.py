"""« Vérifier et envoyer », and the page of a dispatch."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.utils import timezone

from comms.outbox.models import Mailing, OutgoingMail
from press.models import Dispatch, Release, ReleaseState
from tests.pages import assert_valid_html
from tests.press import mailed
from tests.press.newsroom import published as releases
from tests.press.views.test_release_pages import as_, assert_only_reads, page

pytestmark = pytest.mark.django_db


def posted(answer, **changes) -> dict[str, object]:
    """What the button of the check page sends."""
    form = answer.context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    values["lists"] = [getattr(each, "pk", each) for each in values["lists"]]
    return values | changes


def check(client, release, *lists):
    query = "&".join(f"lists={each.pk}" for each in lists)
    return client.get(f"{page(release, 'envoi/')}?{query}")


# --- check ------------------------------------------------------------------------------------------
def test_the_check_page_says_who_what_and_what_to_mend(assistant):
    press = mailed.press_list(2)
    mailed.journalist("Muette", press, address=None)
    release = releases.approved(chapo="Le lundi 8 décembre 2026.")
    client = as_(assistant)
    assert_valid_html(client.get(page(release, "envoi/")))
    answer = check(client, release, press)
    assert_valid_html(answer)
    words = answer.content.decode()
    assert "Envoyer à 2 journalistes" in words
    assert "pas de courriel" in words
    assert "le 8\u00a0décembre 2026 est un mardi" in words
    assert "Écrivez « mardi 8 décembre »" in words
    assert_only_reads(client, answer.request["PATH_INFO"] + f"?lists={press.pk}")


def test_the_check_page_costs_the_same_queries_whatever_the_list(assistant, django_assert_max_num_queries):
    small, large = mailed.press_list(1, "Petite"), mailed.press_list(30, "Grande")
    release, client = releases.approved(), as_(assistant)
    check(client, release, small)
    with django_assert_max_num_queries(60) as one:
        check(client, release, small)
    with django_assert_max_num_queries(60) as thirty:
        check(client, release, large)
    assert len(one) == len(thirty)


def test_points_to_look_at_are_confirmed_before_it_leaves(assistant):
    press, release = mailed.press_list(), releases.approved(quote="Oui.", quote_author="La direction")
    client = as_(assistant)
    values = posted(check(client, release, press))
    answer = client.post(page(release, "envoi/"), values)
    assert answer.status_code == 409
    assert "Cochez cette case" in answer.content.decode()
    assert not Mailing.objects.exists()
    answer = client.post(page(release, "envoi/"), values | {"has_read": "on"})
    assert answer.url == Dispatch.objects.get().get_absolute_url()


def test_a_second_click_lands_on_the_same_dispatch(assistant):
    press, release, client = mailed.press_list(), releases.approved(), as_(assistant)
    values = posted(check(client, release, press))
    answers = [client.post(page(release, "envoi/"), values, follow=True) for _ in range(2)]
    assert "La diffusion est lancée" in answers[0].content.decode()
    assert "rien n’est parti deux fois" in answers[1].content.decode()
    assert Mailing.objects.count() == 1
    assert check(client, release, press).url == Dispatch.objects.get().get_absolute_url()


def test_lists_that_changed_meanwhile_are_shown_again_and_the_next_click_sends(assistant):
    press, release, client = mailed.press_list(1), releases.approved(), as_(assistant)
    values = posted(check(client, release, press))
    mailed.journalist("Nouvelle", press)
    answer = client.post(page(release, "envoi/"), values)
    assert answer.status_code == 409
    assert_valid_html(answer.content.decode())
    assert "Envoyer à 2 journalistes" in answer.content.decode()
    client.post(page(release, "envoi/"), posted(answer))
    assert Dispatch.objects.get().mails.count() == 2


def test_a_text_changed_by_sql_is_said_and_must_be_approved_again(assistant):
    press, release, client = mailed.press_list(), releases.approved(), as_(assistant)
    values = posted(check(client, release, press))
    Release.objects.filter(pk=release.pk).update(title="Piraté")
    assert "Rien n’est parti" in client.post(page(release, "envoi/"), values, follow=True).content.decode()
    release.refresh_from_db()
    assert release.state == ReleaseState.DRAFT
    assert release.latest_version.author is None
    assert not Mailing.objects.exists()


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"when": "at", "at": "2031-05-05T07:30"}, ReleaseState.SCHEDULED),
        ({"when": "at", "at": ""}, ReleaseState.APPROVED),
        ({"when": "at", "at": "2020-05-05T07:30"}, ReleaseState.APPROVED),
        ({"when": "embargo"}, ReleaseState.APPROVED),
        ({"when": "now", "on_site": "on"}, ReleaseState.SENT),
    ],
)
def test_the_moment_is_chosen_in_local_time(assistant, changes, state):
    press, release, client = mailed.press_list(), releases.approved(), as_(assistant)
    client.post(page(release, "envoi/"), posted(check(client, release, press), **changes))
    release.refresh_from_db()
    assert release.state == state
    if state == ReleaseState.SCHEDULED:
        assert Mailing.objects.get().not_before.isoformat() == "2031-05-04T20:30:00+00:00"
    if state == ReleaseState.SENT:
        assert release in Release.objects.published()


def test_the_end_of_the_embargo_is_offered(assistant):
    embargo = timezone.now() + timedelta(days=2)
    press, release, client = mailed.press_list(), releases.approved(embargo_at=embargo), as_(assistant)
    answer = check(client, release, press)
    assert "À la fin de l’embargo" in answer.content.decode()
    client.post(page(release, "envoi/"), posted(answer, when="embargo"))
    assert Mailing.objects.get().not_before == embargo


def test_the_preview_is_the_mail_and_can_run_or_load_nothing(assistant):
    answer = as_(assistant).get(page(releases.approved(), "envoi/apercu/"))
    assert f"Bonjour {assistant}," in answer.content.decode()
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "[[" not in answer.content.decode()


def test_a_trial_comes_back_to_the_same_check(assistant):
    press, release = mailed.press_list(), releases.approved()
    answer = as_(assistant).post(f"{page(release, 'envoi/essai/')}?lists={press.pk}")
    assert answer.url == f"{page(release, 'envoi/')}?lists={press.pk}"
    assert OutgoingMail.objects.about(release).get().address == assistant.email


def test_an_unapproved_release_has_nothing_to_send(assistant):
    assert as_(assistant).get(page(releases.submitted(), "envoi/")).status_code == 404


# --- follow -----------------------------------------------------------------------------------------
@pytest.fixture
def dispatch():
    found = mailed.launch(releases.approved(), mailed.press_list(5))
    states = ["accepted", "refused", "uncertain", "retry"]
    for mail, state in zip(found.mails.order_by("name"), states, strict=False):
        OutgoingMail.objects.filter(pk=mail.pk).update(
            state=state, reason="Boîte pleine", reply="450 4.2.2", accepted_at=timezone.now()
        )
    return found


def test_the_page_follows_each_journalist(assistant, dispatch):
    client, path = as_(assistant), dispatch.get_absolute_url()
    answer = client.get(path)
    assert_valid_html(answer)
    words = answer.content.decode()
    assert "3 sur 5" in words
    assert "Trancher" in words
    assert "Relancer 2 refus passagers" in words
    assert_only_reads(client, path)
    only = client.get(f"{path}?state=uncertain")
    assert len(only.context["deliveries"]) == 1
    assert_valid_html(client.get(f"{path}imprimer/"))
    assert "3 sur 5" in client.get(f"{path}avancement/").content.decode()


def test_the_page_costs_the_same_queries_for_one_and_for_thirty(assistant, django_assert_max_num_queries):
    client, counts = as_(assistant), []
    for number in (1, 30):
        found = mailed.launch(releases.approved(f"R{number}"), mailed.press_list(number, f"L{number}"))
        with django_assert_max_num_queries(40) as captured:
            client.get(f"{found.get_absolute_url()}?taille=50")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_exports_hold_exactly_what_is_filtered(assistant, dispatch):
    client, path = as_(assistant), dispatch.get_absolute_url()
    answer = client.get(f"{path}export.csv?state=accepted")
    rows = list(
        csv.DictReader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")), delimiter=";")
    )
    assert [row["État"] for row in rows] == ["acceptée"]
    assert client.get(f"{path}export.xlsx").status_code == 200


def test_an_uncertain_mail_is_settled_or_sent_again_under_the_same_identifier(assistant, dispatch):
    client = as_(assistant)
    mail = dispatch.mails.uncertain().get()
    path = f"{dispatch.get_absolute_url()}{mail.pk}/trancher/"
    assert_valid_html(client.get(path))
    assert client.post(path, {}).status_code == 200
    client.post(path, {"verdict": "resend"})
    again = OutgoingMail.objects.get(pk=mail.pk)
    assert (again.state, again.message_id) == ("ready", mail.message_id)
    assert "entre-temps" in client.post(path, {"verdict": "arrived"}, follow=True).content.decode()


def test_passing_refusals_are_tried_again_one_by_one_or_together(assistant, dispatch):
    client, path = as_(assistant), dispatch.get_absolute_url()
    refused = dispatch.mails.refused().get()
    client.post(f"{path}{refused.pk}/relancer/")
    refused.refresh_from_db()
    assert refused.state == "ready"
    client.post(f"{path}relancer/")
    assert not dispatch.mails.retryable().exists()


def test_a_mail_of_another_dispatch_is_not_reached(assistant, dispatch):
    other = mailed.launch(releases.approved("Autre"), mailed.press_list(1, "Autre"))
    path = f"{other.get_absolute_url()}{dispatch.mails.first().pk}/relancer/"
    assert as_(assistant).post(path).status_code == 404


def test_a_dispatch_is_paused_resumed_and_cancelled(assistant):
    dispatch = mailed.launch(releases.approved(), at=timezone.now() + timedelta(hours=1))
    client, path = as_(assistant), dispatch.get_absolute_url()
    client.post(f"{path}suspendre/")
    assert Mailing.objects.get().state == "paused"
    assert "Reprendre" in client.get(path).content.decode()
    client.post(f"{path}suite/")
    assert Mailing.objects.get().state == "scheduled"
    assert_valid_html(client.get(f"{path}annuler/"))
    client.post(f"{path}annuler/", {"reason": "Erreur de liste."})
    assert Release.objects.get().state == ReleaseState.APPROVED
    assert_valid_html(client.get(path))
