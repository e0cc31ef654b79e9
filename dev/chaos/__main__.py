"""make chaos: 2,000 recipients on a real SMTP socket while everything that sends is killed.

    python -m dev.chaos [--recipients 2000] [--kills 20] [--workers 4] [--seed 7]

During one mailing: 20 × kill -9 of a random worker (another one starts), one FLUSHALL and kill -9 of Valkey,
one immediate restart of PostgreSQL, two beats at once. Then the same without locks, which must show
duplicates. The last line is for scripts; the exit status is 0 when every promise held.
"""

import argparse
import random
import sys

from dev.processes import Trouble, say
from dev.stage import Stage

#: What the relay takes for a message: slow enough for twenty kills to fall into one mailing.
RELAY_DELAY = 0.03
#: A row of a killed worker is free again after so long.
LEASE = "8"


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    say(f"→ {options.recipients} destinataires, {options.kills} kill -9, graine {options.seed}…")
    with Stage(
        delay=RELAY_DELAY, durable=True, OUTBOX_LEASE_SECONDS=LEASE, OUTBOX_SLICE_SECONDS="3"
    ) as stage:
        stage.migrate()
        stage.collect_static()
        stage.set_up_django()
        from dev.chaos import ordeal  # noqa: PLC0415 its models need Django to be set up first

        verdict, seconds = ordeal.run(stage, options)
        ordeal.tell(verdict, seconds, options.kills)
        say("→ Contre-épreuve : des réservations si lentes qu'elles se croisent…")
        locked = ordeal.doubles_of_slow_claims(stage, options.workers, locks="on")
        ordeal.line("en double, verrous en place (il n'en faut aucun)", locked)
        unlocked = ordeal.doubles_of_slow_claims(stage, options.workers, locks="off")
        ordeal.line("en double, sans verrou (il en faut)", unlocked)
    held = verdict.holds(options.kills) and not locked and unlocked
    say("Tout a tenu." if held else "✗ Une promesse n'a pas tenu.")
    say(str(verdict))
    return 0 if held else 1


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make chaos")
    parser.add_argument("--recipients", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    return parser.parse_args(arguments)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        sys.exit(f"\n✗ {trouble}")
