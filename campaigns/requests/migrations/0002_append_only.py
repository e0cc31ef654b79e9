from django.db import migrations

from comms.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("requests", "0001_initial")]

    operations = [AppendOnly("requests_message"), AppendOnly("requests_turn")]
