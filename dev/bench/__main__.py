"""make bench: 5,000 messages of 20 kB to a fast local server; the outbox and the others, side by side.

    python -m dev.bench [--messages 5000] [--rounds 3] [--only fast … pages campaigns]

Everything is real: PostgreSQL, Valkey, Celery workers as `make run` starts them. Rounds are interleaved and
the median counts, since other work on the machine disturbs each contender in turn. Commits reach the
operating system, then, in a part of its own and in all that follows, the disk. Then, each in a database of
its own, the import of contacts, the pages over a million deliveries and those of campaigns over 360,000 rows.
Ends with a table, writes var/bench.json.
"""

import argparse
import sys

from dev.bench import table
from dev.bootstrap import ROOT
from dev.processes import Trouble, say
from dev.stage import Stage

RESULT = ROOT / "var" / "bench.json"
PARTS = ("fast", "rivals", "slow", "durable", "contacts", "pages", "campaigns")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--messages", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    options = parser.parse_args(arguments)
    say("→ Préparation…")
    with Stage(DJANGO_SETTINGS_MODULE="dev.bench.settings") as stage:
        stage.migrate()
        stage.collect_static()
        stage.set_up_django()
        figures = measure(stage, options)
    table.show(figures)
    table.keep(figures, RESULT)
    missed = [name for name, made in figures.items() if made.get("reached") is False]
    say(
        f"\nÉcrit dans {RESULT.relative_to(ROOT)}."
        + (f" Buts manqués : {', '.join(missed)}." if missed else "")
    )
    return 0


def measure(stage: Stage, options: argparse.Namespace) -> table.Figures:
    from dev import bench_campaigns, bench_contacts, bench_deliveries  # noqa: PLC0415 models need Django to be set up first
    from dev.bench.sending import Bench  # noqa: PLC0415

    bench = Bench(stage, options.messages, options.rounds)
    figures: table.Figures = {}
    for part in options.only:
        if part == "contacts":
            say("→ Import de 10 000 contacts…")
            stage.move_to_new_database(part)
            figures |= bench_contacts.run()
        elif part == "pages":
            say("→ Pages avec un million de courriels en base…")
            stage.move_to_new_database(part)
            figures |= bench_deliveries.run()
        elif part == "campaigns":
            say("→ Pages avec 200 000 demandes, 60 000 actions et 100 000 tâches en base…")
            stage.move_to_new_database(part)
            figures |= bench_campaigns.run()
        elif part == "rivals":
            ours = figures.get("outbox_2_workers")
            figures |= bench.rivals(ours and ours["value"])
        else:
            figures |= getattr(bench, part)()
    return figures


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        sys.exit(f"\n✗ {trouble}")
