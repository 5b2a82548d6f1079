"""A plan on one screen: how it works, its objectives with their indicators, its activities."""

from __future__ import annotations

from collections.abc import Iterator

from mne.cli.app import App
from mne.cli.plan.draw import Part, draw, grid, heading, quiet
from mne.model import Objective, Plan
from mne.report import plan_lists
from mne.report.reference import PlanWords
from mne.report.wording import load_wording

_ID, _KIND, _LEAD, _BASIS = 16, 12, 10, 14
_LABEL = 21


def draw_overview(app: App, plan: Plan) -> str:
    """Everything but the sheets, in the plan's order."""
    words = PlanWords(plan, load_wording(app.language))
    return draw(app, *_head(words), *_objectives(words), *_activities(words), *_reporters(words))


def _head(words: PlanWords) -> Iterator[Part]:
    plan = words.plan
    yield heading(words.text(plan.title))
    yield quiet(f"{plan.id} · {plan.digest[:8]} · {words.basis(plan.provenance.basis)}")
    if plan.note:
        yield words.text(plan.note)
    yield ""
    yield grid(plan_lists.how_it_works(words), (_LABEL, None))


def _objectives(words: PlanWords) -> Iterator[Part]:
    for one in words.plan.objectives:
        yield ""
        yield heading(f"{one.id}  {words.text(one.title)}")
        if one.indicators:
            yield grid(_indicators(one, words), (_ID, None, _KIND, _LEAD, _BASIS))
        else:
            yield grid([[words.say("plan.no-indicator")]], (None,))


def _indicators(objective: Objective, words: PlanWords) -> Iterator[tuple[str, ...]]:
    for one in objective.indicators:
        kind = words.say(f"kind.{one.kind}")
        basis = words.say(f"basis.{one.provenance.basis}")
        yield one.id, words.text(one.title), kind, one.lead, basis


def _activities(words: PlanWords) -> Iterator[Part]:
    lines = plan_lists.activities(words)
    if lines:
        yield ""
        yield heading(words.say("plan.activities"))
        rows = ((one.id, one.title, one.lead, one.days) for one in lines)
        yield grid(rows, (8, None, _LEAD, 20))


def _reporters(words: PlanWords) -> Iterator[Part]:
    yield ""
    yield heading(words.say("plan.reporters"))
    rows = ((one.short, one.name, one.kind) for one in plan_lists.reporters(words))
    yield grid(rows, (_LABEL, None, 20))
