from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from comms.people.models import Role


class CircuitQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def for_kind(self, kind: str) -> Self:
        """Those that a thing of this kind may go through, the usual one first."""
        return self.active().filter(kind=kind).order_by("-is_usual", "label", "pk")

    def usual(self, kind: str) -> "Circuit | None":
        """The one that a thing of this kind goes through when nothing else is said."""
        return self.for_kind(kind).filter(is_usual=True).first()


class Circuit(models.Model):
    """Who says yes to a kind of thing, in which order. A running approval keeps its own copy.

    A kind has one usual circuit; others are there for what its subjects choose them by: an amount, a nature.
    """

    kind = models.CharField("nature", max_length=60)
    label = models.CharField("intitulé", max_length=120, help_text="« Communiqué de presse »")
    allows_own_version = models.BooleanField(
        "chacun peut valider son propre texte",
        default=False,
        help_text="Décoché, l’auteur d’une version ne la valide jamais lui-même.",
    )
    is_usual = models.BooleanField(
        "circuit habituel",
        default=True,
        help_text="Suivi quand rien n’en désigne un autre : un montant, une nature de demande.",
    )
    is_active = models.BooleanField("en service", default=True)

    objects = CircuitQuerySet.as_manager()

    class Meta:
        verbose_name = "circuit de validation"
        verbose_name_plural = "circuits de validation"
        ordering = ["label", "-is_active", "-is_usual", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(is_active=True, is_usual=True),
                name="one_usual_circuit_a_kind",
                violation_error_message="Un autre circuit est déjà l’habituel de cette nature.",
            ),
            models.UniqueConstraint(
                fields=["kind", "label"],
                condition=Q(is_active=True),
                name="circuits_of_a_kind_have_their_own_names",
                violation_error_message="Un autre circuit de cette nature porte déjà cet intitulé.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class StepRule(models.Model):
    """One step's rule: who, within how long, reminded how often. In a circuit, and in an approval's copy."""

    position = models.PositiveSmallIntegerField("rang")
    role = models.CharField("rôle", max_length=30, choices=Role, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="ou personne",
    )  # fmt: skip
    delay_working_days = models.PositiveSmallIntegerField("délai (jours ouvrés)", default=2)
    reminder_every = models.PositiveSmallIntegerField(
        "relance tous les (jours ouvrés)", default=1, help_text="0 : aucune relance."
    )

    class Meta:
        abstract = True

    @property
    def who(self) -> str:
        """« Chargé(e) de communication », or the person's name."""
        return self.get_role_display() if self.role else self.person.full_name


ROLE_OR_PERSON = (Q(role="", person__isnull=False)) | (~Q(role="") & Q(person__isnull=True))


class CircuitStep(StepRule):
    circuit = models.ForeignKey(Circuit, models.CASCADE, related_name="steps", verbose_name="circuit")

    class Meta:
        verbose_name = "étape"
        ordering = ["circuit", "position"]
        constraints = [
            models.CheckConstraint(
                condition=ROLE_OR_PERSON,
                name="circuit_step_has_a_role_or_a_person",
                violation_error_message="Choisissez un rôle ou une personne, l’un des deux.",
            ),
            # deferred: two steps change places in one transaction
            models.UniqueConstraint(
                fields=["circuit", "position"],
                name="circuit_step_has_its_own_place",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Deux étapes ont le même rang.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.who}"
