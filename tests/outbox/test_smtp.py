"""The conversation with the relay, and what is known after a cut."""

import socket
import threading
import time

import pytest

from comms.outbox import smtp
from comms.outbox.outcomes import is_about_the_relay
from comms.outbox.smtp import Connection, RelayTrouble, Stage, Uncertain

MESSAGE = b"Subject: x\r\n\r\nBonjour\r\n"
SENDER = "communication@example.org"


def say(connection: Connection, address: str, message: bytes = MESSAGE):
    connection.tell(SENDER, address)
    answer = connection.hear()
    return connection.finish(message) if answer.reply.code == 354 else answer


def test_one_connection_carries_many_messages(relay):
    connection = Connection.open()
    for number in range(5):
        answer = say(connection, f"j{number}@media.nc")
        assert (answer.stage, answer.reply.code) == (Stage.MESSAGE, 250)
    connection.quit()
    assert relay.connections == 1
    assert [message.rcpt_tos for message in relay.messages] == [
        [f"j{number}@media.nc"] for number in range(5)
    ]
    assert relay.messages[0].mail_from == SENDER
    assert relay.messages[0].data == MESSAGE
    assert connection.carried == 5


@pytest.mark.parametrize(("code", "text"), [(550, "5.1.1 Inconnu"), (450, "4.7.1 Greylisted")])
def test_a_refused_recipient_leaves_the_connection_fit_for_the_next(relay, code, text):
    relay.refuse("parti@media.nc", code, text)
    connection = Connection.open()
    refused = say(connection, "parti@media.nc")
    assert (refused.stage, str(refused.reply)) == (Stage.RECIPIENT, f"{code} {text}")
    assert say(connection, "lea@media.nc").reply.is_yes
    assert [message.rcpt_tos for message in relay.messages] == [["lea@media.nc"]]
    assert relay.connections == 1


def test_a_message_refused_at_the_end_leaves_the_connection_fit_for_the_next(relay):
    relay.refuse_data(552, "5.3.4 Trop gros", times=1)
    connection = Connection.open()
    assert say(connection, "lea@media.nc").reply.code == 552
    assert say(connection, "lea@media.nc").reply.is_yes


def test_a_cut_after_the_final_dot_is_uncertain_whether_the_relay_took_it_or_not(relay):
    for when in ("before", "after"):
        relay.drop(when)
        with pytest.raises(Uncertain):
            say(Connection.open(), "lea@media.nc")
    assert len(relay.messages) == 1


def test_a_cut_before_the_message_is_certain(relay):
    connection = Connection.open()
    relay.stop()
    with pytest.raises(RelayTrouble):
        say(connection, "lea@media.nc")
    relay.start()
    assert not relay.messages


def test_a_message_that_has_not_all_left_is_certain():
    """The relay stops reading in the middle: the final dot is still here."""
    ours, theirs = socket.socketpair()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    connection = Connection.__new__(Connection)
    connection._socket, connection._timeout, connection._deadline = ours, 0.3, time.monotonic() + 0.3
    ours.settimeout(0.3)
    with pytest.raises(RelayTrouble, match="ne répond plus"):
        connection._hand_over(b"x" * 10_000_000, dot=10_000_000)
    theirs.close()


def test_a_relay_that_is_down_is_told_in_french(relay):
    relay.stop()
    with pytest.raises(RelayTrouble, match="refuse la connexion"):
        Connection.open()
    relay.start()


def test_a_relay_that_never_greets_frees_the_sender_in_time(relay, monkeypatch):
    monkeypatch.setattr(smtp, "GREETING_SECONDS", 0.5)
    relay.mute()
    started = time.monotonic()
    with pytest.raises(RelayTrouble):
        Connection.open()
    assert time.monotonic() - started < 2


def test_the_real_delays_leave_less_than_20_seconds(settings):
    assert smtp.CONNECT_SECONDS + smtp.GREETING_SECONDS < 20
    assert settings.EMAIL_TIMEOUT < 20


def test_a_relay_that_hangs_after_the_message_frees_the_sender_in_time(relay, settings):
    settings.EMAIL_TIMEOUT = 0.5
    relay.delay = 30
    started = time.monotonic()
    with pytest.raises(Uncertain, match="ne répond plus"):
        say(Connection.open(), "lea@media.nc")
    assert time.monotonic() - started < 2


def test_a_relay_that_answers_drop_by_drop_has_no_more_time_than_a_silent_one(settings):
    settings.EMAIL_TIMEOUT = 1
    listener = socket.create_server(("127.0.0.1", 0))
    settings.EMAIL_HOST, settings.EMAIL_PORT = listener.getsockname()
    settings.EMAIL_HOST_USER, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "", False, False

    def drip() -> None:
        client, _ = listener.accept()
        client.sendall(b"220 x\r\n")
        client.recv(100)
        client.sendall(b"250 x\r\n")
        try:
            while True:
                client.sendall(b"250-x\r\n")
                time.sleep(0.1)
        except OSError:
            client.close()

    threading.Thread(target=drip, daemon=True).start()
    connection = Connection.open()
    started = time.monotonic()
    with pytest.raises(RelayTrouble, match="ne répond plus"):
        say(connection, "lea@media.nc")
    assert time.monotonic() - started < 3
    connection.close()
    listener.close()


def test_a_refused_sender_is_about_the_relay_not_about_the_recipient(relay):
    async def refuse(*_):
        return "550 5.7.1 Sender refused"

    relay.handle_MAIL = refuse
    connection = Connection.open()
    assert is_about_the_relay(say(connection, "lea@media.nc"))
