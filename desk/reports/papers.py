"""The year's report as a PDF and as a workbook, from the same figures as its page."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from comms.formats import SPACE, day_medium, day_short, francs, typeset
from comms.pdf import render_pdf
from comms.town.colors import DAY_GROUND, readable_on
from comms.town.models import TownSettings
from desk.reports.year import Done, Line, YearReport

LINE_HEADER = (
    "Actions", "Personnes touchées", "Coût prévu (F CFP)", "Coût réel (F CFP)", "Tâches finies",
    "Finies à temps (%)", "Actions déplacées",
)  # fmt: skip
ACTION_HEADER = (
    "Numéro", "Action", "Nature", "Axe", "Objectif", "Directions", "Publics", "Le", "Personnes touchées",
    "Coût prévu (F CFP)", "Coût réel (F CFP)", "Décalage de J0 (jours)", "Tâches finies", "dont en retard",
)  # fmt: skip
INDICATOR_HEADER = (
    "Objectif",
    "Indicateur",
    "Unité",
    "Départ",
    "Mesuré",
    "Le",
    "Cible",
    "Échéance",
    "Où il en est",
)
CAMPAIGN_HEADER = ("Campagne", "Objectif", "Du", "Au", "Enveloppe (F CFP)", "Résultat")

Sheet = tuple[str, Sequence[str], Iterator[tuple[Any, ...]]]


# --- the workbook --------------------------------------------------------------------------------------
def sheets(report: YearReport) -> list[Sheet]:
    return [
        ("Par axe", ("Axe", *LINE_HEADER), _lines([*report.by_axis, report.total])),
        ("Par direction", ("Direction", *LINE_HEADER), _lines(report.by_department)),
        ("Par public", ("Public", *LINE_HEADER), _lines(report.by_audience)),
        ("Actions", ACTION_HEADER, (_action(done) for done in report.done)),
        ("Indicateurs", INDICATOR_HEADER, _indicators(report)),
        ("Campagnes", CAMPAIGN_HEADER, _campaigns(report)),
    ]


def _lines(lines: Sequence[Line]) -> Iterator[tuple[Any, ...]]:
    for line in lines:
        yield (
            line.name, line.actions, line.reach, line.foreseen, line.cost, line.tasks, line.on_time,
            line.moved,
        )  # fmt: skip


def _action(done: Done) -> tuple[Any, ...]:
    action = done.action
    return (
        action.reference, action.title, action.get_kind_display(), done.axis, action.objective or "",
        ", ".join(done.departments), ", ".join(done.audiences), action.starts_on, done.reach,
        action.foreseen_cost, done.cost, done.slip, done.tasks, done.late_tasks,
    )  # fmt: skip


def _indicators(report: YearReport) -> Iterator[tuple[Any, ...]]:
    for trend in report.trends:
        indicator, (day, value) = trend.indicator, trend.last or (None, None)
        yield (
            indicator.objective.statement, indicator.name, indicator.unit, float(indicator.start_value),
            None if value is None else float(value), day, float(indicator.target_value),
            indicator.target_on, trend.badge[0],
        )  # fmt: skip


def _campaigns(report: YearReport) -> Iterator[tuple[Any, ...]]:
    for campaign in report.campaigns:
        yield (
            campaign.title, campaign.objective or "", campaign.starts_on, campaign.ends_on,
            campaign.envelope, campaign.result,
        )  # fmt: skip


# --- on paper ------------------------------------------------------------------------------------------
def report_pdf(report: YearReport, today: date) -> bytes:
    town = TownSettings.current()
    data = {
        "town": town.name,
        "accent": readable_on(town.accent_color, DAY_GROUND),
        "title": f"Bilan de communication {report.year}",
        "printed": f"au {day_medium(today)}",
        "stats": _stats(report),
        "axes": [_printed_line(line) for line in report.by_axis],
        "total": _printed_line(report.total),
        "departments": [_printed_line(line) for line in report.by_department],
        "audiences": [_printed_line(line) for line in report.by_audience],
        "indicators": [_printed_indicator(trend) for trend in report.trends],
        "campaigns": [_printed_campaign(campaign) for campaign in report.campaigns],
        "actions": [_printed_action(done) for done in report.done],
    }
    return render_pdf("reports/pdf/year.typ", data)


def _stats(report: YearReport) -> list[dict[str, str]]:
    total = report.total
    on_time = "–" if total.on_time is None else f"{total.on_time}{SPACE}%"
    return [
        {"label": "actions menées", "value": str(total.actions)},
        {"label": "personnes touchées", "value": whole(total.reach)},
        {"label": "coût réel", "value": francs(total.cost)},
        {"label": "tâches finies à temps", "value": on_time},
        {"label": "communiqués diffusés", "value": str(report.releases)},
        {"label": "actions reportées ou annulées", "value": str(report.given_up)},
    ]


def whole(count: int | None) -> str:
    """« 12 400 », « – » when nobody said."""
    return "–" if count is None else francs(count).removesuffix(f"{SPACE}F{SPACE}CFP")


def _printed_line(line: Line) -> list[str]:
    on_time = "–" if line.on_time is None else f"{line.on_time}{SPACE}%"
    return [
        typeset(line.name), str(line.actions), whole(line.reach), whole(line.foreseen), whole(line.cost),
        on_time, str(line.moved),
    ]  # fmt: skip


def _printed_indicator(trend: Any) -> list[str]:
    indicator = trend.indicator
    return [
        typeset(indicator.name),
        indicator.start_said,
        trend.last_said,
        indicator.target_said,
        trend.badge[0],
    ]


def _printed_campaign(campaign: Any) -> dict[str, str]:
    return {
        "title": typeset(campaign.title),
        "period": f"du {day_short(campaign.starts_on)} au {day_short(campaign.ends_on)}",
        "envelope": francs(campaign.envelope) if campaign.envelope is not None else "",
        "result": typeset(campaign.result),
    }


def _printed_action(done: Done) -> list[str]:
    action = done.action
    slip = "–" if done.slip is None else f"{done.slip:+d}{SPACE}j" if done.slip else "à l’heure"
    return [
        day_short(action.starts_on), typeset(action.title), ", ".join(done.departments) or "–",
        ", ".join(done.audiences) or "–", whole(done.reach), whole(done.cost), slip,
    ]  # fmt: skip
