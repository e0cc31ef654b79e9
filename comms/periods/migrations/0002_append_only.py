from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from comms.append_only import AppendOnly

SENTENCES = (
    "Point de situation avec le PC crise",
    "Appel d’un journaliste, réponse donnée",
    "Question posée au PC crise",
    "Rumeur repérée sur les réseaux",
    "Routes ou ponts coupés signalés",
    "Centre d’hébergement ouvert",
    "Photo reçue, gardée pour plus tard",
    "Relève : je passe la main",
)


def first_sentences(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    entries = apps.get_model("periods", "QuickEntry").objects
    for position, text in enumerate(SENTENCES, start=1):
        entries.create(text=text, position=position)


class Migration(migrations.Migration):
    dependencies = [("periods", "0001_initial")]

    operations = [
        AppendOnly("periods_neutralitycheck"),
        AppendOnly("periods_crisislogentry"),
        migrations.RunPython(first_sentences, migrations.RunPython.noop),
    ]
