from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.planning.models import Action
from comms.journal.actions import record
from comms.people.models import User
from desk.models import DossierRelease
from press.models import Release


@transaction.atomic
def add_release(*, action: Action, release: Release, actor: User) -> DossierRelease:
    """Put the release in the action's dossier; ValidationError when it is there already."""
    link, is_new = DossierRelease.objects.get_or_create(
        action=action, release=release, defaults={"added_by": actor}
    )
    if not is_new:
        raise ValidationError("Ce communiqué est déjà dans le dossier.")
    record(actor=actor, verb=f"a mis au dossier le communiqué {release.reference}", target=action)
    return link


@transaction.atomic
def remove_release(*, link: DossierRelease, actor: User) -> None:
    """Out of the dossier; the release itself isn't touched."""
    deleted, _ = DossierRelease.objects.filter(pk=link.pk).delete()
    if deleted:
        record(
            actor=actor,
            verb=f"a retiré du dossier le communiqué {link.release.reference}",
            target=link.action,
        )
