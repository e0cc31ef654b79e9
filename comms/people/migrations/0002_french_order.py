from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Names are sorted without their accents (`in_french_order`)."""

    dependencies = [("people", "0001_initial")]
    operations = [UnaccentExtension()]
