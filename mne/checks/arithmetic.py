"""Figures that must fit each other: parts and totals, ratios, and the plan's own rules."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal

from mne.checks.answers import Answers, Check, numbers
from mne.issues import issue_at
from mne.kinds import kind_of
from mne.model import At, Indicator, Issue, Observation, Rule, Term, at_text
from mne.tables import decimal_text

_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_PRESENCE = frozenset({"both_or_neither", "not_both"})
"""Operators that ask only whether figures are given."""


def parts_add_up(answers: Answers) -> Iterator[Issue]:
    """Every breakdown that is filled in adds up to its total."""
    for indicator in answers.indicators():
        for part in kind_of(indicator).parts(indicator):
            if part.holds == "number":
                yield from _group_issues(answers, indicator, part.name)


def _group_issues(answers: Answers, indicator: Indicator, part: str) -> Iterator[Issue]:
    total = answers.find(indicator.id, (), part)
    if total is None or total.status == "unreadable":
        return
    groups_by_sum: dict[Decimal, list[str]] = defaultdict(list)
    for name, places in answers.groups(indicator):
        cells = [one for at in places if (one := answers.find(indicator.id, at, part))]
        if not cells or any(one.status == "unreadable" for one in cells):
            continue
        if issue := _filling_issue(total, cells, name):
            yield issue
        elif (values := numbers(cells)) is not None:
            groups_by_sum[sum(values, Decimal())].append(name)
    if isinstance(total.value, Decimal):
        yield from _sum_issues(total, groups_by_sum)
    elif groups_by_sum:
        names = (name for found in groups_by_sum.values() for name in found)
        yield issue_at("group-without-total", total, group=";".join(names))


def _filling_issue(total: Observation, cells: list[Observation], name: str) -> Issue | None:
    """A breakdown is filled in, or left out, as a whole."""
    blank = [one for one in cells if one.status == "blank"]
    if len(blank) == len(cells):
        if not total.value or total.part == "numerator":  # the denominator speaks for both
            return None
        expected = _number(total.value)
        return issue_at("not-broken-down", cells[0], group=name, expected=expected)
    if blank:
        facts = {"group": name, "blank": len(blank), "cells": len(cells)}
        return issue_at("group-partly-blank", blank[0], **facts)
    return None


def _sum_issues(total: Observation, groups_by_sum: dict[Decimal, list[str]]) -> Iterator[Issue]:
    """Breakdowns that all add up to the same other number are one mistake, in the total."""
    for found, names in groups_by_sum.items():
        if found != total.value and isinstance(total.value, Decimal):
            yield issue_at(
                "parts-not-total",
                total,
                group=";".join(names),
                found=_number(found),
                expected=_number(total.value),
                difference=_number(found - total.value),
            )


def ratios_are_whole(answers: Answers) -> Iterator[Issue]:
    """Both figures of a ratio are given, and the part is not more than the whole."""
    for one in answers.observations:
        if one.part != "numerator":
            continue
        below = answers.find(one.indicator, one.at, "denominator")
        if below is None or "unreadable" in {one.status, below.status}:
            continue
        if "blank" in {one.status, below.status} and one.status != below.status:
            blank = one if one.status == "blank" else below
            yield issue_at("ratio-half-answered", blank)
        elif (values := numbers((one, below))) and values[0] > values[1]:
            found, expected = map(_number, values)
            yield issue_at("ratio-above-one", one, found=found, expected=expected)


def rules_hold(answers: Answers) -> Iterator[Issue]:
    """The plan's own rules between figures of one return."""
    for rule in answers.plan.rules:
        given_left, given_right = _values(answers, rule.left), _values(answers, rule.right)
        if given_left is None or given_right is None:
            continue
        left, right = _sum(rule, rule.left, given_left), _sum(rule, rule.right, given_right)
        first = answers.find(rule.left[0].indicator, rule.left[0].at, rule.left[0].part)
        if first and not _holds(rule, left, right):
            code = "rule-broken" if rule.severity == "error" else "rule-doubtful"
            facts = {"found": _number(left), "expected": _number(right)}
            yield issue_at(code, first, rule=rule.id, relation=_relation(rule), **facts)


_Values = list[Decimal | None]


def _values(answers: Answers, terms: tuple[Term, ...]) -> _Values | None:
    """The figures of one side; None where one is not asked here or could not be read."""
    found = [answers.find(term.indicator, term.at, term.part) for term in terms]
    if any(one is None or one.status == "unreadable" for one in found):
        return None
    return [one.value if one and isinstance(one.value, Decimal) else None for one in found]


def _sum(rule: Rule, terms: tuple[Term, ...], values: _Values) -> Decimal | None:
    """The sum of one side; None where too much of it is missing for the rule."""
    missing = values.count(None)
    if rule.operator in _PRESENCE or rule.missing == "skip_if_all_missing":
        skip = missing == len(values)
    else:
        skip = bool(missing) and rule.missing == "skip_if_any_missing"
    if skip:
        return None
    signed = (term.sign * (value or Decimal()) for term, value in zip(terms, values, strict=True))
    return sum(signed, Decimal())


def _holds(rule: Rule, left: Decimal | None, right: Decimal | None) -> bool:
    """Whether the rule holds; one whose figures are missing has nothing to say."""
    if rule.operator == "both_or_neither":
        return (left is None) == (right is None)
    if rule.operator == "not_both":
        return left is None or right is None
    return left is None or right is None or _COMPARE[rule.operator](left, right)


def _relation(rule: Rule) -> str:
    sides = (" + ".join(map(_term, terms)) for terms in (rule.left, rule.right))
    return f" {rule.operator} ".join(sides).replace("+ -", "- ")


def _term(term: Term) -> str:
    sign = "-" if term.sign < 0 else ""
    part = f".{term.part}" if term.part else ""
    return f"{sign}{term.indicator}{part}{_place(term.at)}"


def _place(at: At) -> str:
    return f"@{at_text(at)}" if at else ""


def _number(value: object) -> str:
    return decimal_text(value) if isinstance(value, Decimal) else "-"


CHECKS: tuple[Check, ...] = (parts_add_up, ratios_are_whole, rules_hold)
