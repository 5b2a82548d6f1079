"""What a formula is once it has been read: numbers, references, and what is done with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from mne.model import At, at_text

Operator = Literal["+", "-", "*", "/"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Reference:
    """Another indicator's figure: `[NPA1-PROT-01@sex=female]`."""

    indicator: str
    part: str = ""
    at: At = ()

    @property
    def text(self) -> str:
        """As it is written, without the brackets."""
        part = f".{self.part}" if self.part else ""
        at = f"@{at_text(self.at)}" if self.at else ""
        return f"{self.indicator}{part}{at}"


@dataclass(frozen=True, slots=True)
class Negative:
    """What stands behind a minus sign."""

    of: Node


@dataclass(frozen=True, slots=True)
class Operation:
    """Two things and what is done with them."""

    operator: Operator
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Sum:
    """`sum(a, b, c)`."""

    parts: tuple[Node, ...]


Node = Number | Reference | Negative | Operation | Sum


def references(node: Node) -> tuple[Reference, ...]:
    """Every reference of a formula once, in the order of the text."""
    return tuple(dict.fromkeys(_references(node)))


def _references(node: Node) -> Iterator[Reference]:
    match node:
        case Reference():
            yield node
        case Negative(of):
            yield from _references(of)
        case Operation(_, left, right):
            yield from (*_references(left), *_references(right))
        case Sum(parts):
            for part in parts:
                yield from _references(part)
