"""Several lines, one database connection: whoever comes first writes for all who wait, in one commit."""

import logging
import threading
import time
from collections import deque
from collections.abc import Sequence

from django.db import InterfaceError, OperationalError, connections

from comms.outbox import claims
from comms.outbox.claims import Outcome

logger = logging.getLogger(__name__)
#: For so long an outcome that PostgreSQL can't take is kept in memory and tried again.
PATIENCE = 90.0
ALIAS = "default"


class _Request:
    __slots__ = ("begin", "is_granted", "outcomes")

    def __init__(self, outcomes: Sequence[Outcome], begin: int | None) -> None:
        self.outcomes = tuple(outcomes)
        self.begin = begin
        self.is_granted: bool | None = None


class Ledger:
    """`lock` guards the connection: every line takes it for whatever it asks of the database."""

    def __init__(self, me: str) -> None:
        self.lock = threading.Lock()
        self._me = me
        self._connection = connections[ALIAS]
        self._waiting: deque[_Request] = deque()

    def open(self) -> None:
        self._connection.inc_thread_sharing()

    def close(self) -> None:
        self._connection.dec_thread_sharing()

    def lend_connection(self) -> None:
        """The calling thread uses our connection from now on, under the lock, instead of one of its own."""
        connections[ALIAS] = self._connection

    def take_back_connection(self) -> None:
        del connections[ALIAS]

    def write(self, outcomes: Sequence[Outcome], begin: int | None = None) -> bool:
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

    def _write_all(self) -> None:
        requests = [self._waiting.popleft() for _ in range(len(self._waiting))]
        outcomes = [outcome for request in requests for outcome in request.outcomes]
        begin = [request.begin for request in requests if request.begin is not None]
        granted = self._exchange(outcomes, begin)
        for request in requests:
            request.is_granted = request.begin in granted

    def _exchange(self, outcomes: list[Outcome], begin: list[int]) -> set[int]:
        ends_at = time.monotonic() + PATIENCE
        while True:
            try:
                return claims.exchange(self._me, outcomes, begin)
            except (OperationalError, InterfaceError) as error:
                self._connection.close()
                if time.monotonic() > ends_at:
                    logger.critical(
                        "%s réponses du relais n’ont pas pu être écrites : %s", len(outcomes), error
                    )
                    return set()
                logger.warning("PostgreSQL ne répond pas (%s) : nouvel essai", str(error).strip())
                time.sleep(0.2)
