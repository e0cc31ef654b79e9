"""The senders' row is there before anybody asks for it."""

from django.core.management import call_command

from comms.outbox.models import OutboxControl


def test_an_emptied_database_gets_its_one_row_again(transactional_db):
    call_command("flush", interactive=False, verbosity=0)
    assert OutboxControl.objects.filter(pk=1).exists()
