"""Several lines, one database connection: whoever comes first writes for all who wait, in one commit."""

import logging
import threading
import time
from collections import deque
from collections.abc import Collection, Sequence

from django.db import InterfaceError, OperationalError, connections

from comms.outbox import senders
from comms.outbox.claims import Claimed
from comms.outbox.senders import Outcome

logger = logging.getLogger(__name__)
#: For so long an outcome that PostgreSQL can't take is kept in memory and tried again.
PATIENCE = 90.0
#: So many outcomes, or so old ones, go from the sender's row to the mails' own rows.
MOST_UNSETTLED = 16
OLDEST_UNSETTLED = 0.3
ALIAS = "default"


class _Request:
    __slots__ = ("begin", "is_granted", "outcomes")

    def __init__(self, outcomes: Sequence[Outcome], begin: Claimed | None) -> None:
        self.outcomes = tuple(outcomes)
        self.begin = begin
        self.is_granted: bool | None = None


class Ledger:
    """`lock` guards the connection: every line takes it for whatever it asks of the database.

    `is_lost`: our lease was over and our work given to others; nothing may be begun any more.
    """

    def __init__(self, me: str) -> None:
        self.lock = threading.RLock()
        self.is_lost = False
        self._me = me
        self._connection = connections[ALIAS]
        self._waiting: deque[_Request] = deque()
        self._begun: set[int] = set()
        self._unsettled: list[Outcome] = []
        self._settled_at = 0.0
        self._is_enrolled = False

    def open(self) -> None:
        self._connection.inc_thread_sharing()

    def close(self) -> None:
        """Every line has ended. A row that can't be deleted now is buried when its lease is over."""
        try:
            if self._is_enrolled and not self.is_lost:
                senders.retire(self._me)
        finally:
            self._connection.dec_thread_sharing()

    def lend_connection(self) -> None:
        """The calling thread uses our connection from now on, under the lock, instead of one of its own."""
        connections[ALIAS] = self._connection

    def take_back_connection(self) -> None:
        del connections[ALIAS]

    def enrol(self) -> bool:
        """In the transaction of a claim; False when the lease is over, and the claim must not stand."""
        if self._is_enrolled:
            self.is_lost = self.is_lost or not senders.stay(self._me)
        else:
            senders.enrol(self._me)
        return not self.is_lost

    def enrolled(self) -> None:
        """The transaction of the claim is committed."""
        self._is_enrolled = True

    def write(self, outcomes: Sequence[Outcome], begin: Claimed | None = None) -> bool:
        """Once this returns, the outcomes are committed; True when the mail `begin` may be sent now.

        While PostgreSQL is restarting they are kept and tried again: what the relay has answered isn't lost.
        """
        if not outcomes and begin is None:
            return False
        request = _Request(outcomes, begin)
        self._waiting.append(request)
        with self.lock:
            if request.is_granted is None:
                self._write_all()
        return bool(request.is_granted)

    def settle(self) -> None:
        """Bring what is known to the mails' own rows: before waiting, and at the end."""
        with self.lock:
            if self._unsettled:
                self._insist([], [], must_settle=True)

    def forget(self, pk: int) -> None:
        """It was granted and, for sure, not sent."""
        with self.lock:
            self._begun.discard(pk)

    def _write_all(self) -> None:
        requests = [self._waiting.popleft() for _ in range(len(self._waiting))]
        outcomes = [outcome for request in requests for outcome in request.outcomes]
        begin = [request.begin for request in requests if request.begin is not None]
        stopped = self._insist(outcomes, begin)
        for request in requests:
            mail = request.begin
            request.is_granted = mail is not None and stopped is not None and mail.mailing_id not in stopped
            if mail is not None and not request.is_granted:
                self._begun.discard(mail.pk)

    def _insist(
        self, outcomes: list[Outcome], begin: list[Claimed], *, must_settle: bool = False
    ) -> set[int] | None:
        """The mailings that were stopped; None when nothing may begin."""
        self._begun.difference_update(outcome.pk for outcome in outcomes)
        self._begun.update(mail.pk for mail in begin)
        mailings = {mail.mailing_id for mail in begin if mail.mailing_id is not None}
        self._unsettled += outcomes
        age = time.monotonic() - self._settled_at
        must_settle = must_settle or len(self._unsettled) >= MOST_UNSETTLED or age > OLDEST_UNSETTLED
        ends_at = time.monotonic() + PATIENCE
        while not self.is_lost:
            try:
                return self._exchange(outcomes, mailings, must_settle)
            except (OperationalError, InterfaceError) as error:
                self._connection.close()
                if time.monotonic() > ends_at:
                    logger.critical(
                        "%s réponses du relais ne sont pas écrites : %s", len(self._unsettled), error
                    )
                    return None
                logger.warning("PostgreSQL ne répond pas (%s) : nouvel essai", str(error).strip())
                time.sleep(0.2)
        senders.write(self._me, outcomes)
        return None

    def _exchange(
        self, outcomes: list[Outcome], mailings: Collection[int], must_settle: bool
    ) -> set[int] | None:
        begun = sorted(self._begun)
        if must_settle:
            stopped = senders.settle(self._me, self._unsettled, begun, mailings)
            self._settled_at = time.monotonic()
        else:
            stopped = senders.exchange(self._me, outcomes, begun, mailings)
        if stopped is None:
            self.is_lost = True
            senders.write(self._me, self._unsettled)
        if must_settle or self.is_lost:
            self._unsettled.clear()
        return stopped
