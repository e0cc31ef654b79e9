from django.db import migrations

from comms.append_only import AppendOnly


class Migration(migrations.Migration):
    """What was done in the admin stays written: who, when, which value became which."""

    dependencies = [("people", "0002_french_order"), ("admin", "0003_logentry_add_action_flag_choices")]
    operations = [AppendOnly("django_admin_log")]
