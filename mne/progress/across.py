"""Lays beside an indicator what the returns under other plans say of it, through the cross-walk.

A ministry answers once. Its figure is shown wherever a link says that it is wanted, always under
its own name: the plan, the indicator and the country that it speaks for. It stands in for a figure
only where both are said to be the same, nothing in their definitions speaks against it, and the
country's own body gave none. Nothing is added to anything here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, NamedTuple

from mne.crosswalk import Crosswalk, Tie, answers_feeding
from mne.model import At, Indicator, Plan, Progress
from mne.model.selection import COUNTRY, Selection, countries, source_of
from mne.observations import ObservationTable
from mne.periods import Period
from mne.progress import Wanted, measure_all
from mne.progress.ask import GROUPINGS, REPORTER

Standing = Literal[
    "stands-in",
    "beside-own",
    "lower-bound",
    "counted-in",
    "beside",
    "not-comparable",
    "no-figure",
]
"""What may be done with a figure from elsewhere: `stands-in` where the country has none of its
own, `beside-own` where it has, `lower-bound` and `counted-in` where it is a part of the country's
figure, `beside` where it only helps or hints. Only the first two are the same thing."""
_ALWAYS_A_PART = frozenset({"sum", "max", "lead_only", "none"})


class Opened(NamedTuple):
    """A plan with its figures, and what is wanted of it."""

    table: ObservationTable
    wanted: Wanted

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.wanted.plan

    def of(self, by: Sequence[str], selection: Selection) -> Opened:
        """The same, broken down by some dimensions, of some bodies."""
        return self._replace(wanted=self.wanted._replace(by=by, selection=selection))


@dataclass(frozen=True, slots=True)
class Fed:
    """A figure from another plan, told under an indicator, an objective or an item."""

    tie: Tie
    """Leads from the indicator that was answered to what it is told under."""
    plan: Plan
    """The plan under which it was answered."""
    indicator: Indicator
    country: str
    """The country it speaks for; empty where the plan does not say."""
    at: At
    row: Progress
    """As the other plan's own progress has it, so that it can be traced there."""
    standing: Standing
    reasons: tuple[str, ...] = ()
    """Codes of what speaks against more."""
    own: Progress | None = None
    """What the country's own bodies say under the plan it is told in; None where none is asked."""

    @property
    def differs(self) -> bool:
        """Whether the country's own figure is another."""
        own = self.own.actual if self.own else None
        return None not in {own, self.row.actual} and own != self.row.actual

    @property
    def difference(self) -> Decimal | None:
        """This figure less the country's own, where both are numbers."""
        own = self.own.actual if self.own else None
        found = self.row.actual
        if isinstance(own, Decimal) and isinstance(found, Decimal):
            return found - own
        return None


def ties_to(crosswalk: Crosswalk, ids: Iterable[str], period: Period) -> tuple[Tie, ...]:
    """The ties that lead to some entries from other plans and hold on any day of a period."""
    return tuple(
        tie
        for one in ids
        for tie in answers_feeding(crosswalk, one)
        if tie.source.home != tie.target.home and _touches(tie, period)
    )


def _touches(tie: Tie, period: Period) -> bool:
    return (tie.since is None or tie.since <= period.end) and (
        tie.until is None or period.start <= tie.until
    )


def figures_across(
    own: Opened, ties: Sequence[Tie], others: Mapping[str, Opened]
) -> tuple[Fed, ...]:
    """What other plans say of the indicators and objectives of a plan, in the order of the ties.

    Of each its figure for each country, and where both are broken down by the dimensions wanted,
    by the same lists, those figures too. `others` are the plans that could be asked, by their ids.
    """
    dimensions = _dimensions(own.wanted.by)
    told = {tie.target.id for tie in ties} & own.plan.indicators_by_id.keys()
    ours = {
        (one.indicator, country, frozenset(at)): one
        for rows in _measured(own, told, dimensions).values()
        for country, at, one in _by_country(own.plan, rows)
    }
    found = []
    for fed in figures_under(ties, others, dimensions):
        target = own.plan.indicators_by_id.get(fed.tie.target.id)
        if target is None and not fed.at:
            found.append(fed)
        elif target and (not fed.at or _same_lists(own.plan, target, fed)):
            found.append(_beside(replace(fed, own=ours.get(_place(fed))), target, own.plan))
    return _none_of_several(found)


def figures_under(
    ties: Sequence[Tie], others: Mapping[str, Opened], dimensions: Sequence[str]
) -> Iterator[Fed]:
    """What other plans say, as far as that does not depend on what it is laid beside."""
    asked: dict[str, set[str]] = {}
    for tie in ties:
        asked.setdefault(tie.source.home, set()).add(tie.source.id)
    rows = {
        home: _measured(others[home], ids, dimensions)
        for home, ids in asked.items()
        if home in others
    }
    for tie in (one for one in ties if one.source.home in rows):
        opened = others[tie.source.home]
        indicator = opened.plan.indicators_by_id[tie.source.id]
        for country, at, row in _by_country(opened.plan, rows[tie.source.home][indicator.id]):
            if {dimension for dimension, _ in at} <= {*dimensions}:
                yield _first_look(Fed(tie, opened.plan, indicator, country, at, row, "beside"))


def _dimensions(by: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for one in by if one not in {REPORTER, *GROUPINGS})


def _measured(
    opened: Opened, ids: Iterable[str], dimensions: Sequence[str]
) -> dict[str, tuple[Progress, ...]]:
    """The rows of some indicators in one run of the engine, by country where there are several."""
    several = len(countries(opened.plan)) > 1
    by = (*dimensions, COUNTRY) if several else tuple(dimensions)
    chosen = [one for one in opened.plan.indicators_by_id if one in {*ids}]
    pages = [opened.wanted._replace(by=by, selection=Selection(indicator=one)) for one in chosen]
    found = measure_all(opened.table, pages) if pages else ()
    return dict(zip(chosen, found, strict=True))


def _by_country(plan: Plan, rows: Iterable[Progress]) -> Iterator[tuple[str, At, Progress]]:
    """Each row with the country it speaks for and its place there.

    A plan of one country speaks for it as a whole; of another plan only what is told by country.
    """
    known = countries(plan)
    for row in rows:
        where = dict(row.at)
        country = where.pop(COUNTRY, None)
        if (country is not None) == (len(known) > 1):
            yield country or "".join(known), tuple(where.items()), row


def _same_lists(plan: Plan, target: Indicator, fed: Fed) -> bool:
    """Whether the target is broken down in the same way, by the same codes."""
    dimensions = {dimension for dimension, _ in fed.at}
    return any({*group} == dimensions for group in target.breakdowns) and all(
        plan.codelists[one].codes.keys() == fed.plan.codelists[one].codes.keys()
        for one in dimensions
    )


def _first_look(fed: Fed) -> Fed:
    """What keeps a figure from being used at all, wherever it is told."""
    if not fed.tie.holds_during(fed.row.period):
        return replace(fed, standing="not-comparable", reasons=("tie-partly",))
    if fed.row.actual is None and fed.row.numerator is None:
        return replace(fed, standing="no-figure")
    return fed


def _beside(fed: Fed, target: Indicator, plan: Plan) -> Fed:
    """The same, held against what the country's own bodies say, or would be asked to say."""
    if fed.standing != "beside" or fed.tie.relation in {"contributes", "proxy"}:
        return fed
    if reasons := mismatches(fed.indicator, target):
        return replace(fed, standing="not-comparable", reasons=reasons)
    asked = {plan.reporters_by_id[one].country for one in source_of(plan, target).reporters}
    if fed.country not in asked:
        return replace(fed, reasons=("country-not-asked",))
    if fed.tie.relation == "part_of":
        return _part(fed)
    if fed.own and fed.own.coverage == "not-aggregated":
        return replace(fed, reasons=("own-not-added",))
    has_own = fed.own is not None and fed.own.actual is not None
    return replace(fed, standing="beside-own" if has_own else "stands-in")


def _part(fed: Fed) -> Fed:
    """Counted in the country's figure: at least as much, where nothing can be taken off again."""
    combine = fed.indicator.combine
    may_only_grow = {combine.over_time, combine.over_reporters} <= _ALWAYS_A_PART
    is_plain = fed.indicator.kind in {"count", "amount"}
    if not is_plain or not (may_only_grow or fed.row.coverage == "complete"):
        return replace(fed, standing="counted-in")
    below = fed.difference is not None and fed.difference > 0
    return replace(fed, standing="lower-bound", reasons=("own-below-part",) if below else ())


def mismatches(one: Indicator, other: Indicator) -> tuple[str, ...]:
    """In what two indicators differ so that the figure of one is none of the other's."""
    both_aim = bool(one.targets and other.targets)
    pairs = {
        "kind": (one.kind, other.kind),
        "unit": (one.unit.casefold(), other.unit.casefold()),
        "counting-unit": (one.counting_unit, other.counting_unit),
        "stage": (one.stage, other.stage),
        "stock-or-flow": (one.stock_or_flow, other.stock_or_flow),
        "repeats": (one.repeats, other.repeats),
        "states": tuple([state.id for state in each.states] for each in (one, other)),
        "flags": tuple([flag.id for flag in each.flags] for each in (one, other)),
        "target-span": (both_aim and one.target_is, both_aim and other.target_is),
    }
    return tuple(name for name, (here, there) in pairs.items() if here != there)


def _none_of_several(found: Sequence[Fed]) -> tuple[Fed, ...]:
    """Where two answers could stand in for one figure, none does: nobody chose between them."""
    places = Counter(_place(one) for one in found if one.standing == "stands-in")
    return tuple(
        replace(one, standing="beside", reasons=("several-sources",))
        if one.standing == "stands-in" and places[_place(one)] > 1
        else one
        for one in found
    )


def _place(fed: Fed) -> tuple[str, str, frozenset[tuple[str, str]]]:
    return fed.tie.target.id, fed.country, frozenset(fed.at)
