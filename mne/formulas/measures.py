"""What kind of number a formula comes to, so that cases are never added to persons.

Sums and differences are of one kind: the same unit, the same thing counted, standing figures with
standing figures and those of a period with their like, money in one currency. A share of two
figures of one kind is a pure number; with a pure number anything may be multiplied or divided.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce

from mne.formulas.tree import Negative, Node, Number, Operation, Operator, Reference, Sum
from mne.kinds import Fault
from mne.model import Indicator

_KEY = "formula"


@dataclass(frozen=True, slots=True)
class Measure:
    """A kind of number; a pure number counts nothing."""

    counts: str = ""
    """What is counted: person, case, money; empty for a pure number."""
    unit: str = ""
    """The word after the number, or the currency; empty where the definition names none."""
    stock_or_flow: str = ""
    people_of: frozenset[str] = frozenset()
    """The indicators whose persons are in it."""
    never_twice: bool = True
    """Whether nobody has been added who may be in two of them."""
    stages: frozenset[tuple[str, int]] = frozenset()
    """Of money: which stages are in it, 1 as added and -1 as taken away."""

    @property
    def is_pure(self) -> bool:
        """Whether it counts nothing."""
        return not self.counts

    def is_like(self, other: Measure) -> bool:
        """Whether the two count the same in the same unit."""
        same_unit = self.unit == other.unit or not (self.unit and other.unit)
        return self.counts == other.counts and same_unit

    @property
    def words(self) -> str:
        """For a sentence: `cases (case, flow)`."""
        if self.is_pure:
            return "1"
        inside = ", ".join(filter(None, (self.counts, self.stock_or_flow)))
        return f"{self.unit} ({inside})" if self.unit else inside


PURE = Measure()


class Mismatch(Exception):  # noqa: N818  # handed on as a fault
    """Two kinds of number that do not go together."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


def measure_of(indicator: Indicator, part: str = "") -> Measure:
    """What an indicator's figure counts; a ratio's is a pure number, its two parts are not."""
    if indicator.kind == "ratio" and not part:
        return PURE
    counts = "money" if indicator.kind == "amount" else indicator.counting_unit or ""
    people = frozenset({indicator.id} if counts == "person" else ())
    stages = frozenset({(indicator.stage, 1)} if indicator.stage else ())
    return Measure(counts, indicator.unit, indicator.stock_or_flow, people, stages=stages)


def measure(node: Node, measure_of_reference: Callable[[Reference], Measure]) -> Measure:
    """What a formula comes to; a Mismatch where two parts of it do not go together."""
    match node:
        case Reference():
            return measure_of_reference(node)
        case Negative(of):
            return _taken_away(measure(of, measure_of_reference))
        case Sum(parts):
            return reduce(_added, (measure(part, measure_of_reference) for part in parts))
        case Operation(operator, left, right):
            sides = (measure(side, measure_of_reference) for side in (left, right))
            return _OPERATIONS[operator](*sides)
        case Number():
            return PURE


def _added(one: Measure, other: Measure) -> Measure:
    """People of two indicators may be the same people: then somebody is counted twice."""
    both = _like(one, other)
    apart = one.people_of == other.people_of
    return replace(both, never_twice=both.never_twice and apart)


def _subtracted(one: Measure, other: Measure) -> Measure:
    return _like(one, _taken_away(other))


def _taken_away(one: Measure) -> Measure:
    return replace(one, stages=frozenset((stage, -sign) for stage, sign in one.stages))


def _like(one: Measure, other: Measure) -> Measure:
    if not one.is_like(other) or one.stock_or_flow != other.stock_or_flow:
        raise Mismatch(Fault(_KEY, "formula-unlike", (("left", one.words), ("right", other.words))))
    return Measure(
        one.counts,
        one.unit or other.unit,
        one.stock_or_flow,
        one.people_of | other.people_of,
        one.never_twice and other.never_twice,
        _one_stage_each_way(one.stages | other.stages),
    )


def _one_stage_each_way(stages: frozenset[tuple[str, int]]) -> frozenset[tuple[str, int]]:
    """What was planned and what was spent of it is one sum of money: it is never added up."""
    for sign in (1, -1):
        found = sorted(stage for stage, way in stages if way == sign)
        if len(found) > 1:
            raise Mismatch(Fault(_KEY, "formula-stages", (("stages", ", ".join(found)),)))
    return stages


def _multiplied(one: Measure, other: Measure) -> Measure:
    if not (one.is_pure or other.is_pure):
        raise Mismatch(
            Fault(_KEY, "formula-product", (("left", one.words), ("right", other.words)))
        )
    return one if other.is_pure else other


def _divided(one: Measure, other: Measure) -> Measure:
    if other.is_pure:
        return one
    if not one.is_like(other):
        raise Mismatch(
            Fault(_KEY, "formula-share-unlike", (("left", one.words), ("right", other.words)))
        )
    return replace(PURE, never_twice=one.never_twice and other.never_twice)


_OPERATIONS: dict[Operator, Callable[[Measure, Measure], Measure]] = {
    "+": _added,
    "-": _subtracted,
    "*": _multiplied,
    "/": _divided,
}
