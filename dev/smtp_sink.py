"""The demo's relay: a real SMTP server that keeps each message in a folder and sends nothing on.

`python -m dev.smtp_sink HOST PORT FOLDER`. A message is two files named by its moment, so that names sort by
time: NAME.eml, the bytes as received, then NAME.json, its envelope: `received_at` (ISO, UTC), `peer`,
`mail_from`, `rcpt_to` (a list). The envelope comes last and at once: who finds it finds the message whole.
"""

import asyncio
import json
import logging
import secrets
import signal
import sys
from collections import deque
from datetime import UTC, datetime
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

KEPT = 2_000
LARGEST = 40 * 1024 * 1024
logging.getLogger("mail.log").setLevel(logging.WARNING)


class Mailbox:
    """aiosmtpd calls `handle_DATA` once a message has come in whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._names = deque(sorted(path.stem for path in folder.glob("*.json")))

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        now = datetime.now(UTC)
        name = f"{now:%Y%m%dT%H%M%S.%f}-{secrets.token_hex(4)}"
        (self.folder / f"{name}.eml").write_bytes(envelope.content)
        said = {
            "received_at": now.isoformat(),
            "peer": "{}:{}".format(*session.peer[:2]),
            "mail_from": envelope.mail_from,
            "rcpt_to": envelope.rcpt_tos,
        }
        unfinished = self.folder / f"{name}.tmp"
        unfinished.write_text(json.dumps(said, ensure_ascii=False))
        unfinished.rename(self.folder / f"{name}.json")
        self._names.append(name)
        while len(self._names) > KEPT:
            self._forget(self._names.popleft())
        return f"250 2.0.0 Ok: queued as {name}"

    def _forget(self, name: str) -> None:
        for suffix in ("json", "eml"):  # the envelope first: it announces the message
            (self.folder / f"{name}.{suffix}").unlink(missing_ok=True)


async def serve(host: str, port: int, folder: Path) -> None:
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(ending, stopping.set)
    mailbox = Mailbox(folder)
    server = await loop.create_server(
        lambda: SMTP(mailbox, hostname="boite-d-essai.example.org", ident="Comms", data_size_limit=LARGEST),
        host,
        port,
    )
    async with server:
        await stopping.wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])))
