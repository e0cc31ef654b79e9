"""What the server got, against what the database says and what a person can see."""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from comms.outbox.models import Mailing, MailState, OutgoingMail
from comms.people.models import User

ADDRESS = re.compile(r"[\w.-]+@[\w.-]+")


@dataclass(frozen=True)
class Verdict:
    """`untrue`: mails whose state in the database isn't what the server saw."""

    delivered: int
    lost: int
    twice: int
    uncertain: int
    hidden: int
    untrue: int

    def holds(self, kills: int) -> bool:
        """Nothing lost, twice, hidden or untrue, and one uncertain mail at most for each killed process."""
        return not (self.lost or self.twice or self.hidden or self.untrue) and self.uncertain <= kills

    def __str__(self) -> str:
        return f"lost={self.lost} twice={self.twice} uncertain={self.uncertain} hidden={self.hidden}"


def judge(mailing: Mailing, received: list[tuple[str, str]], viewer: User) -> Verdict:
    """Lost: neither at the server nor kept as uncertain, whatever the database believes."""
    mails = list(mailing.mails.all())
    got: dict[str, list[str]] = defaultdict(list)
    for address, message_id in received:
        got[address].append(message_id)
    uncertain = {mail.address for mail in mails if mail.state == MailState.UNCERTAIN}
    lost = [mail for mail in mails if mail.address not in got and mail.address not in uncertain]
    return Verdict(
        delivered=len(got),
        lost=len(lost) + mailing.recipient_count - len(mails),
        twice=sum(len(times) > 1 for times in got.values()),
        uncertain=len(uncertain),
        hidden=len(uncertain - shown_as_uncertain(viewer)),
        untrue=sum(not _is_true(mail, got.get(mail.address, [])) for mail in mails),
    )


def shown_as_uncertain(viewer: User) -> set[str]:
    """The addresses on the pages of the admin's list of uncertain mails."""
    browser = Client()
    browser.force_login(viewer, backend="django.contrib.auth.backends.ModelBackend")
    shown: set[str] = set()
    address = reverse("admin:outbox_outgoingmail_changelist")
    for page in range(1, 100):
        answer = browser.get(address, {"state__exact": MailState.UNCERTAIN, "p": page})
        found = set(ADDRESS.findall(answer.content.decode())) if answer.status_code == 200 else set()
        if found <= shown:
            break
        shown |= found
    return shown


def _is_true(mail: OutgoingMail, message_ids: list[str]) -> bool:
    """Accepted: there, under its Message-ID. Uncertain: perhaps. Anything else: not there."""
    if mail.state == MailState.UNCERTAIN:
        return True
    if mail.state == MailState.ACCEPTED:
        return mail.message_id in message_ids
    return not message_ids
