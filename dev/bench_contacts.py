"""How long an import of 10,000 press contacts takes: reading, analysing, writing, then the same file again.

`run()` needs a migrated database of its own (it leaves its contacts there): `make bench` gives it one, or
    DATABASE_URL=… .venv/bin/python -m dev.bench_contacts
"""

import os
import random
import resource
import time

import django

from dev.bench.table import figure

LINES = 10_000
LAST_NAMES = [
    "Niaouli",
    "Banian",
    "Kaori",
    "Tamanou",
    "Houp",
    "Pandanus",
    "Bancoule",
    "Tiaré",
    "Faré",
    "Gaïac",
    "Cocotier",
    "Santal",
    "Bourao",
]
FIRST_NAMES = [
    "Léa",
    "Marc",
    "Hélène",
    "Paul",
    "Maïté",
    "Élodie",
    "Kévin",
    "Océane",
    "Yann",
    "Waïa",
    "François",
    "Noëlla",
    "Sylvain",
    "Aurélien",
]
MEDIAS = (
    ("Le Quotidien d’essai", "Presse écrite", "Quotidien"),
    ("Radio d’essai", "Radio", "Continu"),
    ("Télé d’essai", "Télévision", "Quotidien"),
    ("Site d’essai", "Site d'information", "Continu"),
    ("L’Hebdo d’essai", "Presse écrite", "Hebdomadaire"),
)
RUBRICS = ("Communes", "Culture", "Sport", "Société", "Politique", "Économie", "Environnement", "Agenda")
HEADER = (
    "Civilité;Nom;Prénom;Média;Type;Périodicité;Fonction;Rubriques;Courriel;Tél. fixe;Mobile;"
    "Heure de bouclage;Remarques;Ne plus contacter"
)


def sample(lines: int = LINES) -> bytes:
    """A file as towns have them: Windows encoding, semicolons, phones and hours written in every way."""
    dice = random.Random(687)
    rows = [HEADER]
    for number in range(lines):
        media, kind, periodicity = dice.choice(MEDIAS)
        last, first = f"{dice.choice(LAST_NAMES)}-{number}", dice.choice(FIRST_NAMES)
        phone = f"{dice.randint(240000, 299999)}"
        rows.append(
            f"{dice.choice(('Mme', 'M.'))};{dice.choice((last, last.upper()))};{first};{media};{kind};"
            f"{periodicity};Journaliste;{', '.join(dice.sample(RUBRICS, 2))};contact{number}@example.org;"
            f"{dice.choice((phone, f'+687 {phone[:2]}.{phone[2:4]}.{phone[4:]}', ''))};;"
            f"{dice.choice(('11h00', '16 h 30', '17:00', ''))};à l’étage « {number} »;"
            f"{'oui' if number % 200 == 0 else ''}"
        )
    return "\r\n".join(rows).encode("cp1252")


def run(lines: int = LINES) -> dict[str, dict[str, object]]:
    """{name: {"value", "unit"}} as `var/bench.json` holds them."""
    from comms.people.models import User  # noqa: PLC0415 the models need Django to be set up first
    from press.actions.import_work import work_on  # noqa: PLC0415
    from press.actions.imports import choose_columns, launch_import, receive_file  # noqa: PLC0415

    actor, _ = User.objects.get_or_create(
        email="bench@example.org", defaults={"first_name": "Banc", "last_name": "d’essai"}
    )
    content = sample(lines)
    times = []
    created = []
    for _ in range(2):
        start = time.perf_counter()
        imported = receive_file(actor=actor, name="banc.csv", content=content)
        choose_columns(run=imported, actor=actor, columns=imported.columns)
        work_on(run_id=imported.pk)
        analysed = time.perf_counter()
        imported.refresh_from_db()
        created.append(imported.counts["new"])
        launch_import(run=imported, actor=actor, faults_seen=imported.counts["faulty"])
        work_on(run_id=imported.pk)
        times.append((analysed - start, time.perf_counter() - analysed))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (analysis, writing), (again, _) = times
    return {
        "import_10000_contacts_analysis": {"value": round(analysis, 2), "unit": "s"},
        "import_10000_contacts_writing": {"value": round(writing, 2), "unit": "s"},
        "import_10000_contacts_whole": figure(analysis + writing, "s", goal="≤ 10"),
        "import_10000_contacts_again_new": {"value": created[1], "unit": "fiches"},
        "import_10000_contacts_again_analysis": {"value": round(again, 2), "unit": "s"},
        "import_10000_contacts_peak_memory": {"value": round(memory), "unit": "Mo"},
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comms.settings")
    django.setup()
    for name, figure in run().items():
        print(f"{name:42} {figure['value']:>8} {figure['unit']}")
