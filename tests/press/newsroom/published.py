"""Releases in every state, by the real actions: written, approved by the circuit, put in the newsroom."""

from datetime import timedelta
from functools import cache
from io import BytesIO
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import F
from PIL import Image

from comms.approvals.actions import decide
from comms.approvals.models import ApprovalStep, Decision
from comms.people.models import User
from press.actions.attachments import add_document, add_picture
from press.actions.publication import mark_withdrawn, publish_on_site
from press.actions.releases import correct_release, create_release, submit_release
from press.models import Release, Theme
from tests.people import factories as people

NOUMEA = ZoneInfo("Pacific/Noumea")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
BODY = "<p>La circulation est interrompue de 20 h à 4 h.</p><p>Une déviation passe par la rue des Écoles.</p>"


def somebody(role: str) -> User:
    """The same person of this role all along a test."""
    return User.objects.filter(role_assignments__role=role).first() or getattr(people, role)()


def database_now():
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


@cache
def jpeg(width: int = 1200, height: int = 800, colour: str = "teal") -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "JPEG")
    return file.getvalue()


def draft(title: str = "Fermeture nocturne à Boulari", *, files: bool = False, **texts) -> Release:
    author = somebody("assistant")
    texts = {"chapo": "Une semaine de travaux.", "body": BODY} | texts
    release = create_release(author=author, title=title, **texts)
    if files:
        picture = jpeg(colour=f"#{release.pk * 4099 % 0xFFFFFF:06x}")
        add_picture(
            release=release,
            actor=author,
            file=BytesIO(picture),
            name=f"{title} chantier.jpg",
            alt=f"{title} : un chantier de nuit",
            credit="Ville du Mont-Dore",
            caption="Le chantier, rue des Deux Baies.",
        )
        add_document(
            release=release, actor=author, file=BytesIO(PDF + title.encode()), name=f"{title} plan.pdf"
        )
    release.refresh_from_db()
    return release


def page_of(release: Release) -> str:
    return f"/presse/{release.year}/{release.public_slug}/"


def submit(release: Release) -> Release:
    somebody("head"), somebody("cabinet")  # the circuit asks for people
    submit_release(release=release, actor=somebody("assistant"))
    release.refresh_from_db()
    return release


def submitted(title: str = "Fermeture nocturne à Boulari", **texts) -> Release:
    return submit(draft(title, **texts))


def pass_circuit(release: Release) -> Release:
    for role in ("head", "cabinet"):
        actor = somebody(role)
        step = ApprovalStep.objects.awaiting(actor).get(approval__version__subject_id=release.pk)
        digest = step.approval.version.digest
        decide(step=step, actor=actor, verdict=Decision.Verdict.APPROVED, seen_digest=digest)
    release.refresh_from_db()
    return release


def approved(title: str = "Fermeture nocturne à Boulari", **texts) -> Release:
    return pass_circuit(submitted(title, **texts))


def published(
    title: str = "Fermeture nocturne à Boulari", *, days_ago: float = 0, theme: Theme | None = None, **texts
) -> Release:
    """In the newsroom since `days_ago`; with an embargo to come it is there and nobody reads it."""
    release = approved(title, theme=theme, **texts)
    publish_on_site(release=release, actor=somebody("head"))
    if days_ago:
        age = timedelta(days=days_ago)
        Release.objects.filter(pk=release.pk).update(published_on_site_at=F("published_on_site_at") - age)
    release.refresh_from_db()
    return release


def correction_proposed(release: Release, note: str = "La date est le 8, non le 7.", **changes) -> Release:
    correct_release(
        release=release,
        actor=somebody("assistant"),
        note=note,
        seen_revision=release.revision,
        changes=changes or {"chapo": "Deux semaines de travaux."},
    )
    release.refresh_from_db()
    return release


def corrected(release: Release, **changes) -> Release:
    return pass_circuit(correction_proposed(release, **changes))


def withdrawn(release: Release, reason: str = "Une erreur de lieu.") -> Release:
    mark_withdrawn(release=release, actor=somebody("head"), reason=reason)
    release.refresh_from_db()
    return release


def theme(name: str = "Travaux", slug: str = "travaux") -> Theme:
    return Theme.objects.get_or_create(slug=slug, defaults={"name": name})[0]
