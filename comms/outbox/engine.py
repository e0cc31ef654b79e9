"""The engine that sends: one slice of work after the other, each with one or several lines to the relay.

A line carries one mail after the other. Before a message's data leave, the mark « remise commencée » is
committed, in the same commit as the outcome of the line's last mail. So whenever the process is killed, each
line leaves one mail at most of which nobody knows whether it arrived; what was only claimed is given back.
"""

import logging
import os
import secrets
import socket
import threading
import time

from django.conf import settings
from django.db import InterfaceError, OperationalError

from comms.outbox import claims, outcomes, relay, senders
from comms.outbox.batches import Batches, Parcel
from comms.outbox.claims import Claimed
from comms.outbox.ledger import Ledger
from comms.outbox.senders import Outcome
from comms.outbox.smtp import Connection, RelayTrouble, Uncertain

logger = logging.getLogger(__name__)

#: One line does as long as the relay answers so quickly; beyond, each line is worth so much of its delay.
QUICK_RELAY = 0.008
LINE_SHARE = 0.0015


_turnstile = threading.Lock()
_asked = threading.Event()


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
        return self._is_stopped or self._ledger.is_lost or time.monotonic() > self._ends_at

    # --- lines ---------------------------------------------------------------------------------

    def _work(self, line: "_Line", *, is_first: bool = False) -> None:
        done: list[Outcome] = []
        try:
            while not line.is_one_too_many and (parcel := self._take(done, may_wait=is_first)):
                done[:] = self._deliver(line, parcel, done)
                self._add_lines()
        finally:
            self._ledger.write(done)
            line.quit()
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

    # --- one mail ------------------------------------------------------------------------------

    def _deliver(self, line: "_Line", parcel: Parcel, done: list[Outcome]) -> list[Outcome]:
        """Send it. `done` is committed meanwhile; what is returned is to be, with the next."""
        mail = parcel.mail
        try:
            message = parcel.compose()
        except Exception as error:  # whatever is wrong with this one, its neighbours leave
            return [*done, outcomes.of_uncomposable(mail, error)]
        started = time.monotonic()
        try:
            line.begin(parcel.sender, mail.address)
        except RelayTrouble as trouble:
            self._ledger.write(done)
            self._relay_failed(line, mail, trouble)
            return []
        asked = time.monotonic()
        if not self._ledger.write(done, begin=mail):
            line.drop()  # the relay knows the recipient already, and must not wait for the message
            self._batches.set_back(mail)
            return []
        written = time.monotonic() - asked
        try:
            answer = line.wire.finish(message)
        except RelayTrouble as trouble:
            self._relay_failed(line, mail, trouble)
            return []
        except Uncertain as cut:
            line.drop()
            self._count_failure(str(cut))
            return [outcomes.of_cut(mail, cut)]
        if outcomes.is_about_the_relay(answer):
            self._relay_failed(line, mail, RelayTrouble(answer.reply.in_french))
            return []
        self._measure(time.monotonic() - started - written)
        return [outcomes.of_answer(mail, answer, self._batches.database_time())]

    def _measure(self, seconds: float) -> None:
        self._latency = 0.8 * self._latency + 0.2 * seconds if self._latency else seconds
        if self._relay_was_down:
            self._relay_was_down = False
            with self._ledger.lock:
                relay.recovered()

    def _relay_failed(self, line: "_Line", mail: Claimed, trouble: RelayTrouble) -> None:
        """Nothing was delivered and no try is burnt. A connection that carried some mails was only closed."""
        was_good = line.has_carried
        line.drop()
        with self._ledger.lock:
            self._ledger.forget(mail.pk)
            claims.give_back(self.me, [mail.pk])
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


class _Line:
    """A place for one connection to the relay, opened at the first mail and again after a cut."""

    def __init__(self) -> None:
        self.wire: Connection | None = None
        self.is_one_too_many = False

    @property
    def has_carried(self) -> bool:
        return self.wire is not None and self.wire.carried > 0

    def begin(self, sender: str, address: str) -> None:
        if self.wire:
            try:
                self.wire.begin(sender, address)
            except RelayTrouble:
                self.drop()  # closed by the relay since the last mail
            else:
                return
        self.wire = Connection.open()
        self.wire.begin(sender, address)

    def drop(self) -> None:
        if self.wire:
            self.wire.close()
            self.wire = None

    def quit(self) -> None:
        if self.wire:
            self.wire.quit()
            self.wire = None
