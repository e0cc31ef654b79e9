from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from campaigns.planning.errors import SomebodyWasFaster
from campaigns.planning.models.actions import Action
from campaigns.planning.models.states import OPEN_TASK_STATES, TASK_MOVES, TASK_TONES, TaskState
from campaigns.planning.models.task_queries import TaskQuerySet
from campaigns.planning.models.templates import TemplateStep
from comms.approvals.models import Approvable, Approval
from comms.people.models import Role
from comms.search import SEARCH_CONFIG


class Task(Approvable):
    """A piece of work with an owner and a day; a step of an action's retro-planning, or on its own.

    A step that needs approval is finished when its circuit said yes to what was made.
    """

    approval_kind = "planning.task"
    approval_label = "Étape d’un rétroplanning"
    approval_default_steps = (Role.HEAD,)
    approval_preview_template = "planning/_preview_of_task.html"
    approval_fields: ClassVar[dict[str, str]] = {
        "title": "Étape",
        "action": "Action",
        "description": "Précisions",
        "outcome": "Ce qui a été fait",
    }

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
    state_reason = models.TextField("motif", blank=True, editable=False)
    outcome = models.TextField("ce qui a été fait", blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)  # one more at each save of the form
    done_at = models.DateTimeField("faite le", null=True, blank=True, editable=False)
    remind_on = models.DateField("prochain rappel", null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField("dernier rappel", null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="créée par"
    )
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    search_vector = models.GeneratedField(
        expression=SearchVector("title", weight="A", config=SEARCH_CONFIG)
        + SearchVector("description", weight="C", config=SEARCH_CONFIG),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "tâche"
        ordering = ["due_on", "pk"]
        indexes = [
            GinIndex(fields=["search_vector"], name="task_search"),
            models.Index(fields=["due_on", "id"], name="task_by_day"),
            models.Index(
                fields=["due_on", "id"], condition=Q(state__in=OPEN_TASK_STATES), name="open_task_by_day"
            ),
            models.Index(
                fields=["owner", "due_on"],
                condition=Q(state__in=OPEN_TASK_STATES),
                name="open_tasks_of_a_person",
            ),
            models.Index(
                fields=["remind_on"], condition=Q(state__in=OPEN_TASK_STATES), name="open_tasks_by_reminder"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="task_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=TaskState.DONE, done_at__isnull=False)
                | (~Q(state=TaskState.DONE) & Q(done_at=None)),
                name="done_task_says_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=TaskState.DROPPED) | ~Q(state_reason=""),
                name="dropped_task_says_why",
                violation_error_message="Dites pourquoi la tâche est abandonnée.",
            ),
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

    @property
    def state_tone(self) -> str:
        return TASK_TONES[self.state]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_TASK_STATES

    @property
    def waits_for(self) -> list[Self]:
        """The open tasks that come before; read from the prefetched rows."""
        return [task for task in self.after.all() if task.is_open]

    @property
    def rank(self) -> str:
        """« J−30 », « J0 », « J+15 »; empty for a task outside a plan."""
        if self.offset is None:
            return ""
        return f"J{'−' if self.offset > 0 else '+'}{abs(self.offset)}" if self.offset else "J0"

    def is_late(self, today: date) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < today

    def approvable_content(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "action": self.action.title if self.action else "",
            "description": self.description,
            "outcome": self.outcome,
        }

    # --- what becomes of it ---------------------------------------------------------------------------
    def move(self, to: str, **values: Any) -> None:
        """Change the state, on the condition that nobody did so since this row was read."""
        changed = to in TASK_MOVES[self.state] and (
            type(self).objects.filter(pk=self.pk, state=self.state).update(state=to, **values)
        )
        self.refresh_from_db()
        if not changed:
            raise SomebodyWasFaster(self)

    @classmethod
    def approval_live(cls) -> models.QuerySet[Self]:
        return cls.objects.filter(state=TaskState.TO_APPROVE)

    def approval_changed(self, approval: Approval) -> None:
        if approval.is_open:
            if self.state != TaskState.TO_APPROVE:
                self.move(TaskState.TO_APPROVE)
        elif self.state == TaskState.TO_APPROVE:
            if approval.state in Approval.APPROVING:
                self.move(TaskState.DONE, done_at=approval.approved_at, remind_on=None)
            else:
                self.move(TaskState.UNDER_WAY)


class TaskCheck(models.Model):
    """A line of a task's checklist."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="checks", verbose_name="tâche")
    position = models.PositiveSmallIntegerField("rang", default=1)
    text = models.CharField("à vérifier", max_length=200)
    is_done = models.BooleanField("fait", default=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name="coché par",
    )  # fmt: skip
    done_at = models.DateTimeField("coché le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "point à vérifier"
        verbose_name_plural = "points à vérifier"
        ordering = ["task", "position", "pk"]

    def __str__(self) -> str:
        return self.text
