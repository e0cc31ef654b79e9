"""A relay that takes several commands in one packet, as Postfix and Exchange do, and counts its guests."""

import asyncio

from aiosmtpd.smtp import SMTP

from tests.smtp import SmtpServer


class PipeliningServer(SmtpServer):
    """`most_connections`: those beyond are sent away with a 421."""

    most_connections: int | None = None

    async def handle_EHLO(self, server, session, envelope, hostname: str, responses: list[str]) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]]

    def _conversation(self) -> SMTP | asyncio.Protocol:
        is_full = self.most_connections is not None and self.connections >= self.most_connections
        return _SentAway() if is_full else super()._conversation()


class _SentAway(asyncio.Protocol):
    def connection_made(self, transport: asyncio.Transport) -> None:
        transport.write(b"421 4.7.0 Too many connections\r\n")
        transport.close()
