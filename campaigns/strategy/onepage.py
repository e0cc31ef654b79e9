"""The plan on one page of paper, for the mayor."""

from datetime import date
from typing import Any

from campaigns.strategy.models import Plan
from campaigns.strategy.shown import Shown
from comms.formats import day_medium, francs, typeset
from comms.pdf import render_pdf
from comms.town.colors import DAY_GROUND, readable_on
from comms.town.models import TownSettings


def plan_pdf(plan: Plan, today: date) -> bytes:
    """Of the version in effect; without one, of the draft, which says that it is one. Always one page: a long
    plan is set smaller."""
    version = plan.effective_version
    shown = Shown(plan, version.content if version else plan.approvable_content())
    return render_pdf("strategy/pdf/plan.typ", one_page_data(shown, today))


def one_page_data(shown: Shown, today: date) -> dict[str, Any]:
    plan, town = shown.plan, TownSettings.current()
    version = plan.effective_version
    content = shown.content
    return {
        "town": town.name,
        "accent": readable_on(town.accent_color, DAY_GROUND),
        "title": typeset(content["title"]),
        "printed": f"au {day_medium(today)}",
        "period": f"Du {day_medium(shown.starts_on)} au {day_medium(shown.ends_on)}",
        "status": _status(plan),
        "is_draft": version is None,
        "version": f"version {version.number}, empreinte {version.short_digest}" if version else "",
        "ambition": typeset(content["ambition"]),
        "envelope": francs(content["envelope"]) if content["envelope"] is not None else "",
        "messages": [
            {"text": typeset(message["name"]), "for": message["audiences"] or message["side"]}
            for message in content["messages"]
        ],
        "axes": [_axis(axis) for axis in shown.axes],
    }


def _status(plan: Plan) -> str:
    if plan.effective_version is None:
        return "Projet, non validé"
    if plan.in_force_since and plan.is_in_force:
        return f"En vigueur depuis le {day_medium(plan.in_force_since)}"
    return plan.get_state_display()


def _axis(axis: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": typeset(axis["name"]),
        "elected": axis["elected"],
        "objectives": [
            {
                "name": typeset(objective["name"]),
                "side": objective["side"],
                "audiences": objective["audiences"],
                "indicators": [_indicator(indicator) for indicator in objective["indicators"]],
            }
            for objective in axis["objectives"]
        ],
    }


def _indicator(indicator: dict[str, Any]) -> dict[str, Any]:
    trend = indicator["trend"]
    return {
        "name": typeset(indicator["name"]),
        "start": indicator["start_said"],
        "target": indicator["target_said"],
        "target_on": day_medium(indicator["target_on"]),
        "now": trend.last_said if trend else "–",
        "words": trend.badge[0] if trend else "",
        "tone": trend.badge[1] if trend else "muted",
        "percent": trend.percent if trend else 0,
    }
