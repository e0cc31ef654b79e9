"""What narrows actions and tasks: the same form, in the same address, for the list, the board, the timeline
and the month."""

import re
from datetime import date
from typing import Any

from django import forms
from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, QuerySet, Value

from campaigns.planning.models import (
    LIVE_ACTION_STATES,
    OPEN_TASK_STATES,
    Action,
    ActionState,
    Task,
    TaskState,
)
from campaigns.strategy.models import Campaign, Objective
from comms.calendar.working_days import local_today
from comms.forms import BaseForm, FilterForm
from comms.people.models import UNIT_ROLES, Department, User
from comms.search import SEARCH_CONFIG, Plain

ALL_STATES = "toutes"
#: The month that the timeline and the month show; it stays when the filters change.
MONTH = "mois"


class PeriodFilter(FilterForm):
    """Filters with a period; « to » before « from » is said, and neither is taken."""

    start = forms.DateField(label="Du", widget=forms.DateInput)
    end = forms.DateField(label="Au", widget=forms.DateInput)

    def clean_end(self) -> date | None:
        start, end = self.cleaned_data.get("start"), self.cleaned_data["end"]
        if start and end and end < start:
            raise forms.ValidationError("Cette date vient avant la première.")
        return end

    @property
    def kept_parameters(self) -> list[tuple[str, str]]:
        month = [(MONTH, self.data[MONTH])] if self.data.get(MONTH) else []
        return super().kept_parameters + month


class ActionFilter(PeriodFilter):
    """`filter()` leaves out what is over, unless a state is asked for; `narrow()` says nothing of states."""

    GAPS = (
        ("lead", "Sans responsable"),
        ("day", "Sans J0"),
        ("objective", "Sans objectif"),
        ("campaign", "Sans campagne"),
    )
    q = forms.CharField(label="Chercher", max_length=120)
    kind = forms.ChoiceField(label="Nature", choices=Action.Kind.choices)
    state = forms.ChoiceField(
        label="État", choices=[("", "Ouvertes"), (ALL_STATES, "Toutes"), *ActionState.choices]
    )
    lead = forms.ModelChoiceField(User.objects.holding(*UNIT_ROLES), label="Responsable")
    department = forms.ModelChoiceField(Department.objects.filter(is_active=True), label="Direction")
    objective = forms.ModelChoiceField(Objective.objects.all(), label="Objectif")
    campaign = forms.ModelChoiceField(Campaign.objects.all(), label="Campagne")
    zone = forms.CharField(label="Secteur", max_length=80)
    priority = forms.TypedChoiceField(label="Priorité", choices=Action.Priority.choices, coerce=int)
    origin = forms.ChoiceField(label="Origine", choices=Action.Origin.choices)
    gap = forms.ChoiceField(label="À compléter", choices=GAPS)
    mine = forms.BooleanField(label="Les miennes")
    late = forms.BooleanField(label="En retard")
    field_order = (
        "q", "kind", "state", "lead", "department", "objective", "campaign", "zone", "start", "end",
        "priority", "origin", "gap", "mine", "late",
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    @property
    def states(self) -> tuple[str, ...]:
        asked = self.chosen.get("state", "")
        if asked == ALL_STATES:
            return tuple(ActionState.values)
        return (asked,) if asked else LIVE_ACTION_STATES

    def narrow(self, actions: QuerySet) -> QuerySet:
        return super().filter(actions)

    def filter(self, actions: QuerySet) -> QuerySet:
        actions = self.narrow(actions)
        every_state = self.chosen.get("state") == ALL_STATES
        return actions if every_state else actions.filter(state__in=self.states)

    def filter_q(self, actions: QuerySet, words: str) -> QuerySet:
        return actions.search(words)

    def filter_state(self, actions: QuerySet, state: str) -> QuerySet:
        return actions

    def filter_department(self, actions: QuerySet, department: Department) -> QuerySet:
        concerned = Action.departments.through.objects.filter(department=department)
        return actions.filter(pk__in=concerned.values("action"))

    def filter_zone(self, actions: QuerySet, zone: str) -> QuerySet:
        """The index finds the words, the comparison keeps those that stand in the zone."""
        words = SearchQuery(zone, config=SEARCH_CONFIG, search_type="plain")
        found = actions.filter(search_vector=words).alias(plain_zone=Plain("zone"))
        return found.filter(plain_zone__contains=Plain(Value(zone)))

    def filter_start(self, actions: QuerySet, start: date) -> QuerySet:
        return actions.not_over_before(start)

    def filter_end(self, actions: QuerySet, end: date) -> QuerySet:
        return actions.filter(starts_on__lte=end)

    def filter_gap(self, actions: QuerySet, gap: str) -> QuerySet:
        return actions.filter(**{{"day": "starts_on"}.get(gap, gap): None})

    def filter_mine(self, actions: QuerySet, mine: bool) -> QuerySet:
        return actions.filter(lead=self.user)

    def filter_late(self, actions: QuerySet, late: bool) -> QuerySet:
        """With a task that should be done by now."""
        overdue = Task.objects.filter(state__in=OPEN_TASK_STATES, due_on__lt=local_today())
        return actions.filter(Exists(overdue.filter(action=OuterRef("pk"))))


class TaskFilter(PeriodFilter):
    """Open tasks, unless a state is asked for."""

    q = forms.CharField(label="Chercher", max_length=120)
    state = forms.ChoiceField(
        label="État", choices=[("", "À finir"), (ALL_STATES, "Toutes"), *TaskState.choices]
    )
    owner = forms.ModelChoiceField(User.objects.holding(*UNIT_ROLES), label="Qui")
    kind = forms.ChoiceField(label="Nature de l’action", choices=Action.Kind.choices)
    mine = forms.BooleanField(label="Les miennes")
    late = forms.BooleanField(label="En retard")
    unassigned = forms.BooleanField(label="Sans personne")
    field_order = ("q", "state", "owner", "kind", "start", "end", "mine", "late", "unassigned")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def filter(self, tasks: QuerySet) -> QuerySet:
        tasks = super().filter(tasks)
        return tasks if self.chosen.get("state") else tasks.open()

    def filter_q(self, tasks: QuerySet, words: str) -> QuerySet:
        return tasks.search(words)

    def filter_state(self, tasks: QuerySet, state: str) -> QuerySet:
        return tasks if state == ALL_STATES else tasks.filter(state=state)

    def filter_kind(self, tasks: QuerySet, kind: str) -> QuerySet:
        return tasks.filter(action__kind=kind)

    def filter_start(self, tasks: QuerySet, start: date) -> QuerySet:
        return tasks.filter(due_on__gte=start)

    def filter_end(self, tasks: QuerySet, end: date) -> QuerySet:
        return tasks.filter(due_on__lte=end)

    def filter_mine(self, tasks: QuerySet, mine: bool) -> QuerySet:
        return tasks.of(self.user)

    def filter_late(self, tasks: QuerySet, late: bool) -> QuerySet:
        return tasks.late(local_today())

    def filter_unassigned(self, tasks: QuerySet, unassigned: bool) -> QuerySet:
        return tasks.unassigned()


class MonthForm(BaseForm):
    """« 2026-12 » in the address; what can't be read is the current month."""

    mois = forms.CharField(label="Mois", max_length=7)

    def clean_mois(self) -> date:
        found = re.fullmatch(r"(2[01]\d\d)-(0[1-9]|1[0-2])", self.cleaned_data["mois"])
        if not found:
            raise forms.ValidationError("Écrivez le mois ainsi : 2026-12.")
        return date(int(found[1]), int(found[2]), 1)

    @classmethod
    def asked(cls, data: Any) -> date:
        """The first day of the month."""
        form = cls(data)
        return form.cleaned_data["mois"] if form.is_valid() else local_today().replace(day=1)
