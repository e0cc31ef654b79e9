from django.db import migrations

from comms.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial")]
    operations = [
        AppendOnly("approvals_version"),
        AppendOnly("approvals_decision"),
        AppendOnly("approvals_bypass"),
    ]
