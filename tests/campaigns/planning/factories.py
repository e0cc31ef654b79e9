"""Actions, tasks and templates; each call makes another one."""

from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from campaigns.planning.models import Action, PlanTemplate, Task, TaskState, TemplateStep
from comms.people.models import Role
from tests.people import factories as people


class ActionFactory(DjangoModelFactory):
    """An idea of somebody of the unit; `state=` stands it anywhere."""

    class Meta:
        model = Action
        skip_postgeneration_save = True

    year = 2026
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Fête du Sport {n}")
    starts_on = date(2026, 12, 11)
    state_reason = factory.LazyAttribute(
        lambda action: "L’exécutif" if getattr(action, "state", "") in ("postponed", "cancelled") else ""
    )
    created_by = factory.LazyFunction(people.assistant)
    lead = factory.SelfAttribute("created_by")

    @factory.post_generation
    def departments(self, create, departments, **kwargs):
        if departments:
            self.departments.set(departments)


class TaskFactory(DjangoModelFactory):
    """A task to do of an action, without a place in its plan unless `offset=` says so."""

    class Meta:
        model = Task
        skip_postgeneration_save = True

    action = factory.SubFactory(ActionFactory)
    title = factory.Sequence(lambda n: f"Bon à tirer {n}")
    role = Role.ASSISTANT
    due_on = date(2026, 12, 1)
    starts_on = factory.SelfAttribute("due_on")
    created_by = factory.LazyAttribute(
        lambda task: task.action.created_by if task.action else people.assistant()
    )
    owner = factory.SelfAttribute("created_by")
    state_reason = factory.LazyAttribute(
        lambda task: "Plus utile" if getattr(task, "state", "") == TaskState.DROPPED else ""
    )
    done_at = factory.LazyAttribute(
        lambda task: timezone.now() if getattr(task, "state", "") == TaskState.DONE else None
    )

    @factory.post_generation
    def after(self, create, after, **kwargs):
        if after:
            self.after.set(after)


class PlanTemplateFactory(DjangoModelFactory):
    class Meta:
        model = PlanTemplate

    name = factory.Sequence(lambda n: f"Événement {n}")


class TemplateStepFactory(DjangoModelFactory):
    class Meta:
        model = TemplateStep
        skip_postgeneration_save = True

    template = factory.SubFactory(PlanTemplateFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Étape {n}")
    offset = 10

    @factory.post_generation
    def after(self, create, after, **kwargs):
        if after:
            self.after.set(after)


def event_template(name: str = "Événement d’essai") -> PlanTemplate:
    """Brief at J−30, proof at J−20 after it (to be approved), display at J−10 after that, evaluation J+15."""
    template = PlanTemplateFactory(name=name)
    brief = TemplateStepFactory(template=template, position=1, title="Brief", offset=30, duration=3)
    proof = TemplateStepFactory(
        template=template, position=2, title="Bon à tirer", offset=20, duration=2, needs_approval=True,
        after=[brief],
    )  # fmt: skip
    TemplateStepFactory(template=template, position=3, title="Affichage", offset=10, after=[proof])
    TemplateStepFactory(template=template, position=4, title="Bilan", offset=-15, role=Role.HEAD)
    return template
