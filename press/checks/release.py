"""What is looked at before a release leaves: each check says what was found and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models

from comms.formats import hour, moment_long, phone_normalise
from comms.periods.models import CrisisPause
from press.checks.dates import said_days
from press.checks.links import fault_of, links_in
from press.checks.phones import odd_phones
from press.models import Release, ReleaseContent

#: Above the first, several of the territory's mailboxes refuse a mail; above the second, most do.
HEAVY_MAIL = 8 * 1024 * 1024
TOO_HEAVY_MAIL = 18 * 1024 * 1024
LONG_TITLE = 120


class Level(models.TextChoices):
    GOOD = "good", "En ordre"
    WARNING = "warning", "À regarder"
    BLOCKING = "danger", "À corriger"


@dataclass(frozen=True)
class Check:
    """One line of « Vérifier »: what was looked at, what was found, how to mend it."""

    name: str
    level: Level
    found: str
    mend: str = ""

    @property
    def said(self) -> str:
        return " ".join(part for part in (self.found, self.mend) if part)

    @property
    def is_blocking(self) -> bool:
        return self.level == Level.BLOCKING


def text_checks(content: ReleaseContent, *, around: date) -> list[Check]:
    """What the words and the files alone tell; `around`: the day near which unsaid years are meant."""
    words = f"{content.title}\n{content.chapo}\n{content.body_text}\n{content.quote}"
    return [
        _days(words, around),
        _links(content, words),
        _phones(content, words),
        _pictures(content),
        _title(content),
    ]


def release_checks(release: Release, content: ReleaseContent, *, weight: int, now: datetime) -> list[Check]:
    """All of them, for the version that would leave; `weight` is the mail's, in bytes."""
    return [
        _unchanged(release),
        _quote(release, content),
        _embargo(content, now),
        *text_checks(content, around=(content.embargo_at or now).date()),
        _weight(weight),
    ]


def pause_check(pause: CrisisPause) -> Check:
    """For a release that isn't urgent, while a crisis holds everything back."""
    return Check(
        "Pause de crise",
        Level.WARNING,
        f"Tout ce qui n’est pas urgent attend depuis {hour(pause.paused_at)} : cet envoi attendra aussi.",
        "Il partira à la reprise, ou dès qu’on le dit urgent sur la page de la crise.",
    )


def blocking(checks: Iterable[Check]) -> list[Check]:
    return [check for check in checks if check.is_blocking]


def _unchanged(release: Release) -> Check:
    version = release.effective_version
    if version is None or version.digest != release.current_digest:
        return Check(
            "Version validée",
            Level.BLOCKING,
            "Le texte a changé depuis sa validation.",
            "Soumettez-le de nouveau, ou rétablissez le texte validé.",
        )
    return Check("Version validée", Level.GOOD, f"La version {version.number} part, telle que validée.")


def _quote(release: Release, content: ReleaseContent) -> Check:
    name = "Citation"
    if not content.quote:
        return Check(name, Level.GOOD, "Pas de citation.")
    if not content.quote_author:
        return Check(
            name, Level.BLOCKING, "La citation n’a pas d’auteur.", "Dites qui parle, et sa fonction."
        )
    agreement = release.quote_agreement
    if agreement == Release.Agreement.NO:
        return Check(
            name,
            Level.BLOCKING,
            f"{content.quote_author} n’est pas d’accord avec sa citation.",
            "Changez la citation ou retirez-la.",
        )
    if agreement == Release.Agreement.UNKNOWN:
        return Check(
            name,
            Level.WARNING,
            f"L’accord de {content.quote_author} n’est pas noté.",
            "Demandez-le, puis notez la réponse sur la page du communiqué.",
        )
    return Check(name, Level.GOOD, f"{content.quote_author} est d’accord.")


def _embargo(content: ReleaseContent, now: datetime) -> Check:
    if content.embargo_at is None:
        return Check("Embargo", Level.GOOD, "Pas d’embargo : publiable dès réception.")
    when = moment_long(content.embargo_at)
    if content.embargo_at <= now:
        return Check(
            "Embargo",
            Level.WARNING,
            f"L’embargo est déjà passé ({when}).",
            "Le courriel ne le mentionne plus. Vérifiez que le texte est encore d’actualité.",
        )
    return Check("Embargo", Level.GOOD, f"Sous embargo jusqu’au {when}, annoncé en tête du courriel.")


def _days(words: str, around: date) -> Check:
    said = said_days(words, around)
    wrong = [day for day in said if day.is_wrong]
    if wrong:
        return Check(
            "Jours et dates",
            Level.WARNING,
            " ".join(day.fault for day in wrong),
            " ".join(dict.fromkeys(day.mend for day in wrong)),
        )
    many = len(said) > 1
    found = (
        f"{len(said)} date{'s' * many} avec son jour : tout concorde." if said else "Aucun jour de semaine."
    )
    return Check("Jours et dates", Level.GOOD, found)


def _links(content: ReleaseContent, words: str) -> Check:
    links = links_in(content.body, f"{words}\n{content.boilerplate}")
    faults = [f"« {address} » : {fault}." for address in links if (fault := fault_of(address))]
    if faults:
        return Check("Liens", Level.WARNING, " ".join(faults), "Ouvrez le lien et copiez son adresse.")
    found = f"{len(links)} lien{'s' * (len(links) > 1)}, bien écrit{'s' * (len(links) > 1)}."
    return Check("Liens", Level.GOOD, found if links else "Aucun lien.")


def _phones(content: ReleaseContent, words: str) -> Check:
    odd = odd_phones(words)
    if content.contact_phone:
        try:
            phone_normalise(content.contact_phone)
        except ValueError:
            odd.append(content.contact_phone)
    if odd:
        return Check(
            "Téléphones",
            Level.WARNING,
            f"Numéro{'s' * (len(odd) > 1)} à relire : {', '.join(f'« {number} »' for number in odd)}.",
            "Un numéro d’ici a six chiffres ; ailleurs, écrivez l’indicatif (+33…).",
        )
    if not (content.contact_phone or content.contact_email):
        return Check(
            "Téléphones", Level.WARNING, "Aucun contact presse.", "Ajoutez un numéro ou un courriel."
        )
    return Check("Téléphones", Level.GOOD, "Les numéros ont le bon nombre de chiffres.")


def _pictures(content: ReleaseContent) -> Check:
    bare = [item.name for item in content.pictures if not (item.alt and item.credit)]
    if bare:
        return Check(
            "Photos",
            Level.BLOCKING,
            f"Sans texte de remplacement ou sans crédit : {', '.join(bare)}.",
            "Décrivez la photo et nommez son auteur.",
        )
    count = len(content.pictures)
    found = f"{count} photo{'s' * (count > 1)}, décrite{'s' * (count > 1)} et créditée{'s' * (count > 1)}."
    return Check("Photos", Level.GOOD, found if count else "Aucune photo.")


def _title(content: ReleaseContent) -> Check:
    length = len(content.title)
    if length > LONG_TITLE:
        return Check(
            "Titre",
            Level.WARNING,
            f"{length} signes : les messageries coupent l’objet vers {LONG_TITLE}.",
            "Raccourcissez le titre si le sens le permet.",
        )
    return Check("Titre", Level.GOOD, f"{length} signes.")


def _weight(weight: int) -> Check:
    size = f"{weight / 1024**2:.1f} Mo".replace(".", ",")
    if weight > TOO_HEAVY_MAIL:
        return Check(
            "Taille du courriel",
            Level.BLOCKING,
            f"{size} : beaucoup de messageries le refuseraient.",
            "Retirez une pièce jointe, ou allégez le PDF.",
        )
    if weight > HEAVY_MAIL:
        return Check(
            "Taille du courriel",
            Level.WARNING,
            f"{size} : certaines messageries refusent au-delà de 10 Mo.",
            "Allégez les pièces jointes si vous le pouvez.",
        )
    return Check("Taille du courriel", Level.GOOD, size if weight >= 52_429 else "Léger.")
