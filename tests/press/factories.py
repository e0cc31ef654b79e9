"""Médias, people of the press and lists; each call makes another one."""

import factory
from factory.django import DjangoModelFactory

from press.actions.import_work import work_on
from press.actions.imports import choose_columns, launch_import, receive_file
from press.models import (
    Contact,
    ContactAddress,
    ContactList,
    ContactPhone,
    ImportRun,
    Media,
    MediaKind,
    Position,
    Rubric,
    Zone,
)


class RubricFactory(DjangoModelFactory):
    class Meta:
        model = Rubric

    name = factory.Sequence(lambda n: f"Rubrique {n}")


class ZoneFactory(DjangoModelFactory):
    class Meta:
        model = Zone

    name = factory.Sequence(lambda n: f"Zone {n}")


class MediaFactory(DjangoModelFactory):
    class Meta:
        model = Media

    name = factory.Sequence(lambda n: f"Radio Corail {n}")
    kind = MediaKind.RADIO


class ContactListFactory(DjangoModelFactory):
    class Meta:
        model = ContactList

    name = factory.Sequence(lambda n: f"Liste {n}")


_numbers = iter(range(1, 1_000_000))


def contact(
    *,
    media: Media | None = None,
    address: str | None = "",
    phone: str = "",
    function: str = "Journaliste",
    **fields,
) -> Contact:
    """A reachable person in a média; `address=None` for one without an address."""
    number = next(_numbers)
    made = Contact.objects.create(**{"first_name": "Maïté", "last_name": f"Houp {number}"} | fields)
    Position.objects.create(contact=made, media=media or MediaFactory(), function=function)
    if address is not None:
        address = address or f"contact{number}@example.org"
        ContactAddress.objects.create(contact=made, address=address, is_preferred=True)
    if phone:
        ContactPhone.objects.create(contact=made, number=phone)
    return made


def table(
    *lines: str, header: str = "Nom;Prénom;Média;Type;Fonction;Courriel;Tél;Ne plus contacter"
) -> bytes:
    """A small file of contacts, as bytes."""
    return "\r\n".join([header, *lines]).encode()


def analysed(actor, content: bytes, name: str = "contacts.csv") -> ImportRun:
    """An import that waits to be checked."""
    run = receive_file(actor=actor, name=name, content=content)
    choose_columns(run=run, actor=actor, columns=run.columns)
    work_on(run_id=run.pk)
    run.refresh_from_db()
    return run


def imported(actor, content: bytes, name: str = "contacts.csv") -> ImportRun:
    """A finished import; faulty lines were left out."""
    run = analysed(actor, content, name)
    launch_import(run=run, actor=actor, faults_seen=run.counts["faulty"])
    work_on(run_id=run.pk)
    run.refresh_from_db()
    return run
