"""Rules between figures, in words and signs that can be read aloud."""

from __future__ import annotations

from typing import NamedTuple

from mne.model import Rule, Term
from mne.report.reference.words import PlanWords

_WORDS = {
    "==": "equals",
    "!=": "differs",
    "<": "below",
    "<=": "at-most",
    ">": "above",
    ">=": "at-least",
    "both_or_neither": "both-or-neither",
    "not_both": "not-both",
}


class RuleLine(NamedTuple):
    """One rule as printed."""

    id: str
    title: str
    expression: str
    consequence: str
    """What happens where it is broken, and where a figure is missing."""
    days: str


def rule_line(rule: Rule, words: PlanWords) -> RuleLine:
    """A rule in words."""
    severity = "note" if rule.is_between_reporters else rule.severity
    parts = (words.say(f"rule.{severity}"), words.say(f"rule.{rule.missing}"))
    return RuleLine(
        id=rule.id,
        title=words.text(rule.title),
        expression=expression(rule, words),
        consequence=" ".join(parts),
        days=words.days(rule.valid_from, rule.valid_to),
    )


def expression(rule: Rule, words: PlanWords) -> str:
    """`A + B is at most C`."""
    left, right = _side(rule.left, words), _side(rule.right, words)
    return words.say(f"relation.{_WORDS[rule.operator]}", left=left, right=right)


def _side(terms: tuple[Term, ...], words: PlanWords) -> str:
    said = ""
    for term in terms:
        sign = "− " if term.sign < 0 else "+ "
        said += f" {sign}{_term(term, words)}" if said or term.sign < 0 else _term(term, words)
    return said.strip()


def _term(term: Term, words: PlanWords) -> str:
    """`NPA1-JUS-04 (numerator; female; of the period before; MoJ)`."""
    details = [words.say(f"figure-part.{term.part}")] if term.part else []
    details += [words.code(dimension, code) for dimension, code in term.at]
    if term.previous:
        details.append(words.say("rule.previous"))
    if term.reporter:
        body = words.plan.reporters_by_id.get(term.reporter)
        details.append(body.abbreviation if body else term.reporter)
    return f"{term.indicator} ({'; '.join(details)})" if details else term.indicator


def touching(indicator: str, words: PlanWords) -> tuple[Rule, ...]:
    """The rules that hold an indicator's figures against others."""
    return tuple(
        rule
        for rule in words.plan.rules
        if any(term.indicator == indicator for term in (*rule.left, *rule.right))
    )
