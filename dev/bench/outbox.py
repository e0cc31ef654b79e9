"""The outbox with real Celery workers: warmed up, then measured from the launch to the last acceptance."""

import time
from dataclasses import dataclass

from comms.outbox.actions import create_mailing, queue_mail
from comms.outbox.content import MailContent, Recipient
from comms.outbox.models import Mailing, MailState
from comms.people.models import User
from dev.bench.message import HTML, SENDER, SUBJECT, TEXT, address, salutation
from dev.bench.meters import Peak, cpu_seconds, megabytes
from dev.processes import Child, Trouble
from dev.stage import Stage

CONTENT = MailContent(SUBJECT, TEXT, HTML, from_email=SENDER, unsubscribe=True)


@dataclass(frozen=True)
class Run:
    """`cpu`: seconds per 1,000 messages, workers and PostgreSQL; `memory`: MB above an idle worker."""

    rate: float
    first: float
    cpu: float
    memory: float


class Workers:
    """Celery workers on a stage, idle memory taken before they sent anything."""

    def __init__(self, stage: Stage, **environment: str) -> None:
        self._stage = stage
        self._environment = environment
        self._idle: dict[int, float] = {}
        self.children: list[Child] = []

    def grow_to(self, count: int) -> None:
        newborn = [self._stage.worker(**self._environment) for _ in range(count - len(self.children))]
        self._stage.wait_until_ready(*newborn)
        time.sleep(0.5)
        self._idle |= {child.pid: megabytes(child.pid) for child in newborn}
        self.children += newborn
        warm_up(self._stage, len(self.children))

    def stop(self) -> None:
        self._stage.stop(*self.children)
        self.children = []

    def run(self, count: int, delay: float = 0) -> Run:
        """One mailing to `count` people, until the server has them all and the database says so."""
        pids = list(self._idle)
        time.sleep(1)
        self._stage.sink.reset(delay)
        used = cpu_seconds([*pids, self._stage.cluster.child.pid])
        guests = recipients(count)
        with Peak(pids) as peak:
            launched_at = time.monotonic()
            mailing = launch(guests)
            stats = self._stage.sink.wait_for(count, timeout=600)
            wait_until_done(mailing)
        used = cpu_seconds([*pids, self._stage.cluster.child.pid]) - used
        return Run(
            rate=count / (stats.last_at - launched_at),
            first=stats.first_at - launched_at,
            cpu=used / count * 1000,
            memory=max(peak.of[pid] - self._idle[pid] for pid in pids),
        )


def recipients(count: int) -> list[Recipient]:
    return [
        Recipient(
            address(number),
            "",
            {
                "salutation": salutation(number),
                "unsubscribe_url": f"https://example.org/presse/desinscription/{number}",
            },
        )
        for number in range(count)
    ]


def launch(guests: list[Recipient]) -> Mailing:
    return create_mailing(
        title="Banc d’essai", content=CONTENT, recipients=guests, scope="press", created_by=author()
    )


def author() -> User:
    user, _ = User.objects.get_or_create(
        email="bench@example.org", defaults={"first_name": "Banc", "last_name": "D’essai"}
    )
    return user


def warm_up(stage: Stage, workers: int) -> None:
    """Each worker has sent something, so has this process: nobody measures imports."""
    for _ in range(3):
        stage.sink.reset(0.002)
        count = 300 * workers
        mailing = launch(recipients(count))
        queue_mail(to="chauffe@example.org", content=MailContent("Chauffe", "x"))
        stage.sink.wait_for(count + 1, timeout=120)
        wait_until_done(mailing)


def wait_until_done(mailing: Mailing) -> None:
    ends_at = time.monotonic() + 60
    while mailing.mails.exclude(state=MailState.ACCEPTED).exists() or mailing.portions.exists():
        if time.monotonic() > ends_at:
            raise Trouble(f"L'envoi ne se termine pas : {mailing.counts()}")
        time.sleep(0.1)
