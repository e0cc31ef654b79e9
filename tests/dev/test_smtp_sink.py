"""The demo's relay keeps each message whole, and not for ever."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

from dev.smtp_sink import Mailbox

SESSION = SimpleNamespace(peer=("127.0.0.1", 40_000))


def receive(mailbox, content=b"Subject: essai\r\n\r\nBonjour \xe9\r\n", recipients=("a@example.org",)):
    envelope = SimpleNamespace(content=content, mail_from="mairie@example.org", rcpt_tos=list(recipients))
    # in a thread: a browser test before this one leaves Playwright's loop running in ours
    with ThreadPoolExecutor() as pool:
        return pool.submit(asyncio.run, mailbox.handle_DATA(None, SESSION, envelope)).result()


def test_a_message_is_kept_byte_for_byte_beside_its_envelope(tmp_path):
    reply = receive(Mailbox(tmp_path / "mail"))
    name = reply.rpartition(" ")[2]
    assert reply.startswith("250 ")
    assert (tmp_path / "mail" / f"{name}.eml").read_bytes() == b"Subject: essai\r\n\r\nBonjour \xe9\r\n"
    envelope = json.loads((tmp_path / "mail" / f"{name}.json").read_text())
    assert envelope.pop("received_at").endswith("+00:00")
    assert envelope == {
        "peer": "127.0.0.1:40000",
        "mail_from": "mairie@example.org",
        "rcpt_to": ["a@example.org"],
    }


def test_only_the_newest_are_kept_across_restarts_too(tmp_path):
    names = [receive(Mailbox(tmp_path, kept=3)).rpartition(" ")[2] for _ in range(5)]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        f"{name}.{suffix}" for name in names[2:] for suffix in ("eml", "json")
    )
