from django.db import migrations

from comms.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("missions", "0001_initial")]

    operations = [AppendOnly("missions_award")]
