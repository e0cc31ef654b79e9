"""Words and files about an action or a task; those who are named are told."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from campaigns.planning.errors import NotNow
from campaigns.planning.mails import mentioned as mail_mentioned
from campaigns.planning.models import Action, Attachment, Comment, Task
from comms.journal.actions import record
from comms.people.models import RoleAssignment, User
from comms.uploads import checked_file, keep, safe_name

#: « @maïté.houp »: what `handle` gives, with or without its accents and capitals.
MENTION = re.compile(r"(?<![\w.])@([\w’'-]+(?:\.[\w’'-]+)+)")

Subject = Action | Task


def handle(user: User) -> str:
    """How one is named in a text: « @maite.houp »."""
    return f"{slugify(user.first_name)}.{slugify(user.last_name)}"


def may_see(user: User, subject: Subject) -> bool:
    return type(subject).objects.visible_to(user).filter(pk=subject.pk).exists()


def people_to_mention() -> list[User]:
    """Everybody who has a role here."""
    return list(User.objects.active().filter(pk__in=RoleAssignment.objects.values("user")))


def mentioned_in(text: str) -> list[User]:
    """The people whom the text names; what names nobody is left as it stands."""
    named = {slugify(part.replace(".", " ")) for part in MENTION.findall(text)}
    if not named:
        return []
    return [user for user in people_to_mention() if slugify(handle(user).replace(".", " ")) in named]


@transaction.atomic
def add_comment(*, subject: Subject, author: User, text: str, mentioned: Iterable[User] = ()) -> Comment:
    """Kept as written. Of the people mentioned, those who may see the thing are told, here and by mail;
    `comment.untold` are the others."""
    comment = Comment.objects.create(**_about(subject), author=author, text=text.strip())
    named = [user for user in mentioned if user != author]
    told = [user for user in named if may_see(user, subject)]
    comment.untold = [user for user in named if user not in told]
    comment.mentioned.set(told)
    record(actor=author, verb="a écrit un commentaire", target=subject, tell={*told, *_concerned(subject)})
    for user in told:
        mail_mentioned(comment=comment, person=user)
    return comment


@transaction.atomic
def correct_comment(
    *, comment: Comment, author: User, text: str, at: datetime, mentioned: Iterable[User] = ()
) -> Comment:
    """Other words in its place; the history keeps the earlier ones, whoever is newly named is told.

    Raises NotNow when the time for it is over.
    """
    row = _open_comment(comment, author, at)
    earlier, named = row.text, set(row.mentioned.all())
    if text.strip() == earlier:
        return row
    row.text, row.corrected_at = text.strip(), at
    row.save(update_fields=["text", "corrected_at"])
    told = {user for user in mentioned if user != author and may_see(user, row.subject)}
    row.mentioned.add(*told)
    record(
        actor=author, verb="a corrigé son message", target=row.subject, tell=told - named,
        data={"comment": row.pk, "before": earlier, "after": row.text},
    )  # fmt: skip
    for user in told - named:
        mail_mentioned(comment=row, person=user)
    return row


@transaction.atomic
def withdraw_comment(*, comment: Comment, author: User, at: datetime) -> None:
    """Its place says that it was withdrawn; the history keeps the words. Raises NotNow."""
    row = _open_comment(comment, author, at)
    data = {"comment": row.pk, "before": row.text}
    row.text, row.withdrawn_at = "", at
    row.save(update_fields=["text", "withdrawn_at"])
    record(actor=author, verb="a retiré son message", target=row.subject, data=data)


def _open_comment(comment: Comment, author: User, at: datetime) -> Comment:
    """Held until the transaction ends."""
    row = Comment.objects.select_for_update(of=("self",)).select_related("action", "task").get(pk=comment.pk)
    if row.author_id != author.pk or not row.is_open_at(at):
        raise NotNow("Ce message ne se corrige plus : écrivez-en un autre à la suite.")
    return row


def _concerned(subject: Subject) -> set[User]:
    """Whose work it is."""
    person = subject.lead if isinstance(subject, Action) else subject.owner
    return {person} if person and person.is_active and may_see(person, subject) else set()


def _about(subject: Subject) -> dict[str, Subject]:
    return {subject._meta.model_name: subject}


@transaction.atomic
def add_attachment(
    *, subject: Subject, author: User, file: IO[bytes], name: str, note: str = ""
) -> Attachment:
    """Checked by its content, made harmless, kept. Raises ValidationError, in French."""
    clean = checked_file(file)
    if Attachment.objects.about(subject).filter(sha256=clean.sha256).exists():
        raise ValidationError("Ce fichier est déjà joint.", code="twice")
    keep(clean)
    attachment = Attachment.objects.create(
        **_about(subject),
        sha256=clean.sha256,
        name=safe_name(name, clean.extension),
        mime=clean.mime,
        size=clean.size,
        note=note.strip(),
        added_by=author,
    )
    record(actor=author, verb=f"a joint « {attachment.name} »", target=subject)
    return attachment


@transaction.atomic
def remove_attachment(*, attachment: Attachment, actor: User) -> None:
    """Off the page; the history keeps its name."""
    subject, name = attachment.subject, attachment.name
    attachment.delete()
    record(actor=actor, verb=f"a retiré « {name} »", target=subject)


def split_mentions(text: str, people: Sequence[User]) -> list[tuple[str, User | None]]:
    """The text in pieces, each mention with the person it names: for the page, which marks them."""
    known = {slugify(handle(user).replace(".", " ")): user for user in people}
    pieces: list[tuple[str, User | None]] = []
    place = 0
    for match in MENTION.finditer(text):
        user = known.get(slugify(match[1].replace(".", " ")))
        if user:
            pieces += [(text[place : match.start()], None), (match[0], user)]
            place = match.end()
    return [*pieces, (text[place:], None)]
