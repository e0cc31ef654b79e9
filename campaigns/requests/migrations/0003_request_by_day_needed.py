from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests", "0002_append_only")]

    operations = [
        migrations.AddIndex(
            model_name="communicationrequest",
            index=models.Index(
                fields=["needed_on"], include=("id", "state", "entered_by"), name="request_by_day_needed"
            ),
        ),
    ]
