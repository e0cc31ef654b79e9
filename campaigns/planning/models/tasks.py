from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from campaigns.planning.models.actions import Action
from campaigns.planning.models.states import TaskState
from campaigns.planning.models.templates import TemplateStep
from comms.people.models import Role


class Task(models.Model):
    """A piece of work with an owner and a day; a step of an action's retro-planning, or on its own."""

    action = models.ForeignKey(
        Action, models.CASCADE, null=True, blank=True, related_name="tasks", verbose_name="action"
    )
    step = models.ForeignKey(
        TemplateStep, models.SET_NULL, null=True, blank=True, related_name="+", editable=False,
        verbose_name="étape du modèle",
    )  # fmt: skip
    title = models.CharField("tâche", max_length=200)
    description = models.TextField("précisions", blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="tasks",
        verbose_name="qui",
    )  # fmt: skip
    role = models.CharField("rôle", max_length=30, choices=Role, blank=True)
    starts_on = models.DateField("à partir du", null=True, blank=True)
    due_on = models.DateField("pour le", null=True, blank=True)
    offset = models.SmallIntegerField("jours ouvrés avant J0", null=True, blank=True)
    duration = models.PositiveSmallIntegerField("durée (jours ouvrés)", default=1)
    baseline_due_on = models.DateField("prévue à l’origine pour le", null=True, blank=True, editable=False)
    is_pinned = models.BooleanField("date fixe", default=False, help_text="Ne bouge pas quand J0 bouge.")
    after = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="before", verbose_name="après"
    )
    needs_approval = models.BooleanField("à faire valider", default=False)
    state = models.CharField(
        "état", max_length=20, choices=TaskState, default=TaskState.TO_DO, editable=False
    )
    done_at = models.DateTimeField("faite le", null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="créée par"
    )
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    class Meta:
        verbose_name = "tâche"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(due_on=None) | Q(due_on__gte=F("starts_on")),
                name="task_is_due_after_it_starts",
                violation_error_message="La tâche est due avant de commencer.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("planning:task", args=[self.pk])
