"""Figures by name, as var/bench.json holds them and as people read them."""

import json
from pathlib import Path

from dev.processes import say

Figure = dict[str, object]
Figures = dict[str, Figure]


def figure(value: float, unit: str, *, ratio: float | None = None, to: str = "", goal: str = "") -> Figure:
    """`goal` is a comparison with the ratio where there is one, else with the value: « ≥ 1.3 », « ≤ 0.5 »."""
    made: Figure = {"value": round(value, 3 if value < 10 else 1), "unit": unit}
    if ratio is not None:
        made |= {"ratio": round(ratio, 2), "to": to}
    if goal:
        made |= {"goal": goal, "reached": _reaches(value if ratio is None else ratio, goal)}
    return made


def _reaches(measured: float, goal: str) -> bool:
    sign, _, bound = goal.partition(" ")
    return measured >= float(bound) if sign == "≥" else measured <= float(bound)


def show(figures: Figures) -> None:
    width = max(map(len, figures))
    say(f"\n{'':{width}}  {'valeur':>10}  {'unité':14} {'rapport':>8}  {'à':24} but")
    for name, made in figures.items():
        goal = f"{made['goal']} {'✓' if made['reached'] else '✗'}" if "goal" in made else ""
        say(
            f"{name:{width}}  {made['value']:>10}  {made['unit']:14} {made.get('ratio', ''):>8}  "
            f"{made.get('to', ''):24} {goal}".rstrip()
        )


def keep(figures: Figures, path: Path) -> None:
    """Beside what other benchmarks wrote there."""
    known = json.loads(path.read_text()) if path.exists() else {}
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(known | figures, indent=2, ensure_ascii=False) + "\n")
