"""Who received which version, at what second."""

import csv
from io import StringIO

import pytest
from django.utils import timezone

from comms.exports import csv_text
from comms.outbox.models import MailState, OutgoingMail
from press.deliveries import EXPORT_HEADER, Progress, export_rows, with_contacts
from press.models import Contact, Media, Position
from press.recipients import audience_of
from tests.press import mailed
from tests.press.newsroom import published as releases

pytestmark = pytest.mark.django_db


def settle(dispatch, **states: str):
    """Put the mails, in the order of their names, in these states."""
    mails = dispatch.mails.order_by("name")
    for mail, state in zip(mails, states.values(), strict=False):
        accepted_at = timezone.now() if state == MailState.ACCEPTED else None
        OutgoingMail.objects.filter(pk=mail.pk).update(state=state, accepted_at=accepted_at)


def test_progress_is_counted_from_the_rows_of_every_part():
    press = mailed.press_list(2)
    mailed.journalist("Texte", press, preferred_format="text")
    dispatch = mailed.launch(releases.approved(), press)
    settle(dispatch, a="accepted", b="uncertain")
    progress = Progress(dispatch)
    assert (progress.total, progress.done, progress.waiting, progress.uncertain) == (3, 2, 1, 1)
    assert progress.may_be_cancelled


def test_an_export_says_who_got_which_version_when_and_holds_no_formula():
    press = mailed.press_list(0)
    contact = mailed.journalist("=CMD()", press, address="lea@example.org", first_name="")
    media = Media.objects.create(name="+Radio", kind="radio")
    Position.objects.create(contact=contact, media=media)
    dispatch = mailed.launch(releases.approved(), press)
    settle(dispatch, a="accepted")
    text = csv_text(EXPORT_HEADER, export_rows(dispatch, dispatch.mails.all()))
    header, row = csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=";")
    found = dict(zip(header, row, strict=True))
    assert found["Journaliste"] == "'=CMD()"
    assert found["Média"] == "'+Radio"
    assert found["Adresse"] == "lea@example.org"
    assert found["État"] == "acceptée"
    assert found["Accepté le"].count(":") == 2
    assert found["Message-ID"].startswith("<")
    assert found["Empreinte de la version"] == dispatch.version.digest


def test_contacts_and_their_medias_cost_the_same_queries_for_one_and_for_many(
    django_assert_num_queries,
):
    dispatch = mailed.launch(releases.approved(), mailed.press_list(12))
    for mails in (dispatch.mails.all()[:1], dispatch.mails.all()):
        mails = list(mails)
        with django_assert_num_queries(2):
            assert all(delivery.medias == "" for delivery in with_contacts(mails))


def test_a_card_that_is_gone_leaves_the_mail():
    dispatch = mailed.launch(releases.approved(), mailed.press_list(1))
    Contact.objects.get().addresses.all().delete()
    (delivery,) = with_contacts(dispatch.mails.all())
    assert delivery.contact is None
    assert delivery.medias == ""


def test_an_audience_costs_the_same_queries_for_one_and_for_many(django_assert_max_num_queries):
    small, large = mailed.press_list(1, "Petite"), mailed.press_list(30, "Grande")
    for each in (small, large):
        with django_assert_max_num_queries(4):
            audience_of([each])
