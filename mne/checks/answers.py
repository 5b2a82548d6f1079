"""What a check is given: the answers of one return, found by figure, and the one before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from mne.kinds import kind_of
from mne.layout import groups_of
from mne.model import At, Indicator, Issue, Observation, Plan, Slot


@dataclass(frozen=True)
class Answers:
    """One return under check."""

    plan: Plan
    slot: Slot
    observations: tuple[Observation, ...]
    earlier: tuple[tuple[Slot, tuple[Observation, ...]], ...] = ()
    """Returns of the same reporter for earlier periods, the latest first."""

    @cached_property
    def _by_figure(self) -> dict[tuple[str, At, str], Observation]:
        return {(one.indicator, one.at, one.part): one for one in self.observations}

    def find(self, indicator: str, at: At = (), part: str = "") -> Observation | None:
        """The answer to one figure; None where it is not asked of this reporter."""
        return self._by_figure.get((indicator, at, part))

    def indicators(self) -> Iterator[Indicator]:
        """The indicators answered, in the order of the plan."""
        answered = {one.indicator for one in self.observations}
        return (one for one in self.plan.indicators if one.id in answered)

    def groups(self, indicator: Indicator) -> Iterator[tuple[str, tuple[At, ...]]]:
        """Each breakdown that adds up to a total: its dimensions, and its places."""
        if kind_of(indicator).HAS_TOTAL:
            for group, places in groups_of(self.plan, indicator, self.slot):
                yield ",".join(group), places


Check = Callable[[Answers], Iterator[Issue]]


def numbers(observations: Iterable[Observation | None]) -> list[Decimal] | None:
    """The figures, or None as soon as one of them is not a number."""
    values = [one.value if one else None for one in observations]
    found = [value for value in values if isinstance(value, Decimal)]
    return found if len(found) == len(values) else None
