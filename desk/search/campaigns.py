"""Requests, actions, tasks, and the strategy that they serve."""

from django.db.models import Model, QuerySet, Value

from campaigns.planning.models import Action, Task
from campaigns.requests.models import CommunicationRequest
from campaigns.strategy.models import Campaign, Objective, Plan
from comms.people.models import User
from comms.search import Plain
from desk.search.found import Hit, Source
from desk.search.ranking import best


def _requests(user: User, words: str) -> QuerySet:
    return best(CommunicationRequest.objects.visible_to(user), words).select_related("department")


def _request(request: CommunicationRequest) -> Hit:
    return Hit(
        title=request.title,
        url=request.get_absolute_url(),
        note=" · ".join(filter(None, (request.reference, str(request.department or "")))),
        state=request.get_state_display(),
        tone=request.state_tone,
        at=request.submitted_at or request.created_at,
    )


def _actions(user: User, words: str) -> QuerySet:
    return best(Action.objects.visible_to(user), words)


def _action(action: Action) -> Hit:
    return Hit(
        title=action.title,
        url=action.get_absolute_url(),
        note=" · ".join(filter(None, (action.reference, action.get_kind_display(), action.place))),
        state=action.get_state_display(),
        tone=action.state_tone,
        day=action.starts_on,
    )


def _tasks(user: User, words: str) -> QuerySet:
    return best(Task.objects.visible_to(user), words).select_related("action", "owner")


def _task(task: Task) -> Hit:
    return Hit(
        title=task.title,
        url=task.get_absolute_url(),
        note=" · ".join(map(str, filter(None, (task.action, task.owner)))),
        state=task.get_state_display(),
        tone=task.state_tone,
        day=task.due_on,
    )


def _named(rows: QuerySet, field: str, words: str) -> QuerySet:
    """There are dozens of these: each word is looked for in the name."""
    rows = rows.annotate(plain_name=Plain(field))
    for word in words.split()[:8]:
        rows = rows.filter(plain_name__contains=Plain(Value(word)))
    return rows


def _campaigns(user: User, words: str) -> QuerySet:
    return _named(Campaign.objects.visible_to(user), "title", words)


def _campaign(campaign: Campaign) -> Hit:
    return Hit(title=campaign.title, url=campaign.get_absolute_url(), day=campaign.starts_on)


def _objectives(user: User, words: str) -> QuerySet:
    return _named(Objective.objects.visible_to(user), "statement", words).select_related("axis")


def _objective(objective: Objective) -> Hit:
    return Hit(title=objective.statement, url=objective.get_absolute_url(), note=str(objective.axis))


def _plans(user: User, words: str) -> QuerySet:
    return _named(Plan.objects.visible_to(user), "title", words)


def _plan(plan: Model) -> Hit:
    return Hit(
        title=plan.title,
        url=plan.get_absolute_url(),
        state=plan.get_state_display(),
        tone=plan.state_tone,
        day=plan.starts_on,
    )


SOURCES = (
    Source("demandes", "Demandes", "chat-left-text", _requests, _request),
    Source("actions", "Actions", "flag", _actions, _action),
    Source("taches", "Tâches", "check2-square", _tasks, _task),
    Source("campagnes", "Campagnes", "megaphone", _campaigns, _campaign),
    Source("objectifs", "Objectifs", "bullseye", _objectives, _objective),
    Source("plans", "Plans de communication", "signpost-split", _plans, _plan),
)
