"""The engine that sends: one slice of work after the other, each with one or several lines to the relay.

A line carries one mail after the other. Before a message's data leave, the sender's row says so, in the same
commit as the outcome of the line's last mail. So whenever the process is killed, each
line leaves one mail at most of which nobody knows whether it arrived; what was only claimed is given back.
"""

import logging
import os
import secrets
import socket
import threading
import time
from typing import NamedTuple

from django.conf import settings
from django.db import InterfaceError, OperationalError

from comms.outbox import claims, outcomes, relay, senders
from comms.outbox.batches import Batches, Parcel
from comms.outbox.claims import Claimed
from comms.outbox.ledger import Ledger
from comms.outbox.senders import Outcome
from comms.outbox.smtp import Answer, Connection, RelayTrouble, Uncertain

logger = logging.getLogger(__name__)

#: One line does as long as the relay answers so quickly; beyond, each line is worth so much of its delay.
QUICK_RELAY = 0.008
LINE_SHARE = 0.0015


_turnstile = threading.Lock()
_asked = threading.Event()
_leaving = threading.Event()


def send_what_is_due(*, seconds: float | None = None, lines: int | None = None) -> bool:
    """Send for some seconds at most. True when there is more to send at once.

    One engine a process: asked while one is at work, it has that one look again before it ends.
    """
    seconds = settings.OUTBOX_SLICE_SECONDS if seconds is None else seconds
    has_more = False
    _asked.set()
    while _asked.is_set() and _turnstile.acquire(blocking=False):
        try:
            _asked.clear()
            has_more = Engine(seconds=seconds, lines=lines or settings.OUTBOX_CONNECTIONS).run()
        finally:
            _turnstile.release()
    return has_more


def leave() -> None:
    """The process is asked to end: what is on its way arrives, nothing else begins."""
    _leaving.set()


class Engine:
    """One slice. `lines`: how many conversations at once at most."""

    def __init__(self, *, seconds: float, lines: int) -> None:
        self.me = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(6)}"
        self._ends_at = time.monotonic() + seconds
        self._most_lines = lines
        self._ledger = Ledger(self.me)
        self._batches = Batches(self.me, self._ledger)
        self._threads: list[threading.Thread] = []
        self._count_lock = threading.Lock()
        self._line_count = 1
        self._latency = 0.0
        self._is_stopped = False
        self._is_cut_short = False
        self._relay_was_down = False

    def run(self) -> bool:
        """Work until nothing is due or the time is over; True when there is more to send at once."""
        self._ledger.open()
        try:
            senders.bury_the_dead()
            self._relay_was_down = relay.is_down()
            self._work(_Line(), is_first=True)
            for thread in self._threads:
                thread.join()
            self._ledger.settle()
            self._batches.give_back()
            claims.finish_mailings()
        except (OperationalError, InterfaceError) as error:
            logger.warning("PostgreSQL ne répond pas (%s) : la suite au prochain passage", error)
            self._stop()
        finally:
            self._ledger.close()
        return self._is_cut_short and not self._is_stopped

    @property
    def _is_over(self) -> bool:
        is_time_over = time.monotonic() > self._ends_at or _leaving.is_set()
        return self._is_stopped or self._ledger.is_lost or is_time_over

    # --- lines ---------------------------------------------------------------------------------

    def _work(self, line: "_Line", *, is_first: bool = False) -> None:
        done: list[Outcome] = []
        try:
            while not line.is_one_too_many and (ready := line.ahead or self._next(done, may_wait=is_first)):
                self._deliver(line, ready, done)
                self._add_lines()
        finally:
            self._ledger.write(done)
            self._give_back(line.quit())
            with self._count_lock:
                self._line_count -= 1

    def _thread(self) -> None:
        self._ledger.lend_connection()
        try:
            self._work(_Line())
        except Exception:
            logger.exception("une ligne vers le serveur d’envoi s’est arrêtée")
        finally:
            self._ledger.take_back_connection()

    def _add_lines(self) -> None:
        """As many as a slow relay needs; a quick one is served as fast by a single one."""
        if self._latency < QUICK_RELAY or self._line_count >= self._most_lines:
            return
        wanted = min(self._most_lines, int(self._latency / LINE_SHARE))
        with self._count_lock:
            missing = min(wanted - self._line_count, len(self._batches))
            self._line_count += max(0, missing)
        for _ in range(missing):
            thread = threading.Thread(target=self._thread, name="outbox-line", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _take(self, done: list[Outcome], *, may_wait: bool) -> Parcel | None:
        """The next mail. What the line has done is written before it waits for a claim."""
        while not self._is_over:
            if parcel := self._batches.take():
                return parcel
            self._ledger.write(done)
            done.clear()
            self._ledger.settle()
            try:
                wait = self._batches.refill()
            except (OperationalError, InterfaceError) as error:
                logger.warning("PostgreSQL ne répond pas (%s) : la suite au prochain passage", error)
                self._stop()
                return None
            if not self._batches:
                if wait is None or not may_wait:
                    return None
                time.sleep(min(wait, 0.5))
        self._is_cut_short = True
        return None

    def _next(self, done: list[Outcome], *, may_wait: bool) -> "_Ready | None":
        """The next mail that can be composed; for the others, that they can't is an outcome."""
        while parcel := self._take(done, may_wait=may_wait):
            if ready := self._composed(parcel, done):
                return ready
        return None

    def _ahead(self, line: "_Line", done: list[Outcome]) -> "_Ready | None":
        """The mail whose envelope may travel with the message before it; nobody waits for one."""
        while line.wire.pipelines and not self._is_over and (parcel := self._batches.take()):
            if ready := self._composed(parcel, done):
                return ready
        return None

    @staticmethod
    def _composed(parcel: Parcel, done: list[Outcome]) -> "_Ready | None":
        try:
            return _Ready(parcel.mail, parcel.compose(), (parcel.sender, parcel.mail.address))
        except Exception as error:  # whatever is wrong with this one, its neighbours leave
            done.append(outcomes.of_uncomposable(parcel.mail, error))
            return None

    # --- one mail ------------------------------------------------------------------------------

    def _deliver(self, line: "_Line", ready: "_Ready", done: list[Outcome]) -> None:
        """Send it. What is in `done` is committed before its data leave; its own outcome is left there."""
        mail = ready.mail
        started = time.monotonic()
        try:
            answer = line.ask(ready)
        except RelayTrouble as trouble:
            self._relay_failed(line, mail, trouble)
            return
        if outcomes.is_about_the_relay(answer):
            self._relay_failed(line, mail, RelayTrouble(answer.reply.in_french))
            return
        if answer.reply.code != 354:
            done.append(outcomes.of_answer(mail, answer, self._batches.database_time()))
            return
        asked = time.monotonic()
        granted = self._ledger.write(done, begin=mail)
        done.clear()
        if not granted:
            line.drop()  # the relay knows the recipient already, and must not wait for the message
            self._batches.set_back(mail)
            return
        waited = time.monotonic() - asked
        self._send_data(line, ready, done)
        self._measure(time.monotonic() - started - waited)

    def _send_data(self, line: "_Line", ready: "_Ready", done: list[Outcome]) -> None:
        line.ahead = self._ahead(line, done)
        try:
            answer = line.wire.finish(ready.message, line.ahead and line.ahead.envelope)
        except RelayTrouble as trouble:
            self._relay_failed(line, ready.mail, trouble)
        except Uncertain as cut:
            done.append(outcomes.of_cut(ready.mail, cut))
            self._give_back(line.drop())
            self._count_failure(str(cut))
        else:
            done.append(outcomes.of_answer(ready.mail, answer, self._batches.database_time()))
            if answer.reply.is_yes and self._relay_was_down:
                self._relay_was_down = False
                with self._ledger.lock:
                    relay.recovered()

    def _give_back(self, mail: Claimed | None) -> None:
        """Claimed, perhaps granted, and for sure not sent."""
        if mail is not None:
            with self._ledger.lock:
                self._ledger.forget(mail.pk)
                claims.give_back(self.me, [mail.pk])

    def _measure(self, seconds: float) -> None:
        self._latency = 0.8 * self._latency + 0.2 * seconds if self._latency else seconds

    def _relay_failed(self, line: "_Line", mail: Claimed, trouble: RelayTrouble) -> None:
        """Nothing was delivered and no try is burnt. A connection that carried some mails was only closed."""
        was_good = line.has_carried
        self._give_back(line.drop())
        self._give_back(mail)
        if not was_good and not self._does_without(line):
            self._count_failure(str(trouble))

    def _does_without(self, line: "_Line") -> bool:
        """A relay that takes no further connection is no failure while the others carry."""
        with self._count_lock:
            if self._line_count <= 1 or self._latency == 0:
                return False
            self._most_lines = max(1, self._line_count - 1)
        line.is_one_too_many = True
        return True

    def _count_failure(self, error: str) -> None:
        self._stop()
        with self._ledger.lock:
            relay.failed(error)

    def _stop(self) -> None:
        self._is_stopped = True


class _Ready(NamedTuple):
    """A claimed mail as it will travel."""

    mail: Claimed
    message: bytes
    envelope: tuple[str, str]


class _Line:
    """A place for one connection to the relay, opened at the first mail and again after a cut.

    `ahead`: the mail whose envelope the relay has been told already.
    """

    def __init__(self) -> None:
        self.wire: Connection | None = None
        self.ahead: _Ready | None = None
        self.is_one_too_many = False

    @property
    def has_carried(self) -> bool:
        return self.wire is not None and self.wire.carried > 0

    def ask(self, ready: _Ready) -> Answer:
        """What the relay says to the envelope, which it is told now unless it was told ahead."""
        if self.ahead is ready:
            self.ahead = None
        else:
            self._tell(ready)
        return self.wire.hear()

    def _tell(self, ready: _Ready) -> None:
        if self.wire:
            try:
                self.wire.tell(*ready.envelope)
            except RelayTrouble:
                self.drop()  # closed by the relay since the last mail
            else:
                return
        self.wire = Connection.open()
        self.wire.tell(*ready.envelope)

    def drop(self) -> Claimed | None:
        """Close without a word; the mail that the relay had been told ahead, if any."""
        if self.wire:
            self.wire.close()
            self.wire = None
        ahead, self.ahead = self.ahead, None
        return ahead and ahead.mail

    def quit(self) -> Claimed | None:
        """Close politely, unless the relay waits for a message: it would take the goodbye for one."""
        if self.wire and not self.ahead:
            self.wire.quit()
            self.wire = None
        return self.drop()
