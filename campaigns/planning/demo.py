"""A year of a plausible unit: last year's work done and evaluated, the next two months full.

Everything is made by the real actions; days are relative to `today`. Nobody here exists.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.planning.actions import (
    apply_template,
    create_action,
    edit_task,
    evaluate_action,
    finish_task,
    move_action,
    move_j0,
    propose_action,
)
from campaigns.planning.models import (
    OPEN_TASK_STATES,
    Action,
    ActionState,
    Channel,
    PlanningRules,
    PlanTemplate,
    Task,
)
from comms.people.models import Role, User

Kind = Action.Kind
People = dict[Role, User]


@dataclass(frozen=True)
class Planned:
    title: str
    kind: str
    days: int  # before (negative) or after today
    template: str
    place: str = ""
    cost: int = 0


PAST = (
    Planned("Semaine de l’environnement", Kind.CAMPAIGN, -170, "Campagne d’information", "Plum", 1_450_000),
    Planned("Fête du Sport", Kind.EVENT, -75, "Événement", "Stade Victorin-Boewa", 980_000),
    Planned("Bulletin municipal du semestre", Kind.PUBLICATION, -140, "Bulletin municipal", "", 1_900_000),
    Planned("Réouverture du parc de Boulari", Kind.EVENT, -110, "Inauguration", "Boulari", 350_000),
    Planned("Inscriptions scolaires", Kind.HELP, -210, "Campagne d’information", "", 220_000),
    Planned("Noël de l’an dernier", Kind.EVENT, -340, "Événement", "Place des Accords", 2_100_000),
)  # fmt: skip
AHEAD = (
    Planned("Noël place des Accords", Kind.EVENT, 26, "Événement", "Place des Accords", 2_300_000),
    Planned("Travaux de la rue de la Mission", Kind.SUPPORT, 16, "Affiche", "Saint-Louis", 180_000),
    Planned("Bulletin municipal de fin d’année", Kind.PUBLICATION, 40, "Bulletin municipal", "", 1_900_000),
    Planned("Prévention des cyclones", Kind.CAMPAIGN, 33, "Campagne d’information", "", 640_000),
    Planned("Vœux du maire", Kind.EVENT, 55, "Événement", "Centre culturel", 750_000),
    Planned("Inauguration de l’aire de jeux de Plum", Kind.EVENT, 47, "Inauguration", "Plum", 260_000),
)  # fmt: skip
IDEAS = ("Portraits des agents", "Parcours à vélo du littoral", "Lettre interne trimestrielle")


def load_demo_planning(people: People, today: date) -> None:
    PlanningRules.current().save()
    templates = {template.name: template for template in PlanTemplate.objects.all()}
    for planned in PAST:
        _past(planned, people, today, templates)
    ahead = [_ahead(planned, people, today, templates) for planned in AHEAD]
    move_j0(
        action=ahead[3], new_j0=ahead[3].starts_on + timedelta(days=7), actor=people[Role.HEAD],
        reason="L’imprimeur demande une semaine de plus.", today=today,
    )  # fmt: skip
    for title in IDEAS:
        create_action(author=people[Role.ASSISTANT], title=title)
    proposed = create_action(
        author=people[Role.ASSISTANT], title="Journée du patrimoine", kind=Kind.EVENT,
        starts_on=today + timedelta(days=84), foreseen_cost=420_000,
    )  # fmt: skip
    propose_action(action=proposed, actor=people[Role.ASSISTANT])


def _decided(planned: Planned, people: People, today: date) -> Action:
    """Noted as decided by the executive, two months before its day."""
    day = today + timedelta(days=planned.days)
    action = create_action(
        author=people[Role.HEAD],
        title=planned.title,
        kind=planned.kind,
        origin=Action.Origin.EXECUTIVE,
        decided_by="Réunion de l’exécutif",
        decided_on=min(day - timedelta(days=75), today),
        starts_on=day,
        place=planned.place,
        foreseen_cost=planned.cost,
        lead=people[Role.ASSISTANT],
        channels=list(Channel.objects.all()[:3]),
        departments=[people[Role.DEPARTMENT_CONTACT].department],
    )
    return move_action(action=action, actor=people[Role.HEAD], to=ActionState.APPROVED)


def _past(planned: Planned, people: People, today: date, templates: dict[str, PlanTemplate]) -> None:
    """Done and evaluated; its plan is what it was meant to be."""
    action = _decided(planned, people, today)
    head = people[Role.HEAD]
    tasks = apply_template(
        action=action, template=templates[planned.template], actor=head, today=today, allow_past=True
    )
    move_action(action=action, actor=head, to=ActionState.UNDER_WAY)
    _finish(tasks, people)
    move_action(action=action, actor=head, to=ActionState.DONE)
    evaluate_action(
        action=action,
        actor=people[Role.ASSISTANT],
        reach=400 + planned.cost // 900,
        real_cost=planned.cost * 96 // 100,
        figures="12 retombées dans la presse\n18 publications",
        to_keep="Les affiches posées deux semaines avant.",
        to_change="Demander les textes aux directions plus tôt.",
    )


def _ahead(planned: Planned, people: People, today: date, templates: dict[str, PlanTemplate]) -> Action:
    """Planned as it was meant to be; the steps of the last weeks are done, two of them late."""
    action = _decided(planned, people, today)
    template = templates[planned.template]
    tasks = apply_template(
        action=action, template=template, actor=people[Role.HEAD], today=today, allow_past=True
    )
    _finish(sorted((task for task in tasks if task.due_on < today), key=_by_day)[:-1], people)
    action.refresh_from_db()
    return action


def _finish(tasks: list[Task], people: People) -> None:
    """In the order of their days; those that still wait for another are left."""
    for task in sorted(tasks, key=_by_day):
        if task.needs_approval:  # the head saw these on paper
            edit_task(task=task, actor=people[Role.HEAD], needs_approval=False)
        if not task.after.filter(state__in=OPEN_TASK_STATES).exists():
            finish_task(task=task, actor=task.owner or people[Role.ASSISTANT])


def _by_day(task: Task) -> tuple[date, int]:
    return task.due_on, task.pk
