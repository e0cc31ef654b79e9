"""The relay over TLS and with a login, as EMAIL_URL may ask."""

import socket
import ssl
import threading
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, AuthResult

from comms.outbox.smtp import Connection, RelayTrouble
from tests.smtp import SmtpServer

CERTIFICATE = Path(__file__).parent / "data" / "relay.pem"
MESSAGE = b"Subject: x\r\n\r\nBonjour\r\n"


class GuardedServer(SmtpServer):
    """Wants STARTTLS, then a login."""

    def _conversation(self) -> SMTP:
        kind = type(super()._conversation())
        return kind(
            self, hostname="relais.example.org", tls_context=server_tls(), require_starttls=True,
            authenticator=self.check, auth_required=True,
        )  # fmt: skip

    @staticmethod
    def check(server, session, envelope, mechanism, login) -> AuthResult:
        return AuthResult(success=(login.login, login.password) == (b"ville", b"secret"), handled=False)


def server_tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


@pytest.fixture
def guarded(settings, monkeypatch):
    """The settings name a relay that wants TLS and a login; its certificate is trusted."""
    server = GuardedServer()
    server.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = True, False
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "ville", "secret"
    real = ssl.create_default_context
    monkeypatch.setattr(ssl, "create_default_context", lambda: real(cafile=str(CERTIFICATE)))
    yield server
    server.stop()


def send() -> list[int]:
    connection = Connection.open()
    codes = []
    for _ in range(2):
        connection.tell("communication@example.org", "lea@media.nc")
        assert connection.hear().reply.code == 354
        codes.append(connection.finish(MESSAGE).reply.code)
    connection.quit()
    return codes


def test_starttls_then_a_login_then_the_mails(guarded):
    assert send() == [250, 250]
    assert guarded.messages[0].data == MESSAGE


def test_a_wrong_password_is_the_relays_trouble(guarded, settings):
    settings.EMAIL_HOST_PASSWORD = "faux"
    with pytest.raises(RelayTrouble, match="535"):
        send()


def test_a_certificate_that_nobody_trusts_is_refused(guarded, monkeypatch):
    monkeypatch.undo()
    with pytest.raises(RelayTrouble, match="CERTIFICATE_VERIFY_FAILED"):
        send()
    assert not guarded.messages


def test_without_the_login_that_the_relay_wants_nobody_is_refused_for_good(guarded, settings):
    settings.EMAIL_HOST_USER = ""
    connection = Connection.open()
    connection.tell("communication@example.org", "lea@media.nc")
    assert connection.hear().reply.code == 530


def test_tls_from_the_first_byte(guarded, settings):
    """The port 465 of many providers; a server of a few lines, since the usual one speaks STARTTLS."""
    listener = socket.create_server(("127.0.0.1", 0))
    settings.EMAIL_HOST, settings.EMAIL_PORT = listener.getsockname()
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL, settings.EMAIL_HOST_USER = False, True, ""
    heard: list[bytes] = []

    def serve() -> None:
        raw, _ = listener.accept()
        with server_tls().wrap_socket(raw, server_side=True) as client:
            client.sendall(b"220 relais\r\n")
            for line in client.makefile("rb"):
                heard.append(line)
                if line == b".\r\n" or line[:4].upper() in (b"EHLO", b"MAIL", b"RCPT"):
                    client.sendall(b"250 Ok\r\n")
                elif line == b"DATA\r\n":
                    client.sendall(b"354 go\r\n")
                elif line == b"QUIT\r\n":
                    return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    assert send() == [250, 250]
    thread.join(5)
    listener.close()
    assert heard.count(b"Bonjour\r\n") == 2
