import unicodedata
from collections.abc import Iterator
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from comms.approvals import mails
from comms.approvals.actions.moves import cancel_steps, locked, move
from comms.approvals.differences import differences
from comms.approvals.models import (
    Approvable,
    Approval,
    Decision,
    Version,
    approvable_models,
    digest_of,
)
from comms.journal.actions import record
from comms.people.models import User


def version_of(subject: Approvable, *, author: User | None) -> Version:
    """The version that says what the locked row says now: the latest one, or a new one."""
    content = subject.approvable_content()
    digest = digest_of(content)
    latest = subject.latest_version
    if latest and latest.digest == digest:
        return latest
    return Version.objects.create(
        subject=subject,
        subject_label=_one_line(str(subject))[:200],
        number=latest.number + 1 if latest else 1,
        content=content,
        digest=digest,
        author=author,
    )


def _one_line(label: str) -> str:
    """For lists and the subject of mails: a title set by SQL may hold anything."""
    return "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in label)


def void(
    approval: Approval, *, subject: Approvable, version: Version, actor: User | None, at: datetime
) -> None:
    """The approval no longer counts: `version` replaces its own. Those who decided are told what changed."""
    cancel_steps(approval)
    move(approval, Approval.State.VOIDED, closed_at=at)
    told = deciders_so_far(approval) | {approval.owner} - {actor}
    record(
        actor=actor,
        verb=f"{_replaced(actor)} : la validation de la version {approval.version.number} est caduque",
        target=subject,
        data={"version": version.number, "digest": version.digest},
        tell=told,
    )
    tell_of_replacement(approval, subject=subject, version=version, actor=actor, people=told)
    subject.approval_changed(approval)


def _replaced(actor: User | None) -> str:
    return "a modifié le texte" if actor else "a constaté un texte modifié hors de l’application"


def deciders_so_far(approval: Approval) -> set[User]:
    decisions = Decision.objects.filter(step__approval=approval).select_related("decided_by")
    people = {decision.decided_by for decision in decisions}
    if approval.emergency:
        people.add(approval.emergency.by)
    return {person for person in people if person.is_active}


def tell_of_replacement(
    approval: Approval, *, subject: Approvable, version: Version, actor: User | None, people: set[User]
) -> None:
    changes = differences(approval.version.content, version.content, subject.approval_fields)
    for person in sorted(people, key=lambda user: user.pk):
        mails.version_replaced(
            approval=approval, version=version, actor=actor, person=person, differences=changes
        )


@transaction.atomic
def void_if_changed(*, subject: Approvable, actor: User | None = None) -> Version | None:
    """After an edit: when the row no longer says what its approval is about, that approval is void.

    Makes the version that isn't approved (no author when the change came from outside) and returns it;
    None when there was nothing to void. Call it in the transaction of the edit.
    """
    row = locked(subject)
    approval = Approval.objects.about(row).in_force().readable().first()
    if approval is None or row.current_digest == approval.version.digest:
        return None
    version = version_of(row, author=actor)
    void(approval, subject=row, version=version, actor=actor, at=timezone.now())
    subject.refresh_from_db()
    return version


def watched() -> Iterator[tuple[Approvable, str]]:
    """The things that haven't left yet and whose approval counts, with the digest that it is about."""
    for model in approvable_models().values():
        approvals = Approval.objects.in_force().filter(subject_type=ContentType.objects.get_for_model(model))
        digests = dict(approvals.values_list("subject_id", "version__digest"))
        for subject in model.approval_live().filter(pk__in=digests):
            yield subject, digests[subject.pk]
