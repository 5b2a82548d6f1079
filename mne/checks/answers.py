"""What a check is given: the answers of one return, found by figure, and returns beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from operator import itemgetter

from mne.kinds import kind_of
from mne.layout import groups_of
from mne.model import At, Indicator, Issue, Observation, Outcome, Plan, Slot
from mne.tables import decimal_text
from mne.typed import says_something

Return = tuple[Slot, tuple[Observation, ...]]
"""What was accepted for a slot."""
Key = tuple[str, At, str]
"""A figure: indicator, place and part."""
Figures = dict[Key, Observation]
_key_of: Callable[[Observation], Key] = itemgetter(
    *map(Observation._fields.index, ("indicator", "at", "part"))
)


@dataclass(frozen=True)
class Answers:
    """One return under check."""

    plan: Plan
    slot: Slot
    observations: tuple[Observation, ...]
    earlier: tuple[Return, ...] = ()
    """Returns of the same reporter for earlier periods, the latest first."""
    counterparts: tuple[Return, ...] = ()
    """Returns of other reporters that a rule of the plan holds this one against."""
    received: Return | None = None
    """What was accepted for this very slot before."""
    overlapping: tuple[Return, ...] = ()
    """Returns of the same reporter for other windows that share days with this one."""
    reason: str = ""
    """What the sender, or the secretariat, says of sending it again."""

    @cached_property
    def _observations_by_slot(self) -> dict[Slot, tuple[Observation, ...]]:
        return dict((*self.counterparts, *self.earlier, (self.slot, self.observations)))

    @cached_property
    def _figures_by_slot(self) -> dict[Slot, Figures]:
        return {}

    def find(self, indicator: str, at: At = (), part: str = "") -> Observation | None:
        """The answer to one figure; None where it is not asked of this reporter."""
        return self.mine.get((indicator, at, part))

    @cached_property
    def mine(self) -> Figures:
        """All answers of this return, by figure."""
        return self.figures(self.slot)

    @cached_property
    def before(self) -> tuple[tuple[Slot, Figures], ...]:
        """The earlier returns, the latest first, each by figure."""
        return tuple((slot, self.figures(slot)) for slot, _ in self.earlier)

    def has(self, slot: Slot) -> bool:
        """Whether the return of a slot is at hand."""
        return slot in self._observations_by_slot

    def find_in(
        self, slot: Slot, indicator: str, at: At = (), part: str = ""
    ) -> Observation | None:
        """The answer to one figure in any return at hand."""
        return self.figures(slot).get((indicator, at, part))

    def figures(self, slot: Slot) -> Figures:
        """All answers of a return at hand, by figure."""
        found = self._figures_by_slot.get(slot)
        if found is None:  # most returns at hand are never looked into
            found = by_figure(self._observations_by_slot.get(slot, ()))
            self._figures_by_slot[slot] = found
        return found

    def indicators(self) -> Iterator[Indicator]:
        """The indicators answered, in the order of the plan."""
        answered = {one.indicator for one in self.observations}
        return (one for one in self.plan.indicators if one.id in answered)

    def groups(self, indicator: Indicator) -> Iterator[tuple[str, tuple[At, ...]]]:
        """Each breakdown that adds up to a total: its dimensions, and its places."""
        if kind_of(indicator).HAS_TOTAL:
            for group, places in groups_of(self.plan, indicator, self.slot):
                yield ",".join(group), places


def by_figure(observations: Iterable[Observation]) -> Figures:
    """Each answer under its indicator, place and part."""
    listed = tuple(observations)
    return dict(zip(map(_key_of, listed), listed, strict=True))


Check = Callable[[Answers], Iterator[Issue | Outcome]]


def is_noted(one: Observation) -> bool:
    """Whether a note says something."""
    return bool(one.note) and says_something(one.note)


def skipped(code: str, indicator: str, cells: Iterable[Observation]) -> Outcome:
    """What could not be looked for, for the sake of answers that are unknown."""
    unknown = (one.cell for one in cells if one.status == "unreadable" and one.cell)
    places = tuple(f"{cell.sheet}!{cell.ref}" for cell in unknown)
    return Outcome(code, "skipped", indicator, places)


def numbers(observations: Iterable[Observation | None]) -> list[Decimal] | None:
    """The figures, or None as soon as one of them is not a number."""
    values = [one.value if one else None for one in observations]
    found = [value for value in values if isinstance(value, Decimal)]
    return found if len(found) == len(values) else None


def number_text(value: object) -> str:
    """A figure as it stands in an issue; a dash where there is none."""
    return decimal_text(value) if isinstance(value, Decimal) else "-"
