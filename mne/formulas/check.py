"""What is wrong with a formula, found when the definitions are read: never first in a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from mne.formulas.measures import Measure, Mismatch, measure, measure_of
from mne.formulas.quotient import Quotient, work_out
from mne.formulas.read import read_formula
from mne.formulas.tree import Negative, Node, Number, Operation, Reference, Sum, references
from mne.kinds import Fault, Unreadable
from mne.model import Combine, Indicator, Plan
from mne.typed import nearest

LONGEST_CHAIN = 10
"""How many formulas and views may rest on one another."""

_KEY, _VIEW = "formula", "view_of"
_COUNTED = frozenset({"count", "ratio", "amount"})
_RATIO_PARTS = ("numerator", "denominator")
_ONE_LINE = frozenset({"ratio_of_sums", "lead_only", "none"})
"""Ways to put reporters together that keep one figure above the line and one below."""


def formula_faults(plan: Plan, indicator: Indicator) -> Iterator[Fault]:
    """What is wrong with an indicator that is worked out of others, or read out of one."""
    if indicator.is_asked:
        return
    around = _round_trip(plan, indicator)
    if around and indicator.id == min(around):  # said once, of all that stand in the circle
        key = _KEY if indicator.formula is not None else _VIEW
        yield Fault(key, "formula-circle", (("circle", " > ".join(around)),))
    if indicator.formula is None:
        yield from () if around else _view_faults(plan, indicator)
        return
    yield from _keys(indicator)
    node = read_formula(indicator.formula)
    if isinstance(node, Unreadable):
        yield Fault(_KEY, node.code, node.params)
    elif not around:
        yield from _faults_of(plan, indicator, node)


def _faults_of(plan: Plan, indicator: Indicator, node: Node) -> Iterator[Fault]:
    """What is wrong with a formula that can be read; what depends on that is not looked at."""
    named = references(node)
    if not named:
        yield Fault(_KEY, "formula-without-reference")
    if _divides_by_zero(node):
        yield Fault(_KEY, "formula-by-zero")
    wrong = [fault for one in named for fault in _reference_faults(plan, indicator, one)]
    yield from dict.fromkeys(wrong)
    if named and not wrong and indicator.kind in _COUNTED:
        yield from _measure_faults(plan, indicator, node)
        if _is_too_long_a_chain(plan, indicator):
            yield Fault(_KEY, "formula-chain", (("most", str(LONGEST_CHAIN)),))


def rests_on(indicator: Indicator) -> tuple[str, ...]:
    """The indicators that an indicator is worked out of or read out of."""
    if indicator.view_of:
        return (indicator.view_of.indicator,)
    return tuple(dict.fromkeys(one.indicator for one in named_by(indicator)))


def named_by(indicator: Indicator) -> tuple[Reference, ...]:
    """The references of an indicator's formula; none where it has no formula."""
    node = read_formula(indicator.formula) if indicator.formula is not None else None
    return () if node is None or isinstance(node, Unreadable) else references(node)


def _keys(indicator: Indicator) -> Iterator[Fault]:
    """A worked-out figure is neither asked nor combined, and not every kind can be worked out."""
    if indicator.kind not in _COUNTED:
        yield Fault(_KEY, "formula-kind", (("kind", indicator.kind),))
    given = {
        _VIEW: indicator.view_of,
        "combine": indicator.combine.model_copy(update={"disjoint": False}) != Combine(),
        "confirm_yearly": indicator.confirm_yearly,
        "contributing": indicator.contributing,
        "frequency": indicator.frequency,
    }
    for key, value in given.items():
        if value:
            yield Fault(_KEY, "formula-with-key", (("key", key),))


def _round_trip(plan: Plan, indicator: Indicator) -> tuple[str, ...]:
    """The way from an indicator back to itself, or nothing."""
    known: Mapping[str, Indicator] = plan.indicators_by_id
    before: dict[str, str] = {}
    waiting = [indicator.id]
    while waiting:
        here = waiting.pop()
        for name in rests_on(known[here]) if here in known else ():
            if name == indicator.id:
                return (*_way(before, indicator.id, here), name)
            if name not in before:
                before[name] = here
                waiting.append(name)
    return ()


def _way(before: Mapping[str, str], start: str, end: str) -> tuple[str, ...]:
    way = [end]
    while way[-1] != start:
        way.append(before[way[-1]])
    return tuple(reversed(way))


def _is_too_long_a_chain(plan: Plan, indicator: Indicator) -> bool:
    """Whether too many stand on one another; below a circle there is no end, and another fault."""
    known = plan.indicators_by_id
    level, below = {indicator.id}, set[str]()
    for _ in range(LONGEST_CHAIN + 1):
        level = {name for one in level if one in known for name in rests_on(known[one])}
        below |= level
    return bool(level) and not any(_round_trip(plan, known[one]) for one in below if one in known)


def _view_faults(plan: Plan, indicator: Indicator) -> Iterator[Fault]:
    seen = plan.indicators_by_id.get(indicator.view_of.indicator) if indicator.view_of else None
    if seen and not seen.is_asked:
        yield Fault(_VIEW, "view-of-derived", (("indicator", seen.id),))


def _reference_faults(plan: Plan, indicator: Indicator, reference: Reference) -> Iterator[Fault]:
    seen = plan.indicators_by_id.get(reference.indicator)
    if seen is None:
        near = nearest(reference.indicator, plan.indicators_by_id)
        yield Fault(_KEY, "formula-unknown", (("reference", reference.indicator), ("near", near)))
    elif seen.kind not in _COUNTED:
        yield Fault(_KEY, "formula-of-kind", (("reference", seen.id), ("kind", seen.kind)))
    else:
        yield from _part_faults(seen, reference)
        unknown = tuple(_place_faults(plan, reference))
        yield from unknown or _breakdown_faults(plan, indicator, seen, reference)


def _part_faults(seen: Indicator, reference: Reference) -> Iterator[Fault]:
    """Above and below the line can be taken alone where reporters are not averaged."""
    one_line = seen.formula is not None or seen.combine.over_reporters in _ONE_LINE
    parts = _RATIO_PARTS if seen.kind == "ratio" and one_line else ()
    if reference.part and reference.part not in parts:
        facts = (("reference", reference.text), ("part", reference.part))
        yield Fault(_KEY, "formula-part", (*facts, ("known", ", ".join(parts) or "\u2013")))


def _place_faults(plan: Plan, reference: Reference) -> Iterator[Fault]:
    for dimension, code in reference.at:
        codelist = plan.codelists.get(dimension)
        if codelist is None:
            near = nearest(dimension, plan.codelists)
        elif code not in codelist.codes:
            found = nearest(code, codelist.codes)
            near = f"{dimension}={found}" if found else ""
        else:
            continue
        facts = (("reference", reference.text), ("place", f"{dimension}={code}"), ("near", near))
        yield Fault(_KEY, "formula-place", facts)


def _breakdown_faults(
    plan: Plan, indicator: Indicator, seen: Indicator, reference: Reference
) -> Iterator[Fault]:
    """Every row of this indicator needs a figure of what it refers to."""
    fixed = {dimension for dimension, _ in reference.at}
    for group in ((), *indicator.breakdowns):
        wanted = fixed | set(group)
        if fixed & set(group) or (wanted and not has_breakdown(plan, seen, wanted)):
            found = (
                ("reference", reference.text),
                ("dimensions", ", ".join(sorted(wanted))),
            )
            yield Fault(_KEY, "formula-not-broken-down", found)


def has_breakdown(plan: Plan, indicator: Indicator, dimensions: set[str]) -> bool:
    """Whether there are figures of an indicator for each place of these dimensions."""
    view = indicator.view_of
    source = plan.indicators_by_id.get(view.indicator) if view else None
    if view and source:
        return any(dimensions | {*view.where} <= set(group) for group in source.breakdowns)
    return any(dimensions == set(group) for group in indicator.breakdowns)


def _measure_faults(plan: Plan, indicator: Indicator, node: Node) -> Iterator[Fault]:
    def of_reference(reference: Reference) -> Measure:
        return measure_of(plan.indicators_by_id[reference.indicator], reference.part)

    try:
        found = measure(node, of_reference)
    except Mismatch as mismatch:
        yield mismatch.fault
        return
    meant = measure_of(indicator)
    if not found.is_like(meant) or found.stock_or_flow != meant.stock_or_flow:
        yield Fault(_KEY, "formula-result", (("found", found.words), ("meant", meant.words)))
    elif not (found.never_twice or indicator.combine.disjoint):
        yield Fault(_KEY, "formula-persons-twice")


def _divides_by_zero(node: Node) -> bool:
    """Whether something stands over what is zero whatever is reported."""
    match node:
        case Operation(operator, left, right):
            over_zero = operator == "/" and not references(right) and not _constant(right)
            return over_zero or _divides_by_zero(left) or _divides_by_zero(right)
        case Negative(of):
            return _divides_by_zero(of)
        case Sum(parts):
            return any(_divides_by_zero(part) for part in parts)
        case Number() | Reference():
            return False


def _constant(node: Node) -> Fraction:
    """What a formula without references comes to; zero too where it divides by zero itself."""
    return work_out(node, _no_reference).value or Fraction(0)


def _no_reference(reference: Reference) -> Quotient:
    raise KeyError(reference.text)
