"""A year's plan in force with a year of measures, the next one begun, two campaigns; by the real actions."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.db import transaction

from campaigns.strategy.actions.campaigns import save_audience, save_campaign
from campaigns.strategy.actions.content import add_axis, add_indicator, add_message, add_objective
from campaigns.strategy.actions.measures import record_measure
from campaigns.strategy.actions.plans import create_plan, put_in_force, submit_plan
from campaigns.strategy.demo_content import AUDIENCES, AXES, MESSAGES, DemoIndicator
from campaigns.strategy.models import Audience, Indicator, Objective, Plan
from comms.approvals.actions import decide
from comms.approvals.models import Decision
from comms.people.models import Role, User


@transaction.atomic
def load_demo_strategy(people: Mapping[Role, User], today: date) -> Plan:
    """Into a base that has people: the plan in force, its year of measures, and the draft of the next."""
    audiences = _audiences(people[Role.ASSISTANT])
    start = today - relativedelta(months=11) - timedelta(days=today.day - 1)
    plan = _plan(people, start, audiences)
    _approve_and_put_in_force(plan, people, today)
    _measure(plan, people[Role.ASSISTANT], start, today)
    _campaigns(people, audiences, today)
    _next_plan(people[Role.ASSISTANT], plan)
    return plan


def _audiences(writer: User) -> dict[str, Audience]:
    return {
        name: save_audience(
            audience=None,
            actor=writer,
            name=name,
            side=side,
            size=size,
            size_source=source,
            where_reached=where,
        )
        for name, side, size, source, where in AUDIENCES
    }


def _plan(people: Mapping[Role, User], start: date, audiences: dict[str, Audience]) -> Plan:
    writer = people[Role.ASSISTANT]
    plan = create_plan(
        author=writer,
        title=f"Plan de communication {start.year}-{start.year + 1}",
        starts_on=start,
        ends_on=start + relativedelta(months=14) - timedelta(days=1),
        ambition="Que chaque habitant, du Nord au Sud, sache ce que fait sa mairie et où la trouver ; "
        "que les agents l’apprennent avant lui.",
        envelope=14_500_000,
    )
    for position, (title, objectives) in enumerate(AXES):
        elected = people[Role.ELECTED] if position == 0 else None
        axis = add_axis(plan=plan, actor=writer, title=title, elected=elected)
        for objective in objectives:
            row = add_objective(
                axis=axis,
                actor=writer,
                statement=objective.statement,
                side=objective.side,
                audiences=[audiences[name] for name in objective.audiences],
            )
            for indicator in objective.indicators:
                _indicator(row, writer, indicator, plan.ends_on)
    for text, names in MESSAGES:
        side = audiences[names[0]].side
        add_message(plan=plan, actor=writer, text=text, side=side, audiences=[audiences[n] for n in names])
    return plan


def _indicator(objective: Objective, writer: User, indicator: DemoIndicator, target_on: date) -> None:
    add_indicator(
        objective=objective,
        actor=writer,
        name=indicator.name,
        unit=indicator.unit,
        start_value=Decimal(indicator.start),
        target_value=Decimal(indicator.target),
        target_on=target_on,
        every_months=3 if "-" in indicator.measures else 1,
        computation=indicator.computation,
        source=indicator.source,
    )


def _approve_and_put_in_force(plan: Plan, people: Mapping[Role, User], today: date) -> None:
    approval = submit_plan(plan=plan, actor=people[Role.ASSISTANT])
    while step := approval.open_step:
        decide(
            step=step,
            actor=step.deciders().first(),
            verdict=Decision.Verdict.APPROVED,
            seen_digest=approval.version.digest,
        )
    plan.refresh_from_db()
    put_in_force(plan=plan, actor=people[Role.CABINET], today=today)


def _measure(plan: Plan, writer: User, start: date, today: date) -> None:
    for indicator in Indicator.objects.filter(objective__axis__plan=plan).select_related(
        "objective__axis__plan"
    ):
        for month, value in enumerate(_measures_of(indicator.name).split()):
            day = start + relativedelta(months=month, days=4)
            if value != "-" and day <= today:
                record_measure(indicator=indicator, actor=writer, measured_on=day, value=Decimal(value))


def _measures_of(name: str) -> str:
    return next(
        indicator.measures
        for _, objectives in AXES
        for objective in objectives
        for indicator in objective.indicators
        if indicator.name == name
    )


def _campaigns(people: Mapping[Role, User], audiences: dict[str, Audience], today: date) -> None:
    writer = people[Role.ASSISTANT]
    objectives = list(Objective.objects.in_force().order_by("axis__position", "position"))
    save_campaign(
        campaign=None,
        actor=writer,
        title="Prêts pour la saison cyclonique",
        objective=objectives[1],
        summary="Les gestes à faire avant l’alerte, quartier par quartier : affiches, page, écoles.",
        starts_on=today - timedelta(days=20),
        ends_on=today + timedelta(days=75),
        audiences=[audiences["Habitants du Sud"], audiences["Habitants du Nord"]],
        envelope=2_400_000,
        lead=writer,
    )
    save_campaign(
        campaign=None,
        actor=writer,
        title="La mairie annexe de Plum, c’est aussi pour vous",
        objective=objectives[0],
        summary="Faire savoir ce que l’on peut faire à Plum sans passer par Boulari.",
        starts_on=today - timedelta(days=150),
        ends_on=today - timedelta(days=60),
        audiences=[audiences["Habitants du Sud"]],
        envelope=850_000,
        lead=people[Role.HEAD],
        result="Fréquentation de l’annexe en hausse de 18 % en trois mois. À garder : la carte à emporter. "
        "À changer : commencer par les écoles.",
    )


def _next_plan(writer: User, current: Plan) -> None:
    start = current.ends_on + timedelta(days=1)
    plan = create_plan(
        author=writer,
        title=f"Plan de communication {start.year}, préparation",
        starts_on=start,
        ends_on=start + relativedelta(years=1) - timedelta(days=1),
        ambition="Tenir ce qui marche, et rendre la mairie plus facile à joindre.",
    )
    axis = add_axis(plan=plan, actor=writer, title="Une mairie facile à joindre")
    add_objective(axis=axis, actor=writer, statement="Toute question reçoit une réponse en deux jours ouvrés")
