"""What a slice has claimed, and what is needed to make it into messages."""

import contextlib
import time
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction

from comms.outbox import claims
from comms.outbox.claims import Claimed
from comms.outbox.doorbell import ring
from comms.outbox.ledger import Ledger
from comms.outbox.mime import Template, Words, date_header
from comms.outbox.models import Letter
from comms.outbox.turns import Turn, take_turn

FIRST_BATCH, LARGEST_BATCH = 40, 400
#: A claim takes what is sent in about so long: a personal mail then waits for no more than that.
BATCH_SECONDS = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class Parcel:
    """A claimed mail and its letter."""

    mail: Claimed
    template: Template | Exception
    sender: str
    date: bytes

    def compose(self) -> bytes:
        if isinstance(self.template, Exception):
            raise self.template
        mail = self.mail
        return self.template.message(
            Words(mail.address, mail.name, mail.message_id, mail.substitutions), self.date
        )


class Batches:
    """Several lines take from it; whoever finds it empty claims the next batch."""

    def __init__(self, me: str, ledger: Ledger) -> None:
        self._me = me
        self._ledger = ledger
        self._parcels: deque[Parcel] = deque()
        self._letters: dict[int, tuple[Template | Exception, str]] = {}
        self._clock = timedelta(0)
        self._size = FIRST_BATCH
        self._asked_at = 0.0

    def __len__(self) -> int:
        return len(self._parcels)

    def take(self) -> Parcel | None:
        try:
            return self._parcels.popleft()
        except IndexError:
            return None

    def refill(self) -> float | None:
        """Claim a batch; the seconds to wait before it is worth asking again, None when it isn't."""
        with self._ledger.lock:
            if self._parcels:
                return None
            size = self._next_size()
            asked_at = time.time()
            turn = self._claim(size)
            self._clock = turn.now - datetime.fromtimestamp(asked_at, UTC)
            self._load_letters({mail.letter_id for mail in turn.mails})
            date = date_header(turn.now.timestamp())
            self._parcels.extend(Parcel(mail, *self._letters[mail.letter_id], date) for mail in turn.mails)
        if self._asked_at == 0 and len(turn.mails) == size:
            ring()  # more than one sender's worth: another worker comes to help
        self._asked_at = time.monotonic()
        return turn.wait

    def _claim(self, size: int) -> Turn:
        """A claim stands only together with the row that says who holds it."""
        with transaction.atomic():
            turn = take_turn(self._me, size)
            if turn.mails and not self._ledger.enrol():
                transaction.set_rollback(True)
                return Turn(now=turn.now)
        if turn.mails:
            self._ledger.enrolled()
        return turn

    def database_time(self) -> datetime:
        """Now, by the database's clock: hosts may disagree."""
        return datetime.fromtimestamp(time.time(), UTC) + self._clock

    def set_back(self, mail: Claimed) -> None:
        """Its mailing was paused, or the lease is over: what was claimed with it goes back too."""
        with self._ledger.lock:
            back = [mail.pk]
            for parcel in list(self._parcels):
                if parcel.mail.letter_id == mail.letter_id:
                    with contextlib.suppress(ValueError):  # another line has just taken it
                        self._parcels.remove(parcel)
                        back.append(parcel.mail.pk)
            claims.give_back(self._me, back)

    def give_back(self) -> None:
        claims.give_back(self._me, [parcel.mail.pk for parcel in self._parcels])
        self._parcels.clear()

    def _next_size(self) -> int:
        """What the last batch's pace sends in BATCH_SECONDS."""
        if self._asked_at:
            pace = self._size / max(0.001, time.monotonic() - self._asked_at)
            self._size = max(FIRST_BATCH, min(LARGEST_BATCH, int(pace * BATCH_SECONDS)))
        return self._size

    def _load_letters(self, pks: Collection[int]) -> None:
        known = {pk: letter for pk, letter in self._letters.items() if pk in pks}
        for letter in Letter.objects.filter(pk__in=set(pks) - known.keys()):
            try:
                template: Template | Exception = Template(bytes(letter.source))
            except Exception as error:  # a letter that is damaged stops only its own mails
                template = error
            known[letter.pk] = (template, letter.sender)
        self._letters = known
