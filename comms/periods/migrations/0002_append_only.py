from django.db import migrations

from comms.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("periods", "0001_initial")]

    operations = [AppendOnly("periods_neutralitycheck"), AppendOnly("periods_crisislogentry")]
