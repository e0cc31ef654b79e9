from django.db import migrations

from comms.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("strategy", "0001_initial")]
    operations = [AppendOnly("strategy_measure")]
