"""The SMTP server of the tests does what its docstring says: other rooms' claims stand on it."""

import smtplib

import pytest

MAIL = b"Subject: essai\r\n\r\nBonjour\r\n"


@pytest.fixture
def client(smtp_server):
    with smtplib.SMTP(smtp_server.host, smtp_server.port, timeout=5) as client:
        yield client


def send(client, to="a@example.org"):
    client.sendmail("mairie@example.org", [to], MAIL)


def test_a_message_is_recorded_as_it_came(smtp_server, client):
    send(client)
    (received,) = smtp_server.messages
    assert (received.mail_from, received.rcpt_tos) == ("mairie@example.org", ["a@example.org"])
    assert received.mail["Subject"] == "essai"


def test_a_greylisted_recipient_is_refused_once_then_accepted(smtp_server, client):
    smtp_server.refuse("a@example.org", 451, "4.7.1 Greylisted", times=1)
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        send(client)
    assert refusal.value.recipients == {"a@example.org": (451, b"4.7.1 Greylisted")}
    send(client, "b@example.org")
    send(client)
    assert [message.rcpt_tos for message in smtp_server.messages] == [["b@example.org"], ["a@example.org"]]


@pytest.mark.parametrize(("when", "recorded"), [("before", 0), ("after", 1)])
def test_both_cuts_look_the_same_to_the_sender(smtp_server, client, when, recorded):
    smtp_server.drop(when)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(client)
    assert len(smtp_server.messages) == recorded


def test_a_stopped_server_refuses_the_connection_and_comes_back_on_its_port(smtp_server):
    smtp_server.stop()
    with pytest.raises(ConnectionRefusedError):
        smtplib.SMTP(smtp_server.host, smtp_server.port, timeout=5)
    smtp_server.start()
    with smtplib.SMTP(smtp_server.host, smtp_server.port, timeout=5) as client:
        send(client)
    assert len(smtp_server.messages) == 1


def test_a_mute_server_takes_the_connection_and_says_nothing(smtp_server):
    smtp_server.mute()
    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        smtplib.SMTP(smtp_server.host, smtp_server.port, timeout=0.3)
    smtp_server.behave()
    with smtplib.SMTP(smtp_server.host, smtp_server.port, timeout=5) as client:
        send(client)
