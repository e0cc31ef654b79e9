"""Who asked not to be written to isn't, from the very next claim on."""

import pytest
from django.db import IntegrityError, transaction

from comms.outbox.actions import allow_again, erase_address, is_opted_out, opt_out
from comms.outbox.models import MailState, OptOut, OutgoingMail
from comms.outbox.models.opposition import EVERYTHING
from tests.outbox.factories import mailing, personal, send, states

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scope", ["press", EVERYTHING])
def test_an_opposition_after_the_launch_is_honoured_at_the_claim(smtp_server, scope):
    sent = mailing(3)
    opt_out(address="J1@Media.nc", scope=scope, source="lien de désinscription")
    send()
    assert states(sent)["j1@media.nc"] == MailState.EXCLUDED
    assert sent.mails.get(address="j1@media.nc").reason == "Ne souhaite plus recevoir ces envois."
    assert sorted(message.rcpt_tos[0] for message in smtp_server.messages) == ["j0@media.nc", "j2@media.nc"]
    sent.refresh_from_db()
    assert sent.state == "done"


def test_an_opposition_to_something_else_changes_nothing(smtp_server):
    opt_out(address="j1@media.nc", scope="newsletter", source="essai")
    sent = mailing(3)
    send()
    assert set(states(sent).values()) == {MailState.ACCEPTED}


def test_a_personal_mail_leaves_all_the_same(smtp_server):
    opt_out(address="lea@example.org", scope=EVERYTHING, source="essai")
    personal("lea@example.org")
    send()
    assert len(smtp_server.messages) == 1


def test_the_list_keeps_no_address():
    opt_out(address="lea@media.nc", scope="press", source="courrier du 3 mars")
    assert not any("lea" in str(value) for row in OptOut.objects.values() for value in row.values())
    assert is_opted_out(address=" LEA@media.nc ", scope="press")
    assert not is_opted_out(address="lea@media.nc", scope="newsletter")


def test_the_first_date_and_source_are_kept():
    first = opt_out(address="lea@media.nc", scope="press", source="courrier du 3 mars")
    again = opt_out(address="lea@media.nc", scope="press", source="import")
    assert (again.pk, again.source, again.created_at) == (first.pk, "courrier du 3 mars", first.created_at)
    with pytest.raises(IntegrityError, match="opposed_once_a_scope"), transaction.atomic():
        OptOut.objects.create(address_hash=first.address_hash, scope="press", source="x")


def test_only_the_very_opposition_is_lifted():
    opt_out(address="lea@media.nc", scope="press", source="x")
    assert not allow_again(address="lea@media.nc", scope="newsletter")
    assert allow_again(address="Lea@media.nc", scope="press")
    assert not is_opted_out(address="lea@media.nc", scope="press")


def test_an_erased_person_leaves_no_trace_but_is_still_not_written_to(smtp_server):
    first, second = mailing(1), mailing(1)
    send()
    waiting = mailing(1)
    opt_out(address="j0@media.nc", scope="press", source="x")
    assert erase_address(address="j0@media.nc") == 2
    kept = OutgoingMail.objects.filter(mailing__in=[first, second]).values_list(
        "address", "name", "substitutions"
    )
    assert set(map(str, kept)) == {"('(effacée)', '', {})"}
    assert OutgoingMail.objects.get(mailing=first).accepted_at
    send()
    assert states(waiting) == {"j0@media.nc": MailState.EXCLUDED}
