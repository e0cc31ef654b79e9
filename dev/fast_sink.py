"""An SMTP server in a process of its own, fast enough not to be what is measured. Loopback only.

    with FastSink(delay=0.05) as sink:       delay: seconds that each message takes
        sink.port, sink.stats(), sink.received()

It says yes to everything, speaks PIPELINING as real relays do, and keeps of each message only the recipient,
the Message-ID and the moment (of the machine's monotonic clock, the same for all processes).
"""

import asyncio
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from dev.processes import Trouble, free_port

END = b"\r\n.\r\n"
ACCEPTED = b"250 2.0.0 Ok\r\n"
ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Stats:
    count: int
    first_at: float
    last_at: float


class _Book:
    """What was accepted since the last reset."""

    def __init__(self) -> None:
        self.delay = 0.0
        self.reset()

    def reset(self) -> None:
        self.messages: list[tuple[str, str]] = []
        self.first_at = self.last_at = 0.0

    def accept(self, recipients: list[bytes], message: bytearray) -> None:
        self.last_at = time.monotonic()
        self.first_at = self.first_at or self.last_at
        start = message.find(b"Message-ID: ") + 12
        message_id = bytes(message[start : message.find(b"\r\n", start)]).decode("ascii", "replace").strip()
        self.messages += [(recipient.decode("ascii", "replace"), message_id) for recipient in recipients]


class _Conversation(asyncio.Protocol):
    def __init__(self, book: _Book) -> None:
        self.book = book
        self.buffer = bytearray()
        self.recipients: list[bytes] = []
        self.in_data = False
        self.is_busy = False
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        seen = max(0, len(self.buffer) - len(END))
        self.buffer += data
        self.work(seen)

    def work(self, seen: int = 0) -> None:
        """Answer what has arrived, in order and in one packet, up to a message that takes its time."""
        replies: list[bytes] = []
        while not self.is_busy:
            if self.in_data:
                end = self.buffer.find(END, seen)
                if end < 0:
                    break
                self.take_message(end, replies)
            else:
                end = self.buffer.find(b"\r\n")
                if end < 0:
                    break
                replies.append(self.answer(bytes(self.buffer[:end])))
                del self.buffer[: end + 2]
            seen = 0
        if replies:
            self.transport.write(b"".join(replies))

    def take_message(self, end: int, replies: list[bytes]) -> None:
        message = self.buffer[: min(end, 2000)]
        del self.buffer[: end + len(END)]
        self.in_data = False
        recipients, self.recipients = self.recipients, []
        if self.book.delay:
            self.is_busy = True
            asyncio.get_running_loop().call_later(self.book.delay, self.accept_late, recipients, message)
        else:
            self.book.accept(recipients, message)
            replies.append(ACCEPTED)

    def accept_late(self, recipients: list[bytes], message: bytearray) -> None:
        """The message is ours even when whoever sent it is gone and never sees the answer."""
        self.is_busy = False
        self.book.accept(recipients, message)
        if not self.transport.is_closing():
            self.transport.write(ACCEPTED)
            self.work()

    def answer(self, line: bytes) -> bytes:
        verb = line[:4].upper()
        if verb == b"RCPT":
            self.recipients.append(line[line.find(b"<") + 1 : line.rfind(b">")])
        elif verb == b"DATA":
            self.in_data = True
            return b"354 go\r\n"
        elif verb == b"EHLO":
            return b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES\r\n"
        elif verb == b"QUIT":
            self.transport.close()
            return b""
        elif verb in (b"MAIL", b"RSET"):
            self.recipients = []
        return b"250 2.1.0 Ok\r\n"


class FastSink:
    """The process, driven by JSON lines over its standard input and output."""

    def __init__(self, delay: float = 0) -> None:
        self.port = free_port()
        self._delay = delay
        self._process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        return self._process.pid

    def __enter__(self) -> "FastSink":
        self._process = subprocess.Popen(
            [sys.executable, "-m", "dev.fast_sink", str(self.port)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        if self._process.stdout.readline().strip() != "ready":
            raise Trouble("Le serveur SMTP de mesure n’a pas démarré.")
        self.reset(self._delay)
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()

    def reset(self, delay: float = 0) -> None:
        self._ask({"do": "reset", "delay": delay})

    def stats(self) -> Stats:
        return Stats(**self._ask({"do": "stats"}))

    def received(self) -> list[tuple[str, str]]:
        """(recipient, Message-ID) of each message, in order."""
        return [tuple(message) for message in self._ask({"do": "received"})]

    def wait_for(self, count: int, timeout: float) -> Stats:
        """As soon as so many are accepted; a Trouble when they don't come."""
        ends_at = time.monotonic() + timeout
        while (stats := self.stats()).count < count:
            if time.monotonic() > ends_at:
                raise Trouble(f"{stats.count} messages sur {count} après {timeout:.0f} s.")
            time.sleep(0.05)
        return stats

    def _ask(self, question: dict) -> object:
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


async def _serve(port: int) -> None:
    book = _Book()
    loop = asyncio.get_running_loop()
    await loop.create_server(lambda: _Conversation(book), "127.0.0.1", port)
    questions = asyncio.StreamReader(limit=2**20)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(questions), sys.stdin)
    print("ready", flush=True)
    while line := await questions.readline():
        print(json.dumps(_answer(book, json.loads(line))), flush=True)


def _answer(book: _Book, question: dict) -> object:
    if question["do"] == "reset":
        book.reset()
        book.delay = question["delay"]
        return True
    if question["do"] == "received":
        return book.messages
    return {"count": len(book.messages), "first_at": book.first_at, "last_at": book.last_at}


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
