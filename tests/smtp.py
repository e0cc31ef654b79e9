"""A real SMTP server on a socket that records what it got and misbehaves on demand."""

import asyncio
import email
import email.policy
import logging
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP

from dev.processes import free_port

FOREVER = 10**9
logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd says hello at each connection


@dataclass(frozen=True)
class Received:
    """One message that the server took: after its reply to the final dot it is the server's."""

    mail_from: str
    rcpt_tos: list[str]
    data: bytes
    connection: int
    at: datetime

    @property
    def mail(self) -> EmailMessage:
        return email.message_from_bytes(self.data, policy=email.policy.default)


@dataclass
class Script:
    """What the server does instead of saying yes."""

    recipients: dict[str, deque[tuple[str, int]]] = field(default_factory=dict)
    data: deque[tuple[str, int]] = field(default_factory=deque)
    drops: deque[str] = field(default_factory=deque)
    delay: float = 0
    mute: bool = False

    @staticmethod
    def next_reply(replies: deque[tuple[str, int]] | None) -> str | None:
        if not replies:
            return None
        reply, times = replies.popleft()
        if times > 1:
            replies.appendleft((reply, times - 1))
        return reply


class _Conversation(SMTP):
    def connection_made(self, transport: asyncio.Transport) -> None:
        self.number = self.event_handler.count_connection()
        if self.event_handler.script.mute:
            self.event_handler.silent.append(transport)  # accepted by TCP, and never a word
            return
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self.transport:
            super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        if self.transport:
            super().data_received(data)

    def eof_received(self) -> bool | None:
        return super().eof_received() if self.transport else None


class SmtpServer:
    """`messages` holds what was accepted, in order. A refusal lasts `times` uses (without it: for good).

    server.refuse("a@example.org", 451, "4.7.1 Greylisted", times=1)    one recipient
    server.refuse_data(552, "5.2.3 Trop gros")                         at the final dot
    server.drop("before")   cut before accepting the message           (nothing recorded)
    server.drop("after")    cut after accepting it, without a reply    (recorded)
    server.delay = 0.05     seconds that each message takes
    server.mute()           new connections are accepted and never answered
    server.stop(); server.start()                                       same port: a relay that is down
    """

    host = "127.0.0.1"

    def __init__(self) -> None:
        self.port = free_port()
        self.messages: list[Received] = []
        self.connections = 0
        self.script = Script()
        self.silent: list[asyncio.Transport] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._transports: set[asyncio.Transport] = set()

    @property
    def url(self) -> str:
        return f"smtp://{self.host}:{self.port}"

    def start(self) -> None:
        ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=[ready], name="smtp", daemon=True)
        self._thread.start()
        if not ready.wait(10):
            raise RuntimeError("the SMTP server of the test did not start")

    def stop(self) -> None:
        if self._loop:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop = None

    def refuse(
        self, address: str, code: int = 550, text: str = "5.1.1 User unknown", times: int = FOREVER
    ) -> None:
        self.script.recipients.setdefault(address.lower(), deque()).append((f"{code} {text}", times))

    def refuse_data(self, code: int = 554, text: str = "5.7.1 Refused", times: int = FOREVER) -> None:
        self.script.data.append((f"{code} {text}", times))

    def drop(self, when: str, times: int = 1) -> None:
        assert when in ("before", "after")
        self.script.drops.extend([when] * times)

    @property
    def delay(self) -> float:
        return self.script.delay

    @delay.setter
    def delay(self, seconds: float) -> None:
        self.script.delay = seconds

    def mute(self) -> None:
        self.script.mute = True

    def behave(self) -> None:
        """Forget every refusal, cut and delay."""
        self.script = Script()

    def to(self, address: str) -> list[Received]:
        return [message for message in self.messages if address in message.rcpt_tos]

    def wait_for(self, count: int, timeout: float = 10) -> list[Received]:
        """The messages, once there are at least `count`; an AssertionError when they don't come."""
        end = time.monotonic() + timeout
        while len(self.messages) < count:
            assert time.monotonic() < end, f"{len(self.messages)} messages of {count} after {timeout} s"
            time.sleep(0.01)
        return self.messages

    def count_connection(self) -> int:
        self.connections += 1
        return self.connections

    def _serve(self, ready: threading.Event) -> None:
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(
            loop.create_server(self._conversation, self.host, self.port, reuse_address=True)
        )
        self._loop = loop
        loop.call_soon(ready.set)
        loop.run_forever()
        server.close()
        for transport in [*self._transports, *self.silent]:
            transport.abort()
        self.silent.clear()
        pending = asyncio.all_tasks(loop)
        for task in pending:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
        loop.close()

    def _conversation(self) -> SMTP:
        return _Conversation(self, hostname="relais.example.org", ident="relais", data_size_limit=50_000_000)

    # --- the hooks that aiosmtpd calls -------------------------------------------------------

    async def handle_RCPT(self, server, session, envelope, address: str, options: list) -> str:
        if refusal := Script.next_reply(self.script.recipients.get(address.lower())):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: _Conversation, session, envelope) -> str:
        if self.script.delay:
            await asyncio.sleep(self.script.delay)
        if refusal := Script.next_reply(self.script.data):
            return refusal
        drop = self.script.drops.popleft() if self.script.drops else None
        if drop != "before":
            self.messages.append(
                Received(
                    mail_from=envelope.mail_from,
                    rcpt_tos=list(envelope.rcpt_tos),
                    data=envelope.content,
                    connection=server.number,
                    at=datetime.now(UTC),
                )
            )
        if drop:
            server.transport.abort()
        return f"250 2.0.0 Ok: queued as {len(self.messages)}"
