"""One connection to the relay. After a cut one must know whether the message can have arrived.

Only once the final dot has been handed to the network may the relay have the message. Everything before is a
`RelayTrouble`: nothing was delivered, no try is burnt. Everything after, until the reply, is `Uncertain`.
"""

import contextlib
import os
import smtplib
import socket
import ssl
import threading
import time
from enum import Enum, auto
from typing import NamedTuple, Self

from django.conf import settings
from django.core.mail.utils import DNS_NAME

from comms.outbox.replies import Reply

CONNECT_SECONDS = 5.0
#: From the connection to the last answer of the greetings; with the seconds above, less than 20.
GREETING_SECONDS = 12.0
LONGEST_REPLY = 65536


class RelayTrouble(Exception):
    """The relay can't be used, or was cut before it can have had the message."""


class Uncertain(Exception):
    """Cut after the final dot and before the reply: it may have arrived."""


class Stage(Enum):
    SENDER = auto()
    RECIPIENT = auto()
    DATA = auto()
    MESSAGE = auto()


class Answer(NamedTuple):
    """The relay's last word on a message, and on what it was said."""

    reply: Reply
    stage: Stage


class Connection:
    """Carries one message after the other: tell() the envelope, hear() the answer, finish() the message.

    Where the relay pipelines, the next envelope travels in the packet of the message before it (RFC 2920).
    `carried` counts what was accepted: a connection that carried something was a good one.
    """

    def __init__(self, sock: socket.socket, pipelines: bool) -> None:
        self._socket = sock
        self.pipelines = pipelines
        self._received = bytearray()
        self._timeout = float(settings.EMAIL_TIMEOUT)
        self._deadline = 0.0
        self._needs_reset = self._was_reset = False
        self._lines: tuple[bytes, bytes] = (b"", b"")
        self.carried = 0
        sock.settimeout(self._timeout)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    @classmethod
    def open(cls) -> Self:
        """Connect, greet, encrypt and log in as EMAIL_URL says; RelayTrouble in less than 20 s."""
        kind = _TlsGreeting if settings.EMAIL_USE_SSL else _Greeting
        try:
            with _Watchdog() as watchdog:
                smtp = kind(watchdog)
                if settings.EMAIL_USE_TLS:
                    smtp.starttls(context=ssl.create_default_context())
                smtp.ehlo_or_helo_if_needed()
                if settings.EMAIL_HOST_USER:
                    smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        except smtplib.SMTPResponseException as error:
            raise RelayTrouble(str(_reply_of(error))) from error
        except (OSError, smtplib.SMTPException) as error:
            raise RelayTrouble(_words(error)) from error
        return cls(smtp.sock, smtp.has_extn("pipelining"))

    def tell(self, sender: str, address: str) -> None:
        """Send the envelope, without waiting for what is answered."""
        self._deadline = time.monotonic() + self._timeout
        self._hand_over(self._envelope_for(sender, address))

    def hear(self) -> Answer:
        """What the relay makes of the envelope: 354 at the stage DATA is a yes, anything else its refusal."""
        self._deadline = time.monotonic() + self._timeout
        try:
            if self._was_reset:
                self._read()
            self._was_reset = False
            return self._ask_pipelined() if self.pipelines else self._ask_one_by_one()
        except (OSError, ValueError) as error:
            raise RelayTrouble(_words(error)) from error

    def finish(self, message: bytes, ahead: tuple[str, str] | None = None) -> Answer:
        """After a yes: send the message, whose lines are all escaped already, and the envelope `ahead`."""
        following = self._envelope_for(*ahead) if ahead else b""
        self._hand_over(b"%s.\r\n%s" % (message, following), dot=len(message) + 3)
        try:
            reply = self._read()
        except (OSError, ValueError) as error:
            raise Uncertain(_words(error)) from error
        self.carried += reply.is_yes
        return Answer(reply, Stage.MESSAGE)

    def quit(self) -> None:
        """Say goodbye without waiting for the answer, and close."""
        with contextlib.suppress(OSError):
            self._socket.settimeout(1)
            self._socket.send(b"QUIT\r\n")
        self.close()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.close()

    def _envelope_for(self, sender: str, address: str) -> bytes:
        self._was_reset, self._needs_reset = self._needs_reset, False
        self._lines = (b"RCPT TO:<%s>\r\n" % address.encode("ascii"), b"DATA\r\n")
        first = (b"RSET\r\n" if self._was_reset else b"") + b"MAIL FROM:<%s>\r\n" % sender.encode("ascii")
        return first + b"".join(self._lines) if self.pipelines else first

    def _ask_pipelined(self) -> Answer:
        sender, recipient, data = self._read(), self._read(), self._read()
        answer = _last_word(sender, recipient, data)
        if answer.stage is not Stage.DATA and data.code == 354:
            self._socket.sendall(b".\r\n")  # RFC 2920: the relay waits for a message that has no recipient
            self._read()
        self._needs_reset = answer.reply.code != 354
        return answer

    def _ask_one_by_one(self) -> Answer:
        answer = Answer(self._read(), Stage.SENDER)
        for stage, line in zip((Stage.RECIPIENT, Stage.DATA), self._lines, strict=True):
            if not answer.reply.is_yes:
                break
            self._socket.sendall(line)
            answer = Answer(self._read(), stage)
        self._needs_reset = answer.reply.code != 354
        return answer

    def _hand_over(self, data: bytes, dot: int | None = None) -> None:
        """Hand all to the network in one go.

        `dot`: how many bytes there are up to the end of a message. A failure before they have all left is a
        RelayTrouble, one after it is Uncertain.
        """
        sent = 0
        try:
            sent = self._socket.send(data)
            while sent < len(data):
                self._watch_deadline()
                sent += self._socket.send(memoryview(data)[sent:])
        except OSError as error:
            kind = Uncertain if dot is not None and sent >= dot else RelayTrouble
            raise kind(_words(error)) from error

    def _read(self) -> Reply:
        lines = []
        while True:
            end = self._received.find(b"\n")
            if end < 0:
                self._receive()
                continue
            line = self._received[:end].decode("utf-8", "replace").rstrip()
            del self._received[: end + 1]
            lines.append(line[4:])
            if line[3:4] != "-":
                return Reply(int(line[:3]), " ".join(lines).replace("\x00", ""))

    def _receive(self) -> None:
        self._watch_deadline()
        data = self._socket.recv(4096)
        if not data:
            raise ConnectionResetError("le serveur d’envoi a coupé")
        self._received += data
        if len(self._received) > LONGEST_REPLY:
            raise ValueError("réponse sans fin du serveur d’envoi")

    def _watch_deadline(self) -> None:
        """A relay that answers byte after byte has no more time than one that is silent."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("délai dépassé")
        if left < self._timeout - 1:
            self._socket.settimeout(left)
            return
        if self._socket.gettimeout() != self._timeout:
            self._socket.settimeout(self._timeout)


class _Watchdog:
    """Cuts a connection whose greetings take too long, whatever TLS has made of it meanwhile."""

    def __init__(self) -> None:
        self._handle: socket.socket | None = None
        self._timer = threading.Timer(GREETING_SECONDS, self._cut)
        self._timer.daemon = True

    def watch(self, sock: socket.socket) -> None:
        self._handle = socket.socket(fileno=os.dup(sock.fileno()))
        self._timer.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._timer.cancel()
        if self._handle:
            self._handle.close()

    def _cut(self) -> None:
        with contextlib.suppress(OSError):
            self._handle.shutdown(socket.SHUT_RDWR)


class _Greeting(smtplib.SMTP):
    """smtplib for what comes before the first message."""

    def __init__(self, watchdog: _Watchdog) -> None:
        self._watchdog = watchdog
        super().__init__(
            settings.EMAIL_HOST,
            settings.EMAIL_PORT,
            local_hostname=DNS_NAME.get_fqdn(),
            timeout=CONNECT_SECONDS,
            **self._encryption(),
        )

    def _encryption(self) -> dict[str, ssl.SSLContext]:
        return {}

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        sock = super()._get_socket(host, port, timeout)
        self._watchdog.watch(sock)
        sock.settimeout(GREETING_SECONDS)
        return sock


class _TlsGreeting(_Greeting, smtplib.SMTP_SSL):
    def _encryption(self) -> dict[str, ssl.SSLContext]:
        return {"context": ssl.create_default_context()}


def _last_word(sender: Reply, recipient: Reply, data: Reply) -> Answer:
    if not sender.is_yes:
        return Answer(sender, Stage.SENDER)
    if not recipient.is_yes:
        return Answer(recipient, Stage.RECIPIENT)
    return Answer(data, Stage.DATA)


def _reply_of(error: smtplib.SMTPResponseException) -> Reply:
    said = error.smtp_error
    return Reply(error.smtp_code, said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said))


def _words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "le serveur d’envoi ne répond plus"
    if isinstance(error, ConnectionRefusedError):
        return "le serveur d’envoi refuse la connexion"
    return str(error) or type(error).__name__
