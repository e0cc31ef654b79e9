"""What one may ask for: each kind with its delay, its plan, its questions. Rows, so that the unit decides."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from campaigns.planning.models import Action, PlanTemplate
from comms.approvals.models import Circuit
from comms.validators import one_line

#: What a delivery is to the circuits of validation.
DELIVERY_KIND = "requests.delivery"


class RequestKindQuerySet(models.QuerySet):
    def offered(self) -> Self:
        return self.filter(is_active=True)


class RequestKind(models.Model):
    class AgreedBy(models.TextChoices):
        REQUESTER = "requester", "La personne qui a demandé"
        DEPARTMENT = "department", "Toute personne référente de sa direction"
        NOBODY = "nobody", "Personne : livré sans accord"

    name = models.CharField("nature", max_length=80, unique=True, validators=[one_line])
    icon = models.CharField(
        "icône", max_length=40, default="megaphone", validators=[one_line],
        help_text="Nom d’une icône Bootstrap, « megaphone ».",
    )  # fmt: skip
    description = models.TextField("à quoi elle sert", max_length=600, blank=True)
    advice = models.TextField(
        "ce qu’il faut savoir", max_length=1000, blank=True, help_text="Montré en haut du formulaire."
    )
    minimum_days = models.PositiveSmallIntegerField(
        "délai minimal (jours ouvrés)",
        help_text="Entre la demande complète et le jour où il faut le support.",
    )
    delay_source = models.CharField(
        "d’où vient ce délai", max_length=200, blank=True, default="À ajuster par la cellule.",
        validators=[one_line],
    )  # fmt: skip
    plan_template = models.ForeignKey(
        PlanTemplate, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name="rétroplanning appliqué à l’acceptation",
    )  # fmt: skip
    action_kind = models.CharField(
        "nature de l’action", max_length=20, choices=Action.Kind, default=Action.Kind.HELP
    )
    agreed_by = models.CharField(
        "qui donne l’accord sur ce qui est livré",
        max_length=12,
        choices=AgreedBy,
        default=AgreedBy.REQUESTER,
    )
    circuit = models.ForeignKey(
        Circuit, models.SET_NULL, null=True, blank=True, related_name="+",
        limit_choices_to={"kind": DELIVERY_KIND, "is_active": True},
        verbose_name="circuit de validation de ce qui est livré",
        help_text="Vide : la cellule montre directement son travail au demandeur.",
    )  # fmt: skip
    needs_endorsement = models.BooleanField(
        "validée d’abord par le chef de la direction",
        default=False,
        help_text="Le formulaire demande alors le nom de la personne qui a validé.",
    )
    self_service_name = models.CharField(
        "modèle à remplir soi-même", max_length=120, blank=True, validators=[one_line]
    )
    self_service_url = models.CharField(
        "où le trouver", max_length=300, blank=True, validators=[one_line],
        help_text="Une adresse, ou un emplacement du serveur de fichiers.",
    )  # fmt: skip
    indicative_cost = models.PositiveBigIntegerField(
        "coût indicatif (F CFP)", null=True, blank=True, help_text="Impression ou prestation, sur devis."
    )
    position = models.PositiveSmallIntegerField("ordre", default=10)
    is_active = models.BooleanField("proposée", default=True)

    objects = RequestKindQuerySet.as_manager()

    class Meta:
        verbose_name = "nature de demande"
        verbose_name_plural = "natures de demande"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def delivery_circuit(self) -> Circuit | None:
        """What is made goes through it before it is shown; none when it is shown at once."""
        return self.circuit if self.circuit and self.circuit.is_active else None

    @property
    def has_self_service(self) -> bool:
        return bool(self.self_service_name or self.self_service_url)

    @property
    def self_service_link(self) -> str:
        """Only what a browser may open; a folder of the file server is shown as words."""
        return self.self_service_url if self.self_service_url.startswith(("https://", "http://")) else ""


class RequestQuestion(models.Model):
    """A question of one kind, beside those that every request answers."""

    class Type(models.TextChoices):
        LINE = "line", "Une ligne"
        TEXT = "text", "Un texte"
        NUMBER = "number", "Un nombre"
        DATE = "date", "Une date"
        YES_NO = "yes_no", "Oui ou non"
        CHOICE = "choice", "Un choix parmi plusieurs"
        CHOICES = "choices", "Plusieurs choix"

    kind = models.ForeignKey(
        RequestKind, models.CASCADE, related_name="questions", verbose_name="nature de demande"
    )
    position = models.PositiveSmallIntegerField("ordre", default=10)
    label = models.CharField("question", max_length=200, validators=[one_line])
    help_text = models.CharField("aide", max_length=300, blank=True, validators=[one_line])
    type = models.CharField("réponse", max_length=10, choices=Type, default=Type.LINE)
    choices = models.TextField("choix", max_length=2000, blank=True, help_text="Un par ligne.")
    is_required = models.BooleanField("obligatoire", default=False)

    class Meta:
        verbose_name = "question"
        ordering = ["kind", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(type__in=("choice", "choices")) | ~Q(choices=""),
                name="question_of_choice_has_choices",
                violation_error_message="Écrivez les choix, un par ligne.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        if self.type in (self.Type.CHOICE, self.Type.CHOICES) and not self.choice_list:
            raise ValidationError({"choices": "Écrivez les choix, un par ligne."})

    @property
    def choice_list(self) -> list[str]:
        return [line.strip()[:200] for line in self.choices.splitlines() if line.strip()]


class RequestRules(models.Model):
    """The one row of delays that hold for every request; « à ajuster par la cellule »."""

    answer_days = models.PositiveSmallIntegerField(
        "réponse attendue du demandeur sous (jours ouvrés)", default=3
    )
    reminder_every = models.PositiveSmallIntegerField(
        "puis rappel tous les (jours ouvrés)", default=3, help_text="0 : aucun rappel."
    )
    triage_days = models.PositiveSmallIntegerField(
        "la cellule répond sous (jours ouvrés)", default=2, help_text="Annoncé au demandeur."
    )
    closing_days = models.PositiveSmallIntegerField(
        "une demande livrée se clôture d’elle-même après (jours ouvrés)", default=10
    )

    class Meta:
        verbose_name = verbose_name_plural = "délais des demandes"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="requests_have_one_row_of_rules")]

    def __str__(self) -> str:
        return "Délais des demandes"

    @classmethod
    def current(cls) -> Self:
        """The saved row, or the usual values as long as nobody changed them; reading writes nothing."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
