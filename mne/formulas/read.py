"""Reads the text of a formula: references, numbers, `+ - * /`, parentheses and `sum(...)`.

The text is cut into words that are known beforehand; references and numbers are replaced by names
of our own, and Python's parser tells what belongs together. Of what it finds only four shapes are
taken. Nothing is ever run, and no number ever becomes a float.
"""

from __future__ import annotations

import ast
import re
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate

from mne.formulas.tree import Negative, Node, Number, Operation, Operator, Reference, Sum
from mne.kinds import Unreadable
from mne.model import At, parse_at

LONGEST = 1000
"""Characters of a formula."""
DEEPEST = 30
"""How many operations may stand inside one another."""

_SUM = "sum"
_WORD = re.compile(
    r"\s*(?:\[(?P<reference>[^\[\]]*)\]|(?P<number>\d+(?:\.\d+)?)|(?P<sign>[-+*/(),])"
    rf"|(?P<sum>{_SUM})\b)\s*",
    re.ASCII,
)
_REFERENCE = re.compile(
    r"(?P<indicator>[A-Za-z0-9][A-Za-z0-9._+-]*?)(?:\.(?P<part>[a-z_]+))?(?:@(?P<at>\S+))?"
)
_OPERATORS: dict[type[ast.operator], Operator] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}


class _Unreadable(Exception):  # noqa: N818  # it never leaves this module
    """Why a text is no formula."""

    def __init__(self, why: Unreadable) -> None:
        super().__init__(why.code)
        self.why = why


@lru_cache(maxsize=1024)
def read_formula(text: str) -> Node | Unreadable:
    """The formula that a text is, or why it is none."""
    if len(text) > LONGEST:
        return Unreadable("formula-too-long", (("most", str(LONGEST)),))
    try:
        words, leaves = _cut(text)
        return _node(_parse(words), leaves, 0)
    except _Unreadable as found:
        return found.why


def _cut(text: str) -> tuple[str, dict[str, Node]]:
    """The text with a name for each reference and number, and what each name stands for."""
    words: list[str] = []
    leaves: dict[str, Node] = {}
    place = 0
    while place < len(text):
        found = _WORD.match(text, place)
        if found is None:
            raise _Unreadable(Unreadable("formula-word", (("found", text[place : place + 20]),)))
        place = found.end()
        if found["sign"] or found["sum"]:
            words.append(found["sign"] or _SUM)
            continue
        name = f"v{len(leaves)}"
        number = found["number"]
        leaves[name] = Number(Decimal(number)) if number else _reference(found["reference"])
        words.append(name)
    return " ".join(words), leaves


def _reference(text: str) -> Reference:
    found = _REFERENCE.fullmatch(text.strip())
    at: At = ()
    try:
        at = parse_at(found["at"] or "") if found else ()
    except ValueError:
        found = None
    if found and len(dict(at)) == len(at):
        return Reference(found["indicator"], found["part"] or "", at)
    raise _Unreadable(Unreadable("formula-reference", (("found", text),)))


def _parse(words: str) -> ast.expr:
    steps = ((word == "(") - (word == ")") for word in words.split())
    if max(accumulate(steps), default=0) > DEEPEST:
        raise _Unreadable(_TOO_DEEP)
    try:
        return ast.parse(words, mode="eval").body
    except SyntaxError:
        raise _Unreadable(Unreadable("formula-malformed")) from None
    except (RecursionError, MemoryError):
        raise _Unreadable(_TOO_DEEP) from None


_TOO_DEEP = Unreadable("formula-too-deep", (("most", str(DEEPEST)),))


def _node(tree: ast.expr, leaves: dict[str, Node], depth: int) -> Node:
    if depth > DEEPEST:
        raise _Unreadable(_TOO_DEEP)
    match tree:
        case ast.Name(id=name) if name in leaves:
            return leaves[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Negative(_node(operand, leaves, depth + 1))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return Operation(
                _OPERATORS[type(op)],
                _node(left, leaves, depth + 1),
                _node(right, leaves, depth + 1),
            )
        case ast.Call(func=ast.Name(id=name), args=[_, *_] as parts, keywords=[]) if name == _SUM:
            return Sum(tuple(_node(part, leaves, depth + 1) for part in parts))
    raise _Unreadable(Unreadable("formula-malformed"))
