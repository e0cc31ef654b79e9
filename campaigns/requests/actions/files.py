"""What people join to a request; each file is checked by its content before anything is kept."""

from collections.abc import Iterable
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.requests.models import CommunicationRequest, Delivery, Message, RequestFile
from comms.journal.actions import record
from comms.people.models import User
from comms.uploads import checked_file, keep, safe_name

#: Of one request, all told: a form sent in a loop doesn't fill the disk.
MOST_FILES = 60


@transaction.atomic
def attach_file(
    *,
    request: CommunicationRequest,
    actor: User,
    file: IO[bytes],
    name: str,
    message: Message | None = None,
    delivery: Delivery | None = None,
) -> RequestFile:
    """Raises ValidationError in French: neither a picture, a PDF nor an office document, or a dangerous one.

    The same file joined twice in the same place is there once.
    """
    clean = checked_file(file)
    CommunicationRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if request.files.count() >= MOST_FILES:
        raise ValidationError(f"Une demande porte {MOST_FILES} fichiers au plus.", code="too_many")
    keep(clean)
    joined, is_new = RequestFile.objects.get_or_create(
        request=request,
        message=message,
        delivery=delivery,
        sha256=clean.sha256,
        defaults={
            "name": safe_name(name, clean.extension),
            "mime": clean.mime,
            "size": clean.size,
            "added_by": actor,
        },
    )
    if is_new and not request.is_draft and message is None and delivery is None:
        record(actor=actor, verb=f"a joint « {joined.name} »", target=request)
    return joined


@transaction.atomic
def attach_files(
    *, request: CommunicationRequest, actor: User, files: Iterable[IO[bytes]], **where: Any
) -> None:
    """All of them or none; the error says which file it is about."""
    for file in files:
        name = str(getattr(file, "name", "fichier"))
        try:
            attach_file(request=request, actor=actor, file=file, name=name, **where)
        except ValidationError as error:
            raise ValidationError(f"« {name[:80]} » : {' '.join(error.messages)}", code=error.code) from error


@transaction.atomic
def remove_file(*, file: RequestFile, actor: User) -> None:
    """Off the request, as long as its text may change; what was said or shown keeps its files."""
    request, name = file.request, file.name
    file.delete()
    if not request.is_draft:
        record(actor=actor, verb=f"a retiré « {name} »", target=request)
