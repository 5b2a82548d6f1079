"""What other plans say beside the figures of a plan, and the figures under a goal, as shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from mne.cli.app import App
from mne.cli.plan.draw import Part, draw, grid, heading, quiet
from mne.cli.progress.listing import as_json
from mne.crosswalk import Crosswalk, relation_name, walk_across
from mne.definitions import list_plans, load_frameworks, load_plan
from mne.kinds import kind_of
from mne.kinds.kind import show_number
from mne.messages import message
from mne.model import Framework, FrameworkItem, Plan, Progress, at_text
from mne.periods import Period
from mne.progress.across import Fed, Opened, figures_across, ties_to
from mne.progress.goals import Told, figures_of_goal
from mne.tables import plain
from mne.workspace import Workspace

Open = Callable[[Plan, Period], Opened]
"""Opens a plan of the workspace with all that was known of it."""
FED_COLUMNS = (
    "told_under",
    "relation",
    "plan",
    "country",
    "standing",
    "reasons",
    "own",
    "difference",
)
"""What a CSV has beside the columns of every row, where other plans are asked too."""
RATE_COLUMNS = ("rate", "per", "population", "why_no_rate", "overlaps")
_DRAFT = "*"
_RATE_PLACES = 3


def find_framework(workspace: Workspace, name: str) -> Framework | None:
    """The framework of that id, if a plan is not called so."""
    if name in list_plans(workspace.indicators):
        return None
    frameworks = load_frameworks(workspace.indicators).frameworks
    return next((one for one in frameworks if one.id == name), None)


def ask_across(workspace: Workspace, own: Opened, open_plan: Open) -> tuple[Fed, ...]:
    """What other plans say of a plan's indicators, each as far as its links hold."""
    crosswalk, plans = _walk(workspace)
    period = own.wanted.period
    ids = [
        id_
        for objective in own.plan.objectives
        for id_ in (objective.id, *(one.id for one in objective.indicators))
    ]
    ties = ties_to(crosswalk, ids, period)
    others = _opened(plans, {tie.source.home for tie in ties}, period, open_plan)
    return figures_across(own, ties, others)


def ask_goals(
    workspace: Workspace, framework: Framework, period: Period, open_plan: Open
) -> dict[str, tuple[Told, ...]]:
    """What all plans say of each item of a framework."""
    crosswalk, plans = _walk(workspace)
    found = {}
    for item in framework.items:
        ties = ties_to(crosswalk, [item.id], period)
        others = _opened(plans, {tie.source.home for tie in ties}, period, open_plan)
        found[item.id] = figures_of_goal(item, ties, others)
    return found


def _walk(workspace: Workspace) -> tuple[Crosswalk, dict[str, Plan]]:
    indicators = workspace.indicators
    plans = {one: load_plan(indicators, one) for one in list_plans(indicators)}
    return walk_across(tuple(plans.values()), load_frameworks(indicators)), plans


def _opened(
    plans: dict[str, Plan], wanted: set[str], period: Period, open_plan: Open
) -> dict[str, Opened]:
    """Those that ask for returns in the period; of others no figure of it can be had."""
    return {
        name: open_plan(plan, period)
        for name, plan in plans.items()
        if name in wanted and plan.span.reporting.contains(period)
    }


def fed_json(fed: Fed) -> dict[str, Any]:
    """A figure from elsewhere: the keys of every row, as its own plan has it, and whence."""
    own = fed.own.actual if fed.own else None
    return {
        "told_under": fed.tie.target.id,
        "what": fed.tie.target.what,
        "plan": fed.plan.id,
        "title": dict(fed.indicator.title.root),
        "relation": fed.tie.relation,
        "since": fed.tie.since.isoformat() if fed.tie.since else None,
        "until": fed.tie.until.isoformat() if fed.tie.until else None,
        "country": fed.country or None,
        "standing": fed.standing,
        "reasons": list(fed.reasons),
        "own": None if own is None else plain(own),
        "differs": fed.differs,
        "difference": None if fed.difference is None else plain(fed.difference),
        "trace": _trace(fed, fed.row),
        "figure": as_json(fed.plan, fed.row),
    }


def told_json(item: FrameworkItem, told: Told) -> dict[str, Any]:
    """A figure under a goal: as above, with the rate or the reason why there is none."""
    population, cells = told.population, told.made_of
    traces = {"trace": "; ".join(_trace(told.fed, one) for one in cells)} if cells else {}
    return fed_json(told.fed) | {
        **traces,
        "per": item.per,
        "rate": None if told.rate is None else plain(told.rate),
        "population": plain(population.value) if population else None,
        "population_source": population.source if population else None,
        "why_no_rate": told.why_no_rate or None,
        "overlaps": list(told.overlaps),
    }


def _trace(fed: Fed, row: Progress) -> str:
    """The command that walks the figure back to its cells."""
    command = f"mne trace {fed.plan.id}/{row.period.label} {fed.indicator.id}"
    return f"{command} --at '{at_text(row.at)}'" if row.at else command


def fed_line(fed: Fed) -> tuple[object, ...]:
    """What a CSV holds of a figure from elsewhere, in the order of `FED_COLUMNS`."""
    return (
        fed.tie.target.id,
        fed.tie.relation,
        fed.plan.id,
        fed.country,
        fed.standing,
        " ".join(fed.reasons),
        fed.own.actual if fed.own else None,
        fed.difference,
    )


def told_line(item: FrameworkItem, told: Told) -> tuple[object, ...]:
    """The same of a goal, in the order of `FED_COLUMNS` and `RATE_COLUMNS`."""
    return (
        *fed_line(told.fed),
        told.rate,
        item.per,
        told.population.value if told.population else None,
        told.why_no_rate,
        " ".join(told.overlaps),
    )


def draw_across(app: App, found: Sequence[Fed]) -> str:
    """Under each indicator what others say of it; nothing is left out and nothing added."""
    parts: list[Part] = [heading(message("across-head", app.language))]
    if not found:
        parts.append(message("across-none", app.language))
    for target, several in groupby(found, key=lambda one: one.tie.target):
        parts += ["", heading(f"{target.id}  {target.title.say(app.language)}")]
        parts.append(grid((_fed_row(app, one) for one in several), (4, 16, 16, None)))
    return draw(app, *parts)


def _fed_row(app: App, fed: Fed) -> tuple[str, ...]:
    """The country, the figure, how complete it is, and what it is."""
    return (
        fed.country or "\u2013",
        figure_text(fed, app.language),
        coverage_text(fed.row, app.language),
        fed_words(fed, app.language),
    )


def figure_text(fed: Fed, language: str) -> str:
    """The figure as its own plan prints it, with the mark of what nobody signed."""
    row = fed.row
    if fed.indicator.kind == "milestone" and row.denominator is not None:
        text = f"{row.numerator} / {row.denominator}"
    elif row.actual is None:
        return "\u2013"
    else:
        text = kind_of(fed.indicator).show(fed.indicator, row.actual, language)
    return text + (_DRAFT if row.provisional else "")


def coverage_text(row: Progress, language: str) -> str:
    """How many returns are in a figure."""
    return f"{message(f'coverage-{row.coverage}', language)} {row.reported}/{row.expected}"


def source_words(fed: Fed, language: str) -> str:
    """Whose figure it is."""
    where = f" {at_text(fed.at).replace(';', ' ')}" if fed.at else ""
    return f"{fed.indicator.id}{where}  {fed.indicator.title.say(language)} ({fed.plan.id})"


def fed_words(fed: Fed, language: str) -> str:
    """Whose figure it is, what it is here, and how it stands to the country's own."""
    relation = relation_name(fed.tie.relation, backwards=False)
    said = [
        f"{message(f'relation-{relation}', language)} {fed.tie.target.id}",
        message(f"standing-{fed.standing}", language),
        *(message(f"across-{one}", language) for one in fed.reasons),
    ]
    if fed.own and fed.own.actual is not None:
        target = _own_text(fed, language)
        said.append(message("across-own", language, own=target))
        if fed.difference:
            number = f"{fed.difference:+,f}".replace("-", "\u2212")
            said.append(message("across-difference", language, difference=number))
    return f"{source_words(fed, language)}: {'; '.join(said)}"


def _own_text(fed: Fed, language: str) -> str:
    """The country's own figure, as the definition of the source prints it where it is the same."""
    own = fed.own.actual if fed.own else None
    is_alike = fed.standing in {"beside-own", "lower-bound", "counted-in"}
    if isinstance(own, str | None) or is_alike:
        return "" if own is None else kind_of(fed.indicator).show(fed.indicator, own, language)
    return show_number(own, 0) if own == own.to_integral_value() else plain(own)


def draw_goals(app: App, framework: Framework, found: dict[str, tuple[Told, ...]]) -> str:
    """Each item with all that is said of it, by source, the total first."""
    parts: list[Part] = [heading(framework.title.say(app.language))]
    for item in framework.items:
        parts += ["", heading(f"{item.id}  {item.title.say(app.language)}")]
        several = found[item.id]
        if not several:
            parts.append(quiet(message("across-none", app.language)))
        for _, told in groupby(several, key=lambda one: (one.fed.plan.id, one.fed.indicator.id)):
            parts += _goal_parts(app, item, _worth_a_line(list(told)))
        if any(one.overlaps for one in several):
            parts.append(quiet(message("across-overlaps", app.language)))
    return draw(app, *parts)


def _worth_a_line(several: Sequence[Told]) -> list[Told]:
    """By country: the total, and by each dimension what a country gave a figure for.

    A crossed table that is added up to its dimensions is left to CSV and JSON.
    """
    given = [one.fed for one in several if one.fed.at and one.fed.row.actual is not None]
    broken_down = {(one.country, one.at[0][0], len(one.at)) for one in given}
    is_added_up = any(one.made_of for one in several)
    order = list(dict.fromkeys(one.fed.country for one in several))
    told = [
        one
        for one in several
        if not one.fed.at
        or (
            (one.fed.country, one.fed.at[0][0], len(one.fed.at)) in broken_down
            and not (is_added_up and len(one.fed.at) > 1)
        )
    ]
    return sorted(told, key=lambda one: order.index(one.fed.country))


def _goal_parts(app: App, item: FrameworkItem, several: Sequence[Told]) -> Iterator[Part]:
    """One source: what it is, then its figures."""
    first = several[0].fed
    relation = relation_name(first.tie.relation, backwards=False)
    title = f"{first.indicator.id}  {first.indicator.title.say(app.language)} ({first.plan.id})"
    yield f"  {title}: {message(f'relation-{relation}', app.language)} {item.id}"
    for _, rows in groupby(several, key=lambda one: one.fed.country):
        told = list(rows)
        yield grid((_goal_row(app, one) for one in told), (4, 34, 16, None))
        if words := _rate_words(app, item, told[0]):
            yield grid([(words,)], (None,), indent=10)


def _goal_row(app: App, told: Told) -> tuple[str, ...]:
    fed = told.fed
    where = (fed.country or "\u2013", _place(fed, app.language))
    return (*where, figure_text(fed, app.language), coverage_text(fed.row, app.language))


def _place(fed: Fed, language: str) -> str:
    names = fed.plan.code_names
    return ", ".join(names[one].say(language) for one in fed.at)


def _rate_words(app: App, item: FrameworkItem, told: Told) -> str:
    """The rate of a country's total, or why there is none."""
    if reasons := told.fed.reasons:
        return "; ".join(message(f"across-{one}", app.language) for one in reasons)
    if item.per is None or told.why_no_rate == "no-figure":
        return ""
    country = told.fed.country
    if told.rate is None:
        return f"{country}: {message(f'rate-{told.why_no_rate}', app.language)}"
    facts = {"rate": show_number(told.rate, _RATE_PLACES), "per": f"{item.per:,}"}
    population = told.population
    number = show_number(population.value, 0) if population else ""
    source = population.source if population else ""
    said = message("rate-given", app.language, population=number, source=source, **facts)
    return f"{country}: {said}"
