"""The blows, the wait until nothing moves any more, and the figures."""

import random
import time
from argparse import Namespace

import redis
from django.db import connection

from comms.outbox.doorbell import ring
from comms.outbox.models import Mailing
from dev.chaos.mailing import launch, viewer
from dev.chaos.verdict import Verdict, judge
from dev.processes import Child, Trouble, say
from dev.stage import Stage

PATIENCE = 240
CONTROL_RECIPIENTS = 600


def run(stage: Stage, options: Namespace) -> tuple[Verdict, float]:
    """The mailing under fire; each blow falls when another share of the recipients has been served."""
    dice = random.Random(options.seed)
    stage.beat()
    stage.beat()
    workers = [stage.worker() for _ in range(options.workers)]
    stage.wait_until_ready(*workers)
    started = time.monotonic()
    mailing = launch(options.recipients)
    for blow in range(1, options.kills + 1):
        wait_for(stage, blow * options.recipients // (options.kills + 2))
        victim = dice.choice(workers)
        victim.popen.kill()
        workers[workers.index(victim)] = stage.worker()
        if blow == options.kills // 3:
            restart_broker(stage)
        if blow == options.kills * 2 // 3:
            stage.cluster.restart("immediate")
            connection.close()
    wait_until_settled(mailing)
    seconds = time.monotonic() - started
    verdict = judge(mailing, stage.sink.received(), viewer())
    stage.stop(*stage.children)
    return verdict, seconds


def doubles_of_slow_claims(stage: Stage, count: int, *, locks: str) -> int:
    """How many mails are sent twice by workers whose claims meet, nobody being killed."""
    stage.sink.reset(0.005)
    workers: list[Child] = [stage.worker("dev.chaos.slow_claims", CHAOS_LOCKS=locks) for _ in range(count)]
    stage.wait_until_ready(*workers)
    mailing = launch(CONTROL_RECIPIENTS)
    for _ in workers:
        ring()
    wait_until_settled(mailing)
    stage.stop(*workers)
    received = [address for address, _ in stage.sink.received()]
    return len(received) - len(set(received))


def restart_broker(stage: Stage) -> None:
    redis.Redis.from_url(stage.valkey.url).flushall()
    stage.valkey.kill()
    stage.valkey.restart()


def wait_for(stage: Stage, count: int) -> None:
    stage.sink.wait_for(count, timeout=PATIENCE)


def wait_until_settled(mailing: Mailing) -> None:
    """Until the machine has nothing more to do for any mail."""
    ends_at = time.monotonic() + PATIENCE
    while mailing.mails.open().exists() or mailing.portions.exists():
        if time.monotonic() > ends_at:
            raise Trouble(f"L'envoi ne se termine pas : {mailing.counts()}")
        time.sleep(0.2)


def tell(verdict: Verdict, seconds: float, kills: int) -> None:
    line("reçus par le serveur", verdict.delivered)
    line("perdus", verdict.lost)
    line("en double", verdict.twice)
    line(f"incertains, montrés à une personne (au plus {kills})", verdict.uncertain - verdict.hidden)
    line("incertains, montrés nulle part", verdict.hidden)
    line("dont l'état en base contredit le serveur", verdict.untrue)
    line("secondes", round(seconds, 1))


def line(words: str, figure: float) -> None:
    say(f"  {words:55} {figure:>8}")
