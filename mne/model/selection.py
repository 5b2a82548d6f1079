"""Which bodies, and whose indicators, a list is about: by ministry, group, level and country.

Progress and compliance are narrowed by the same words, so that both lists speak of the same bodies.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from mne.model.indicator import Indicator
from mne.model.plan import Plan
from mne.model.record import WhyNotAdded
from mne.model.reporter import Reporter
from mne.typed import which_codes

WORKING_GROUP, LEVEL, COUNTRY = "working-group", "reporter-level", "reporter-country"
"""Stand among the dimensions: figures by the bodies that gave them. The last two are longer than
the words of a user, because `level` and `country` may be code lists of a plan as well."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What was chosen; several choices narrow each other, and nothing chosen is everything."""

    reporter: str = ""
    group: str = ""
    """A working group: the indicators and activities of the objectives that it looks after."""
    level: str = ""
    country: str = ""
    indicator: str = ""

    def __bool__(self) -> bool:
        return self != Selection()

    @property
    def narrows_reporters(self) -> bool:
        """Whether some bodies are meant and not all: then a figure is theirs alone."""
        return bool(self.reporter or self.level or self.country)

    def has_reporter(self, reporter: Reporter) -> bool:
        """Whether a body is among those meant."""
        return (
            self.reporter in {"", reporter.id}
            and self.level in {"", reporter.level}
            and self.country in {"", reporter.country}
        )

    def reporters(self, plan: Plan) -> tuple[str, ...]:
        """The bodies meant, whatever they answer for."""
        return tuple(one.id for one in plan.reporters if self.has_reporter(one))

    def objectives(self, plan: Plan) -> frozenset[str]:
        """The objectives meant."""
        return frozenset(one.id for one in plan.objectives if self.group in {"", one.working_group})

    def senders(self, plan: Plan) -> frozenset[str]:
        """The bodies meant that answer for anything of the group: their returns are meant."""
        objectives = self.objectives(plan)
        asked = {
            reporter
            for objective in plan.objectives
            if objective.id in objectives
            for indicator in objective.indicators
            for reporter in source_of(plan, indicator).reporters
        }
        asked |= {one.lead for one in plan.activities if one.objective in objectives}
        known = frozenset(self.reporters(plan))
        return known & asked if self.group else known


def source_of(plan: Plan, indicator: Indicator) -> Indicator:
    """Where an indicator's figures stand: its own, or the one that it is a view of."""
    view = indicator.view_of
    return plan.indicators_by_id[view.indicator] if view else indicator


def find_reporter(plan: Plan, name: str) -> str | None:
    """A body by its id or an alias, however it is written; None where two could be meant."""
    found = which_codes(name, {one.id: one.aliases for one in plan.reporters})
    return found[0] if len(found) == 1 else None


def working_groups(plan: Plan) -> tuple[str, ...]:
    """The groups that look after an objective, each once, in the order of the plan."""
    groups = (one.working_group for one in plan.objectives if one.working_group)
    return tuple(dict.fromkeys(groups))


def countries(plan: Plan) -> tuple[str, ...]:
    """The countries for which any body reports."""
    return tuple(dict.fromkeys(one.country for one in plan.reporters if one.country))


def levels(plan: Plan) -> tuple[str, ...]:
    """The levels at which any body reports."""
    return tuple(dict.fromkeys(one.level for one in plan.reporters))


def bodies_above(plan: Plan, reporter: str) -> tuple[str, ...]:
    """The bodies that a body belongs to, the nearest first; itself is not among them."""
    found: list[str] = []
    above = plan.reporters_by_id[reporter].part_of
    while above in plan.reporters_by_id and above not in (*found, reporter):
        found.append(above)
        above = plan.reporters_by_id[above].part_of
    return tuple(found)


def may_be_added(plan: Plan, reporters: Collection[str]) -> bool:
    """Whether what these bodies report are different events, as far as can be told from them."""
    return not why_not_added(plan, reporters)


def why_not_added(plan: Plan, reporters: Collection[str]) -> WhyNotAdded:
    """Why one event may be in the figures of two of these bodies; empty where it cannot.

    What a province reports may be in a ministry's figure too, and what a part of a body reports
    in the body's.
    """
    chosen = {*reporters}
    if any(chosen & {*bodies_above(plan, one)} for one in chosen):
        return "body-within-another"
    levels = {plan.reporters_by_id[one].level for one in chosen}
    return "different-levels" if len(levels) > 1 else ""


def group_of(plan: Plan, by: str, indicator: Indicator, reporter: str) -> str | None:
    """The level, country or working group to which a body's answer belongs."""
    body = plan.reporters_by_id[reporter]
    if by == LEVEL:
        return body.level
    if by == COUNTRY:
        return body.country
    for one in (reporter, *bodies_above(plan, reporter)):
        if plan.reporters_by_id[one].kind == "working-group":
            return one
    return next((one.working_group for one in plan.objectives if indicator in one.indicators), None)
