"""The plan's own rules: between figures of one return, of this return and the last, of two bodies.

A rule comes to one of four outcomes. It passes; it fails; it is skipped where a figure that it
needs is missing or unreadable; or it does not apply: not in force, or not asked of this reporter.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from mne.breaks import break_between
from mne.checks.answers import Answers, Check, number_text
from mne.issues import issue_at
from mne.layout import fact_period, form_periods
from mne.model import Issue, Observation, Outcome, Plan, Result, Rule, Slot, Term, at_text
from mne.periods import Period

_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_PRESENCE: dict[str, Callable[[bool, bool], bool]] = {
    "both_or_neither": operator.eq,
    "not_both": lambda left, right: not (left and right),
}
"""Operators that ask only whether a side is given: it is, as soon as one of its figures is."""


_BROKEN = {"error": "rule-broken", "warning": "rule-doubtful", "note": "rule-noted"}
_CARRIED = {
    "error": "carry-over-broken",
    "warning": "carry-over-doubtful",
    "note": "carry-over-noted",
}
"""By its severity; of a rule that looks at the return before, too."""


class Figure(NamedTuple):
    """One figure that a rule names, where it was found."""

    term: Term
    slot: Slot
    answer: Observation


class RuleOutcome(NamedTuple):
    """What a rule comes to in one return."""

    rule: Rule
    result: Result
    figures: tuple[Figure, ...] = ()
    """Those of the left side, then those of the right."""
    left: Decimal | None = None
    right: Decimal | None = None
    causes: tuple[Observation, ...] = ()
    """The answers for whose sake it was skipped: unreadable, or without a figure."""
    awaited: tuple[Slot, ...] = ()
    """The returns for whose sake it was skipped: none was accepted yet."""


def rules_hold(answers: Answers) -> Iterator[Issue | Outcome]:
    """What every rule of the plan comes to, and an issue for each that fails."""
    for rule in answers.plan.rules:
        found = judge_rule(answers, rule)
        if found.result == "fail":
            yield _issue(answers.slot, found)
        yield Outcome(
            rule.id,
            found.result,
            cells=_cells_of(answers.slot, found),
            awaited=tuple(map(str, found.awaited)),
            between=_between(found) if rule.is_between_reporters else (),
        )


def _between(outcome: RuleOutcome) -> tuple[str, ...]:
    """Whose figures do not agree."""
    figures = outcome.figures if outcome.result == "fail" else ()
    return tuple(f"{one.slot.reporter} {_reported(one)}" for one in figures)


def _cells_of(slot: Slot, outcome: RuleOutcome) -> tuple[str, ...]:
    """The cells of this return that a rule was skipped for: another's are not told."""
    causes = [one.answer for one in outcome.figures if one.slot == slot]
    cells = [one.cell for one in causes if one in outcome.causes and one.cell]
    return tuple(f"{cell.sheet}!{cell.ref}" for cell in cells)


def judge_rule(answers: Answers, rule: Rule) -> RuleOutcome:
    """What a rule comes to in this return."""
    slots = slots_of(answers.plan, answers.slot, rule)
    if not slots:
        return RuleOutcome(rule, "not-applicable")
    awaited = tuple(dict.fromkeys(slot for slot in slots if not answers.has(slot)))
    if awaited:
        return RuleOutcome(rule, "skipped", awaited=awaited)
    terms = (*rule.left, *rule.right)
    found = [
        Figure(term, slot, answer)
        for term, slot in zip(terms, slots, strict=True)
        if (answer := answers.find_in(slot, term.indicator, term.at, term.part))
    ]
    if len(found) < len(terms):  # a code of this reporter's form alone, or of another year's
        return RuleOutcome(rule, "not-applicable")
    return _judge(rule, tuple(found))


def slots_of(plan: Plan, slot: Slot, rule: Rule) -> tuple[Slot, ...]:
    """The return that each figure of a rule stands in, in the order left, right.

    None where the rule does not apply to a return: it is not in force in its period, one of its
    figures is not asked, none of them stands in this return, or, for a rule between two bodies,
    all are this one's.
    """
    terms = (*rule.left, *rule.right)
    found = [_slot_of(plan, slot, term) for term in terms] if rule.valid_during(slot.period) else []
    slots = tuple(one for one in found if one)
    alone = rule.is_between_reporters and {one.reporter for one in slots} == {slot.reporter}
    return slots if len(slots) == len(terms) and slot in slots and not alone else ()


def counterpart_slots(plan: Plan, slot: Slot) -> tuple[Slot, ...]:
    """The returns of other bodies that the plan's rules hold this one against."""
    found = (one for rule in plan.rules for one in slots_of(plan, slot, rule))
    return tuple(dict.fromkeys(one for one in found if one.reporter != slot.reporter))


def _slot_of(plan: Plan, slot: Slot, term: Term) -> Slot | None:
    """The return in which a figure stands; None where nobody is asked it."""
    period = _form_before(plan, slot.period, term) if term.previous else slot.period
    there = Slot(plan.id, period, term.reporter or slot.reporter) if period else None
    return there if there and _is_asked(plan, there, term) else None


def _is_asked(plan: Plan, slot: Slot, term: Term) -> bool:
    indicator = plan.asked_by_id.get(term.indicator)
    reporter = plan.reporters_by_id.get(slot.reporter)
    return (
        indicator is not None
        and reporter is not None
        and indicator.is_asked
        and slot.reporter in indicator.reporters
        and reporter.valid_during(slot.period)
        and fact_period(plan, indicator, slot.period) is not None
    )


def _form_before(plan: Plan, form: Period, term: Term) -> Period | None:
    """The form that asked a figure for the period just before.

    None in the first of them, and where the figure is no longer what it was then.
    """
    indicator = plan.asked_by_id.get(term.indicator)
    now = fact_period(plan, indicator, form) if indicator else None
    if indicator is None or now is None:
        return None
    for period in form_periods(plan):
        then = fact_period(plan, indicator, period)
        if then and then.end == now.start - timedelta(days=1) and then.frequency == now.frequency:
            return None if break_between(plan, indicator, term.at, then, now) else period
    return None


def _judge(rule: Rule, figures: tuple[Figure, ...]) -> RuleOutcome:
    unreadable = tuple(one.answer for one in figures if one.answer.status == "unreadable")
    if unreadable:
        return RuleOutcome(rule, "skipped", figures, causes=unreadable)
    sides = figures[: len(rule.left)], figures[len(rule.left) :]
    if holds := _PRESENCE.get(rule.operator):
        passed = holds(*(any(one.answer.value is not None for one in side) for side in sides))
        left, right = map(_sum, sides)
        return RuleOutcome(rule, "pass" if passed else "fail", figures, left, right)
    causes = tuple(answer for side in sides for answer in _missing(rule, side))
    if causes:
        return RuleOutcome(rule, "skipped", figures, causes=causes)
    left, right = (_sum(side) or Decimal() for side in sides)
    passed = _COMPARE[rule.operator](left, right)
    return RuleOutcome(rule, "pass" if passed else "fail", figures, left, right)


def _missing(rule: Rule, side: tuple[Figure, ...]) -> list[Observation]:
    """The answers without a figure, where they keep the rule from being judged."""
    blank = [one.answer for one in side if not isinstance(one.answer.value, Decimal)]
    match rule.missing:
        case "missing_is_zero":
            return []
        case "skip_if_all_missing":
            return blank if len(blank) == len(side) else []
        case "skip_if_any_missing":
            return blank


def _sum(side: tuple[Figure, ...]) -> Decimal | None:
    """What the figures of one side come to; nothing and nothing is nothing."""
    signed = [
        one.term.sign * one.answer.value for one in side if isinstance(one.answer.value, Decimal)
    ]
    return sum(signed, Decimal()) if signed else None


def _issue(slot: Slot, outcome: RuleOutcome) -> Issue:
    """Said at the first figure of this return that the rule names."""
    rule = outcome.rule
    cell = next(one.answer for one in outcome.figures if one.slot == slot)
    if rule.is_between_reporters:  # no figure: one body is not told what another reported
        return issue_at(code_of(rule), cell, rule=rule.id)
    sides = {"found": number_text(outcome.left), "expected": number_text(outcome.right)}
    facts = {"rule": rule.id, "relation": _relation(rule), "cells": _cells(slot, outcome), **sides}
    if earlier := [one for one in outcome.figures if one.slot != slot]:
        facts |= {"period": _periods(earlier), "earlier": ", ".join(map(_reported, earlier))}
    return issue_at(code_of(rule), cell, **facts)


def code_of(rule: Rule) -> str:
    """The code under which it is said that a rule does not hold."""
    if rule.is_between_reporters:
        return "counterpart-differs"
    looks_back = any(term.previous for term in (*rule.left, *rule.right))
    return (_CARRIED if looks_back else _BROKEN)[rule.severity]


def _cells(slot: Slot, outcome: RuleOutcome) -> str:
    """`Return!D36 = 64, Return!D153 = 65`: the figures of this return that a rule names."""
    mine = [one.answer for one in outcome.figures if one.slot == slot and one.answer.cell]
    return ", ".join(
        f"{one.cell.sheet}!{one.cell.ref} = {number_text(one.value)}" for one in mine if one.cell
    )


def _periods(figures: list[Figure]) -> str:
    return ", ".join(dict.fromkeys(one.answer.period.label for one in figures))


def _reported(figure: Figure) -> str:
    return f"{_name(figure.term)} = {number_text(figure.answer.value)}"


def _relation(rule: Rule) -> str:
    sides = (" + ".join(map(_term, terms)) for terms in (rule.left, rule.right))
    return f" {rule.operator} ".join(sides).replace("+ -", "- ")


def _term(term: Term) -> str:
    sign = "-" if term.sign < 0 else ""
    previous = "previous " if term.previous else ""
    reporter = f" of {term.reporter}" if term.reporter else ""
    return f"{sign}{previous}{_name(term)}{reporter}"


def _name(term: Term) -> str:
    part = f".{term.part}" if term.part else ""
    place = f"@{at_text(term.at)}" if term.at else ""
    return f"{term.indicator}{part}{place}"


CHECKS: tuple[Check, ...] = (rules_hold,)
