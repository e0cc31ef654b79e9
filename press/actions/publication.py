"""What the public may read: shown in the newsroom, taken back."""

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest, Now
from django.utils.text import slugify

from comms.formats import moment_long
from comms.journal.actions import record
from comms.people.models import Role, User
from press.errors import Incomplete, NotNow, SomebodyWasFaster
from press.models import APPROVED_STATES, Release, ReleaseState


def public_address(release: Release) -> str:
    """The last part of the public address, unique in its year."""
    title = slugify(release.public_content.title)[:90].strip("-")
    return f"{release.number:03d}-{title or 'communique'}"


@transaction.atomic
def publish_on_site(*, release: Release, actor: User, not_before: Value | None = None) -> None:
    """Show the version in effect in the newsroom, from `not_before` and never before its embargo.

    The moment is reckoned by the database. Raises NotNow, SomebodyWasFaster.
    """
    if release.state not in APPROVED_STATES:
        raise NotNow("Seul un communiqué validé devient public.")
    if release.published_on_site_at is not None:
        raise NotNow("Ce communiqué est déjà public, ou le sera.")
    moments = [Now()]
    moments += [Value(moment) for moment in (not_before, release.public_content.embargo_at) if moment]
    published = Release.objects.filter(
        pk=release.pk,
        state=release.state,
        effective_version=release.effective_version,
        published_on_site_at=None,
    ).update(
        published_on_site_at=Greatest(*moments) if len(moments) > 1 else moments[0],
        public_slug=public_address(release),
    )
    release.refresh_from_db()
    if not published:
        raise SomebodyWasFaster(release.get_state_display())
    when = moment_long(release.published_on_site_at)
    record(actor=actor, verb=f"l’a mis dans l’espace presse (public à partir du {when})", target=release)


@transaction.atomic
def keep_off_site(*, release: Release, actor: User) -> None:
    """Undo `publish_on_site` as long as nobody could read it; afterwards only a withdrawal remains."""
    undone = Release.objects.filter(pk=release.pk, published_on_site_at__gt=Now()).update(
        published_on_site_at=None, public_slug=""
    )
    release.refresh_from_db()
    if not undone:
        raise NotNow("Ce communiqué est déjà public : pour l’enlever, retirez-le avec un motif.")
    record(actor=actor, verb="l’a enlevé de l’espace presse avant sa parution", target=release)


@transaction.atomic
def mark_withdrawn(*, release: Release, actor: User, reason: str) -> None:
    """The last move: it leaves the newsroom and says why. What was mailed can't be called back."""
    reason = reason.strip()
    if not reason:
        raise Incomplete(["le motif du retrait"])
    if release.state == ReleaseState.WITHDRAWN:
        raise NotNow("Ce communiqué est déjà retiré.")
    release.move(ReleaseState.WITHDRAWN, withdrawn_at=Now(), withdrawal_reason=reason)
    record(
        actor=actor,
        verb="a retiré le communiqué",
        target=release,
        reason=reason,
        tell=User.objects.holding(Role.HEAD, Role.CABINET) | User.objects.filter(pk=release.created_by_id),
    )
