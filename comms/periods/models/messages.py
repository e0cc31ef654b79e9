import re
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse

from comms.approvals.models import Approvable, Approval, Version
from comms.people.models import Role
from comms.periods.models.levels import CHANNEL_ICONS, LEVEL_TONES, Channel, Level
from comms.validators import one_line

#: « [heure] », « [zones] »: what is filled in at the moment of publishing.
BLANKS = re.compile(r"\[([^\[\]\n]{1,40})\]")


class MessageState(models.TextChoices):
    DRAFT = "draft", "À valider"
    IN_APPROVAL = "in_approval", "En validation"
    APPROVED = "approved", "Prêt"


def _by_level() -> Case:
    """In the order in which a cyclone comes, not of the alphabet."""
    return Case(
        *(When(level=level, then=Value(rank)) for rank, level in enumerate(Level.values)),
        output_field=IntegerField(),
    )


class CrisisMessageQuerySet(models.QuerySet):
    def kept(self) -> Self:
        """In use, whatever their state."""
        return self.filter(is_active=True)

    def ready(self) -> Self:
        """Approved: they may be published as they are, once filled in."""
        return self.kept().filter(state=MessageState.APPROVED)

    def at_level(self, level: str) -> Self:
        return self.filter(level=level)

    def in_order(self) -> Self:
        return self.order_by(_by_level(), "channel", "title", "pk")


class CrisisMessage(Approvable):
    """What the town says on one channel at one level, written and approved on a quiet day.

    What is published is the approved version's text, with its blanks filled in: the hour, the zones.
    """

    approval_kind = "periods.crisis_message"
    approval_label = "Message de crise"
    approval_default_steps = (Role.HEAD, Role.CABINET)
    approval_preview_template = "periods/messages/_preview.html"
    approval_fields: ClassVar[dict[str, str]] = {
        "level": "Niveau",
        "channel": "Canal",
        "title": "Titre",
        "text": "Texte",
    }

    level = models.CharField("niveau", max_length=12, choices=Level)
    channel = models.CharField("canal", max_length=12, choices=Channel)
    title = models.CharField("titre", max_length=120, validators=[one_line])
    text = models.TextField(
        "texte",
        help_text="Entre crochets, ce qui se complète au moment de publier : [heure], [zones], [numéro].",
    )
    state = models.CharField(
        "état", max_length=12, choices=MessageState, default=MessageState.DRAFT, editable=False
    )
    is_active = models.BooleanField("en service", default=True)
    effective_version = models.ForeignKey(
        Version, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name="version validée",
    )  # fmt: skip
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="écrit par"
    )
    updated_at = models.DateTimeField("modifié le", auto_now=True)

    objects = CrisisMessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message de crise"
        verbose_name_plural = "messages de crise"
        ordering = ["level", "channel", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="approved") | models.Q(effective_version__isnull=False),
                name="ready_crisis_message_has_its_approved_version",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("periods:message", args=[self.pk])

    @property
    def is_ready(self) -> bool:
        return self.is_active and self.state == MessageState.APPROVED

    @property
    def state_tone(self) -> str:
        tones = {
            MessageState.DRAFT: "draft",
            MessageState.IN_APPROVAL: "waiting",
            MessageState.APPROVED: "good",
        }
        return tones[MessageState(self.state)]

    @property
    def level_tone(self) -> str:
        return LEVEL_TONES[self.level]

    @property
    def channel_icon(self) -> str:
        return CHANNEL_ICONS[self.channel]

    @property
    def said(self) -> str:
        """The approved text; while there is none, the one being written."""
        return self.effective_version.content["text"] if self.effective_version else self.text

    @property
    def blanks(self) -> list[str]:
        """What there is to fill in, each once, in the order of the text."""
        return list(dict.fromkeys(BLANKS.findall(self.said)))

    def filled(self, values: dict[str, str]) -> str:
        """The approved text with these words in its blanks; an empty one stays as it is, to be seen."""
        return BLANKS.sub(lambda found: values.get(found[1]) or found[0], self.said)

    # --- approvals ---------------------------------------------------------------------------------
    @classmethod
    def approval_live(cls) -> models.QuerySet[Self]:
        return cls.objects.kept()

    def approvable_content(self) -> dict[str, Any]:
        return {
            "level": self.get_level_display(),
            "channel": self.get_channel_display(),
            "title": self.title,
            "text": self.text,
        }

    def approval_changed(self, approval: Approval) -> None:
        if approval.state in Approval.APPROVING:
            self.state, self.effective_version = MessageState.APPROVED, approval.version
        else:
            is_open = approval.state == Approval.State.OPEN
            self.state = MessageState.IN_APPROVAL if is_open else MessageState.DRAFT
            self.effective_version = None
        self.save(update_fields=["state", "effective_version", "updated_at"])
