"""All that is held about one person of the press, to answer their demand (loi Informatique et Libertés)."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils import timezone

from comms.formats import day_short, hour, moment_exact, phone
from comms.journal.models import Entry
from comms.outbox.models import OptOut, OutgoingMail
from press.models import Contact

Section = tuple[str, list[tuple[str, str]]]


def mails_to(contact: Contact) -> QuerySet[OutgoingMail]:
    """What was written to this person, latest first; the addresses of merged cards are this card's own."""
    digests = list(contact.addresses.values_list("digest", flat=True))
    return OutgoingMail.objects.filter(address_hash__in=digests).select_related("letter").order_by("-pk")


def history_of(contact: Contact) -> QuerySet[Entry]:
    """The card's own steps, and those of the cards that were merged into it."""
    cards = [contact.pk, *contact.merged_cards.values_list("pk", flat=True)]
    of_contacts = ContentType.objects.get_for_model(Contact)
    return Entry.objects.filter(target_type=of_contacts, target_id__in=cards).select_related("actor")


def held_about(contact: Contact) -> list[Section]:
    """Sections of (what, value) in French, complete and readable as they are."""
    return [
        ("Identité et préférences", _identity(contact)),
        ("Coordonnées", _details(contact)),
        ("Médias et fonctions", _positions(contact)),
        ("Opposition", _oppositions(contact)),
        ("Listes d’envoi", [("Liste", str(item)) for item in contact.lists.all()]),
        ("Courriels envoyés", _mails(contact)),
        ("Lignes de fichiers importés", _imports(contact)),
        ("Historique de la fiche", _history(contact)),
    ]


def as_json(contact: Contact) -> dict[str, Any]:
    return {
        "produit_le": moment_exact(timezone.now()),
        "personne": contact.formal_name,
        "donnees": {
            title: [{"intitule": label, "valeur": value} for label, value in lines]
            for title, lines in held_about(contact)
        },
    }


def _identity(contact: Contact) -> list[tuple[str, str]]:
    lines = [
        ("Civilité", contact.get_civility_display()),
        ("Prénom", contact.first_name),
        ("Nom", contact.last_name),
        ("Langue", contact.get_language_display()),
        ("Formule d’appel", contact.greeting),
        ("Préfère recevoir", contact.get_preferred_format_display()),
        ("Rubriques", ", ".join(str(item) for item in contact.rubrics.all())),
        ("Zones", ", ".join(str(item) for item in contact.zones.all())),
        ("Remarques", contact.note),
        ("Origine des coordonnées", contact.source),
        ("Recueillies le", day_short(contact.source_on) if contact.source_on else ""),
        ("Fiche vérifiée le", day_short(contact.checked_on) if contact.checked_on else ""),
        ("En poste", "oui" if contact.is_active else "non"),
        ("Fiche créée le", moment_exact(contact.created_at)),
    ]
    return [(label, value) for label, value in lines if value]


def _details(contact: Contact) -> list[tuple[str, str]]:
    addresses = [("Courriel", row.address) for row in contact.addresses.all()]
    return addresses + [(row.get_kind_display(), phone(row.number)) for row in contact.phones.all()]


def _positions(contact: Contact) -> list[tuple[str, str]]:
    lines = []
    for position in contact.positions.select_related("media"):
        closing = position.effective_closing_time
        words = [position.function, position.kind_label, f"bouclage {hour(closing)}" if closing else ""]
        lines.append((position.media.name, ", ".join(word for word in words if word)))
    return lines


def _oppositions(contact: Contact) -> list[tuple[str, str]]:
    lines = []
    if contact.do_not_contact_since:
        lines.append((moment_exact(contact.do_not_contact_since), contact.do_not_contact_source))
    digests = contact.addresses.values("digest")
    lines += [
        (moment_exact(opposition.created_at), f"liste d’opposition : {opposition.source}")
        for opposition in OptOut.objects.filter(address_hash__in=digests)
    ]
    return lines


def _mails(contact: Contact) -> list[tuple[str, str]]:
    lines = []
    for mail in mails_to(contact):
        at = moment_exact(mail.accepted_at or mail.created_at)
        lines.append((at, f"{mail.letter.subject} ({mail.get_state_display()})"))
    return lines


def _imports(contact: Contact) -> list[tuple[str, str]]:
    lines = []
    for row in contact.import_rows.select_related("run").order_by("run", "number"):
        words = " ; ".join(cell for cell in row.cells if cell)
        lines.append((f"{row.run.file_name}, ligne {row.number}", words))
    return lines


def _history(contact: Contact) -> list[tuple[str, str]]:
    """Who did it is somebody else's personal data: the unit as a whole answers."""
    return [(moment_exact(entry.at), entry.verb) for entry in history_of(contact)]
