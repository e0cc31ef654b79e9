"""The demo's relay, as its own process, spoken to by SMTP: it keeps each message whole, and not for ever."""

import json
import smtplib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dev.bootstrap import ROOT
from dev.processes import Child, attempts, free_port
from dev.smtp_sink import KEPT

MESSAGE = b"Subject: essai\r\n\r\nBonjour \xe9\r\n"


@contextmanager
def sink(folder: Path) -> Iterator[int]:
    """The port of a sink that keeps its messages in `folder`."""
    port = free_port()
    command = [sys.executable, "-m", "dev.smtp_sink", "127.0.0.1", str(port), folder]
    child = Child("smtp", command, log=folder.parent / "smtp.log", cwd=ROOT)
    try:
        yield port
    finally:
        child.stop()


def send(port: int, *recipients: str) -> None:
    for _ in attempts(15):
        try:
            with smtplib.SMTP("127.0.0.1", port, timeout=5) as client:
                client.sendmail("mairie@example.org", recipients, MESSAGE)
            return
        except ConnectionRefusedError:
            continue
    raise AssertionError("the sink doesn't answer")


def envelopes(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json"))


def test_a_message_is_kept_byte_for_byte_beside_its_envelope(tmp_path):
    folder = tmp_path / "mail"
    with sink(folder) as port:
        send(port, "a@example.org", "b@example.org")
    (kept,) = envelopes(folder)
    assert kept.with_suffix(".eml").read_bytes() == MESSAGE
    envelope = json.loads(kept.read_text())
    assert envelope.pop("received_at").endswith("+00:00")
    assert envelope.pop("peer").startswith("127.0.0.1:")
    assert envelope == {"mail_from": "mairie@example.org", "rcpt_to": ["a@example.org", "b@example.org"]}


def test_only_the_newest_are_kept_across_restarts_too(tmp_path):
    folder = tmp_path / "mail"
    folder.mkdir()
    for number in range(KEPT):
        earlier = folder / f"20260101T000000.{number:06}-0"
        earlier.with_name(earlier.name + ".eml").write_bytes(MESSAGE)
        earlier.with_name(earlier.name + ".json").write_text("{}")
    with sink(folder) as port:
        send(port, "a@example.org")
    kept = envelopes(folder)
    assert len(kept) == len(list(folder.glob("*.eml"))) == KEPT
    assert kept[0].name.startswith("20260101T000000.000001")
