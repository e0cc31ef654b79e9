"""The first plan is written once; the channels and the templates that a town starts from."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations

BASELINE_ONCE = """
CREATE FUNCTION planning_keep_baseline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Le premier plan ne se récrit pas.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER baseline_is_written_once BEFORE UPDATE OF baseline_due_on ON planning_task
    FOR EACH ROW WHEN (
        OLD.baseline_due_on IS NOT NULL AND NEW.baseline_due_on IS DISTINCT FROM OLD.baseline_due_on
    ) EXECUTE FUNCTION planning_keep_baseline();
CREATE TRIGGER baseline_is_written_once BEFORE UPDATE OF baseline_starts_on ON planning_action
    FOR EACH ROW WHEN (
        OLD.baseline_starts_on IS NOT NULL AND NEW.baseline_starts_on IS DISTINCT FROM OLD.baseline_starts_on
    ) EXECUTE FUNCTION planning_keep_baseline();
"""
NO_BASELINE = """
DROP TRIGGER baseline_is_written_once ON planning_action;
DROP TRIGGER baseline_is_written_once ON planning_task;
DROP FUNCTION planning_keep_baseline();
"""

CHANNELS = (
    "Site de la Ville", "Page Facebook", "Communiqué de presse", "Affiches", "Panneaux", "Bulletin municipal",
    "Flyers", "Invitations", "Radio", "SMS", "Affichage interne",
)  # fmt: skip

TO_ADJUST = "Délais proposés, à ajuster par la cellule."

#: name: (title, working days before J0, duration, who, needs approval, ranks of the steps it comes after)
TEMPLATES: dict[str, tuple[tuple[str, int, int, str, bool, tuple[int, ...]], ...]] = {
    "Événement": (
        ("Décision et cadrage", 60, 3, "head", True, ()),
        ("Brief avec la direction organisatrice", 45, 3, "head", False, (1,)),
        ("Maquettes des supports", 38, 6, "assistant", False, (2,)),
        ("Bon à tirer", 30, 2, "assistant", True, (3,)),
        ("Livraison des impressions", 21, 8, "assistant", False, (4,)),
        ("Affichage et mise en ligne", 15, 3, "assistant", False, (5,)),
        ("Invitation presse", 7, 2, "assistant", True, (2,)),
        ("Dernier rappel sur les réseaux", 1, 1, "assistant", False, (6,)),
        ("Présence et photos le jour même", 0, 1, "assistant", False, ()),
        ("Photos en ligne et remerciements", -1, 1, "assistant", False, (9,)),
        ("Bilan", -15, 2, "head", False, (10,)),
    ),
    "Affiche": (
        ("Brief et textes", 30, 2, "assistant", False, ()),
        ("Maquette", 25, 5, "assistant", False, (1,)),
        ("Bon à tirer", 20, 2, "assistant", True, (2,)),
        ("Impression", 12, 6, "assistant", False, (3,)),
        ("Affichage", 5, 3, "assistant", False, (4,)),
    ),
    "Bulletin municipal": (
        ("Comité éditorial et sommaire", 50, 2, "head", True, ()),
        ("Collecte des textes des directions", 35, 12, "assistant", False, (1,)),
        ("Photos et relecture", 28, 5, "assistant", False, (2,)),
        ("Mise en page", 20, 7, "assistant", False, (3,)),
        ("Bon à tirer", 15, 3, "head", True, (4,)),
        ("Impression", 6, 8, "assistant", False, (5,)),
        ("Distribution et mise en ligne", 0, 4, "assistant", False, (6,)),
    ),
    "Campagne d’information": (
        ("Objectif, publics et messages", 45, 4, "head", True, ()),
        ("Plan des supports et des canaux", 38, 3, "head", False, (1,)),
        ("Conception", 30, 8, "assistant", False, (2,)),
        ("Validation de la création", 22, 3, "assistant", True, (3,)),
        ("Production des supports", 12, 8, "assistant", False, (4,)),
        ("Programmation des publications", 4, 2, "assistant", False, (4,)),
        ("Lancement", 0, 1, "head", False, (5, 6)),
        ("Bilan", -15, 2, "head", False, (7,)),
    ),
    "Inauguration": (
        ("Date arrêtée avec le cabinet", 40, 2, "head", True, ()),
        ("Liste des invités", 30, 4, "assistant", True, (1,)),
        ("Invitations envoyées", 20, 3, "assistant", False, (2,)),
        ("Éléments de langage", 10, 3, "head", True, (1,)),
        ("Dossier de presse et invitation des médias", 7, 3, "assistant", True, (1,)),
        ("Plaque, ruban et matériel vérifiés", 3, 1, "assistant", False, (1,)),
        ("Inauguration : accueil et photos", 0, 1, "assistant", False, (3,)),
        ("Communiqué et photos en ligne", -1, 1, "assistant", True, (7,)),
        ("Bilan", -15, 1, "head", False, (8,)),
    ),
}


def make_defaults(apps: Apps, schema_editor: Any) -> None:
    channel = apps.get_model("planning", "Channel")
    channel.objects.bulk_create(
        channel(name=name, position=position) for position, name in enumerate(CHANNELS, start=1)
    )
    for name, rows in TEMPLATES.items():
        template = apps.get_model("planning", "PlanTemplate").objects.create(name=name, description=TO_ADJUST)
        steps = [
            template.steps.create(
                position=position, title=title, offset=offset, duration=duration, role=role, needs_approval=approval
            )
            for position, (title, offset, duration, role, approval, _) in enumerate(rows, start=1)
        ]
        for step, row in zip(steps, rows, strict=True):
            step.after.set([steps[rank - 1] for rank in row[5]])


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_initial")]

    operations = [
        migrations.RunSQL(BASELINE_ONCE, NO_BASELINE),
        migrations.RunPython(make_defaults, migrations.RunPython.noop, elidable=False),
    ]
