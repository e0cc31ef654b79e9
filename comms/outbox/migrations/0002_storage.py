from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [
        migrations.RunSQL("INSERT INTO outbox_outboxcontrol (id, is_held, held_because, lateness_limit, "
                          "relay_failures, relay_error) VALUES (1, false, '', '1 hour', 0, '')",
                          migrations.RunSQL.noop),
        # room beside each row: a new version stays on its page, which keeps claims in order and quick
        migrations.RunSQL("ALTER TABLE outbox_outgoingmail SET (fillfactor = 75, "
                          "autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.1)",
                          "ALTER TABLE outbox_outgoingmail RESET (fillfactor, "
                          "autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor)"),
        # one row a worker, rewritten at each conversation: each version finds room on the same page
        migrations.RunSQL("ALTER TABLE outbox_sender SET (fillfactor = 10)",
                          "ALTER TABLE outbox_sender RESET (fillfactor)"),
        # read once by one worker: compressing them would slow the launch
        migrations.RunSQL("ALTER TABLE outbox_portion ALTER COLUMN recipients SET STORAGE EXTERNAL; "
                          "ALTER TABLE outbox_letter ALTER COLUMN source SET STORAGE EXTERNAL",
                          migrations.RunSQL.noop),
    ]
