from django.conf import settings
from django.db import models

from comms.validators import one_line
from contractors.missions.models.missions import Mission
from contractors.providers.models import Provider


class Award(models.Model):
    """Who was chosen, why, and what procedure the amount called for that day; append-only."""

    mission = models.ForeignKey(Mission, models.PROTECT, related_name="awards", verbose_name="mission")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="awards", verbose_name="prestataire")
    amount = models.PositiveBigIntegerField("montant (F CFP HT)")
    reason = models.TextField("motif du choix", max_length=2000)
    procedure = models.CharField("procédure", max_length=160, blank=True, validators=[one_line])
    source = models.CharField("texte", max_length=200, blank=True, validators=[one_line])
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="décidé par"
    )
    decided_at = models.DateTimeField("décidé le", auto_now_add=True)

    class Meta:
        verbose_name = "attribution"
        ordering = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.mission.reference} : {self.provider}"
