"""The demonstration and its people, for the tests that walk every address of the application."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from comms.approvals.actions import bypass
from comms.approvals.models import Approval, ApprovalStep
from comms.outbox.models import DomainThrottle, OutgoingMail
from comms.people.models import Deputy, User
from desk.demo import PEOPLE, load_demo
from dev.smtp_sink import Mailbox
from press.actions.attachments import add_picture
from press.demo.pictures import landscape
from press.models import Contact, ContactList, Dispatch, ImportRun, ImportState, Media, Release, ReleaseState
from tests.people import factories

#: Everybody whose rights are asked, in the order of the access table; « deputy » is an elected person who
#: stands in today for the chargé(e) de communication, « staff » may enter the admin and holds no role.
WHO = (
    "visitor", "assistant", "head", "cabinet",
    "secretary_general", "department_contact", "elected", "stranger",
    "deputy", "staff", "superuser",
)  # fmt: skip


@dataclass
class World:
    today: date
    mailbox: Path

    def __post_init__(self) -> None:
        load_demo(self.today)
        demo = {person.role.value: person.email for person in PEOPLE}
        self.people: dict[str, User | None] = {
            role: User.objects.get(email=email) for role, email in demo.items()
        }
        self.people |= {
            "visitor": None,
            "stranger": factories.stranger(),
            "deputy": factories.elected(first_name="Suzanne"),
            "staff": factories.stranger(is_staff=True),
            "superuser": factories.superuser(),
        }
        Deputy.objects.create(
            absentee=self.people["head"],
            deputy=self.people["deputy"],
            starts_on=self.today,
            ends_on=self.today,
        )
        DomainThrottle.objects.create(domain="lagoon.example.org", per_minute=30)
        self.bypassed = self._bypassed()
        self.message = self._received_message()
        self.draft = self._draft_with_pictures()
        self.sessions = {who: self._logged_in(user) for who, user in self.people.items() if user}

    def client(self, who: str) -> Client:
        """A browser in which this person is logged in, or nobody."""
        client = Client(raise_request_exception=False)
        if who in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return client

    def _logged_in(self, user: User) -> str:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def _bypassed(self) -> Approval:
        """One of the open approvals, but not the one that waits for the chargé(e) de communication."""
        waiting = ApprovalStep.objects.awaiting(self.people["head"])
        approval = Approval.objects.filter(state=Approval.State.OPEN).exclude(steps__in=waiting).get()
        bypass(approval=approval, actor=self.people["head"], reason="Alerte météo")
        return approval

    def _received_message(self) -> str:
        """One message in the demonstration's mailbox, as its relay keeps it."""
        mail = EmailMessage()
        mail["Subject"], mail["To"], mail["From"] = "Essai", "lea@example.org", "ville@example.org"
        mail.set_content("Bonjour")
        mail.add_alternative("<p>Bonjour</p>", subtype="html")
        mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="plan.pdf")

        class Envelope:
            content = mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))
            mail_from, rcpt_tos = "ville@example.org", ["lea@example.org"]

        class Session:
            peer = ("127.0.0.1", 4242)

        receiving = Mailbox(self.mailbox).handle_DATA(None, Session(), Envelope())
        with pytest.raises(StopIteration) as done:
            receiving.send(None)
        return done.value.value.rpartition(" ")[2]

    # --- the things that addresses are about -----------------------------------------------------------

    def release(self, *states: str) -> Release:
        """The last one in one of these states, but for the one that was let through in an emergency."""
        found = Release.objects.filter(state__in=states).exclude(pk=self.bypassed.subject_id).order_by("pk")
        assert found, f"the demonstration has no release that is {states}"
        return found.last()

    def _draft_with_pictures(self) -> Release:
        """With two pictures: what is attached may be described, moved and removed."""
        draft = self.release(ReleaseState.DRAFT)
        for seed in (1, 2):
            picture = {"name": f"baie-{seed}.jpg", "alt": "La baie", "credit": "Ville", "caption": ""}
            add_picture(
                release=draft, actor=self.people["assistant"], file=landscape("noon", seed), **picture
            )
        return draft

    @cached_property
    def published(self) -> Release:
        return Release.objects.published().filter(attachments__kind="picture").order_by("pk").first()

    @cached_property
    def step(self) -> ApprovalStep:
        """It waits for the chargé(e) de communication."""
        return ApprovalStep.objects.awaiting(self.people["head"]).first()

    @cached_property
    def dispatch(self) -> Dispatch:
        return Dispatch.objects.filter(release__state=ReleaseState.SENT).first()

    @cached_property
    def contact(self) -> Contact:
        return Contact.objects.order_by("pk").first()

    @cached_property
    def contact_list(self) -> ContactList:
        return ContactList.objects.order_by("pk").first()

    @cached_property
    def media(self) -> Media:
        return Media.objects.order_by("pk").first()

    @cached_property
    def import_run(self) -> ImportRun:
        return ImportRun.objects.filter(state=ImportState.READY).get()

    @cached_property
    def mail(self) -> OutgoingMail:
        return OutgoingMail.objects.order_by("pk").first()


@contextmanager
def rolled_back() -> Iterator[None]:
    """What happens in the block hasn't happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
