"""Works a formula out, above and below the line apart, so that it is divided once, at the end."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import NamedTuple

from mne.formulas.tree import Negative, Node, Number, Operation, Operator, Reference, Sum


class Quotient(NamedTuple):
    """A figure above and below the line; below stands 1 where nothing has been divided."""

    above: Fraction
    below: Fraction = Fraction(1)

    @property
    def value(self) -> Fraction | None:
        """The one division; None where nothing stands below the line."""
        return self.above / self.below if self.below else None


def work_out(node: Node, figure_of: Callable[[Reference], Quotient]) -> Quotient:
    """What a formula comes to, given the figure of each reference.

    A division by zero, at any depth, leaves zero below the line.
    """
    match node:
        case Number(value):
            return Quotient(Fraction(value))
        case Reference():
            return figure_of(node)
        case Negative(of):
            above, below = work_out(of, figure_of)
            return Quotient(-above, below)
        case Operation(operator, left, right):
            return _OPERATIONS[operator](work_out(left, figure_of), work_out(right, figure_of))
        case Sum(parts):
            return reduce(_plus, (work_out(part, figure_of) for part in parts))


def _plus(left: Quotient, right: Quotient) -> Quotient:
    if left.below == right.below:
        return Quotient(left.above + right.above, left.below)
    return Quotient(left.above * right.below + right.above * left.below, left.below * right.below)


def _minus(left: Quotient, right: Quotient) -> Quotient:
    return _plus(left, Quotient(-right.above, right.below))


def _times(left: Quotient, right: Quotient) -> Quotient:
    return Quotient(left.above * right.above, left.below * right.below)


def _over(left: Quotient, right: Quotient) -> Quotient:
    # Over something undefined is undefined: the zero below its line must not come out on top.
    if not right.below:
        return Quotient(left.above, Fraction(0))
    return Quotient(left.above * right.below, left.below * right.above)


_OPERATIONS: dict[Operator, Callable[[Quotient, Quotient], Quotient]] = {
    "+": _plus,
    "-": _minus,
    "*": _times,
    "/": _over,
}
