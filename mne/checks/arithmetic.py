"""Figures that must fit each other: parts and totals, the two figures of a ratio."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from mne.checks.answers import Answers, Check, number_text, numbers, skipped
from mne.issues import issue_at
from mne.kinds import kind_of
from mne.model import Indicator, Issue, Observation, Outcome


def parts_add_up(answers: Answers) -> Iterator[Issue | Outcome]:
    """Every breakdown that is filled in adds up to its total."""
    for indicator in answers.indicators():
        for part in kind_of(indicator).parts(indicator):
            if part.holds == "number":
                yield from _group_issues(answers, indicator, part.name)


def _group_issues(answers: Answers, indicator: Indicator, part: str) -> Iterator[Issue | Outcome]:
    total = answers.find(indicator.id, (), part)
    if total is None:
        return
    groups_by_sum: dict[Decimal, list[str]] = defaultdict(list)
    for name, cells in _tables(answers, indicator, part):
        if any(one.status == "unreadable" for one in (total, *cells)):
            yield skipped("parts-not-total", indicator.id, (total, *cells))
        elif issue := _filling_issue(total, cells, name):
            yield issue
        elif (values := numbers(cells)) is not None:
            groups_by_sum[sum(values, Decimal())].append(name)
    yield from _sum_issues(total, groups_by_sum)


def _tables(
    answers: Answers, indicator: Indicator, part: str
) -> Iterator[tuple[str, list[Observation]]]:
    """Each breakdown by its name, and its cells."""
    for name, places in answers.groups(indicator):
        if cells := [one for at in places if (one := answers.find(indicator.id, at, part))]:
            yield name, cells


def _filling_issue(total: Observation, cells: list[Observation], name: str) -> Issue | None:
    """A breakdown is filled in, or left out, as a whole."""
    blank = [one for one in cells if one.status == "blank"]
    if len(blank) == len(cells):
        if not total.value or total.part == "numerator":  # the denominator speaks for both
            return None
        expected = number_text(total.value)
        return issue_at("not-broken-down", cells[0], group=name, expected=expected)
    if blank:
        facts = {"group": name, "blank": len(blank), "cells": len(cells)}
        return issue_at("group-partly-blank", blank[0], **facts)
    return None


def _sum_issues(total: Observation, groups_by_sum: dict[Decimal, list[str]]) -> Iterator[Issue]:
    """Breakdowns that all add up to the same other number are one mistake, in the total."""
    if groups_by_sum and not isinstance(total.value, Decimal):
        names = (name for found in groups_by_sum.values() for name in found)
        yield issue_at("group-without-total", total, group=";".join(names))
        return
    for found, names_of in groups_by_sum.items():
        if isinstance(total.value, Decimal) and found != total.value:
            yield issue_at(
                "parts-not-total",
                total,
                group=";".join(names_of),
                found=number_text(found),
                expected=number_text(total.value),
                difference=number_text(found - total.value),
            )


def crossed_tables_agree(answers: Answers) -> Iterator[Issue]:
    """A table by sex and age adds up, for each sex, to what the table by sex says."""
    for indicator in answers.indicators():
        names = [set(group) for group in indicator.breakdowns]
        if not any(one < other for one in names for other in names):
            continue
        for part in kind_of(indicator).parts(indicator):
            if part.holds == "number":
                yield from _margin_issues(answers, indicator, part.name)


def _margin_issues(answers: Answers, indicator: Indicator, part: str) -> Iterator[Issue]:
    """One issue for two tables that disagree, at the first row in which they do."""
    total = answers.find(indicator.id, (), part)
    whole_sum = total.value if total else None
    groups = [(name, set(name.split(",")), places) for name, places in answers.groups(indicator)]
    for table, inside, cells in groups:
        values = numbers(answers.find(indicator.id, at, part) for at in cells)
        if not values or sum(values) != whole_sum:
            continue  # blank, unreadable, or said already
        by_place = dict(zip(map(frozenset, cells), values, strict=True))
        for _, outside, rows in groups:
            if outside < inside:
                named = [answers.find(indicator.id, at, part) for at in rows]
                yield from _margin_issue(table, [one for one in named if one], by_place)


def _margin_issue(
    table: str, rows: list[Observation], by_place: dict[frozenset[tuple[str, str]], Decimal]
) -> Iterator[Issue]:
    differ = []
    for row in rows:
        parts = (value for place, value in by_place.items() if place > set(row.at))
        found = sum(parts, Decimal())
        if isinstance(row.value, Decimal) and found != row.value:
            differ.append((row, found))
    for row, found in differ[:1]:
        facts = {"found": number_text(found), "expected": number_text(row.value)}
        yield issue_at("margins-differ", row, group=table, count=len(differ), **facts)


def ratios_are_whole(answers: Answers) -> Iterator[Issue | Outcome]:
    """Both figures of a ratio are given, and the part is not more than the whole."""
    for one in answers.observations:
        if one.part != "numerator":
            continue
        below = answers.find(one.indicator, one.at, "denominator")
        if below is None:
            continue
        if "unreadable" in {one.status, below.status}:
            yield skipped("ratio-above-one", one.indicator, (one, below))
        elif "blank" in {one.status, below.status} and one.status != below.status:
            blank = one if one.status == "blank" else below
            yield issue_at("ratio-half-answered", blank)
        elif (values := numbers((one, below))) and values[0] > values[1]:
            found, expected = map(number_text, values)
            yield issue_at("ratio-above-one", one, found=found, expected=expected)


CHECKS: tuple[Check, ...] = (parts_add_up, crossed_tables_agree, ratios_are_whole)
