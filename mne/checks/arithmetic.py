"""Figures that must fit each other: parts and totals, the two figures of a ratio."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from mne.checks.answers import Answers, Check, number_text, numbers
from mne.issues import issue_at
from mne.kinds import kind_of
from mne.model import Indicator, Issue, Observation


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
        expected = number_text(total.value)
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
                found=number_text(found),
                expected=number_text(total.value),
                difference=number_text(found - total.value),
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
            found, expected = map(number_text, values)
            yield issue_at("ratio-above-one", one, found=found, expected=expected)


CHECKS: tuple[Check, ...] = (parts_add_up, ratios_are_whole)
