from django.conf import settings
from django.db import models

from campaigns.planning.models.actions import Action


class Evaluation(models.Model):
    """What an action gave: figures, real cost, what to keep, what to change."""

    action = models.OneToOneField(Action, models.CASCADE, related_name="evaluation", verbose_name="action")
    reach = models.PositiveIntegerField("personnes touchées", null=True, blank=True)
    figures = models.TextField(
        "autres chiffres", blank=True, help_text="Un par ligne : « 320 participants », « 12 retombées »…"
    )
    real_cost = models.PositiveBigIntegerField("coût réel (F CFP)", null=True, blank=True)
    to_keep = models.TextField("ce qu’on garde", blank=True)
    to_change = models.TextField("ce qu’on change", blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="écrit par"
    )
    written_at = models.DateTimeField("écrit le", auto_now=True)

    class Meta:
        verbose_name = "bilan"
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return f"Bilan de {self.action}"

    @property
    def figure_lines(self) -> list[str]:
        return [line.strip() for line in self.figures.splitlines() if line.strip()]
