"""Percentages quoted in words, held against the figures that stand beside them.

From 87 to 104 is 19.5 % more; 17 out of 104 is 16.3 %, and is no change at all. Nothing is said
where the words do not make plain which figures are meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import permutations

from mne.checks.answers import Answers, Check
from mne.issues import issue_at
from mne.model import Issue
from mne.typed import clean

_SENTENCE = re.compile(r"[\u17d4\u17d5!?]|\.(?!\d)")
_AMOUNT = r"\d{1,3}(?:,\d{3})+|\d+"
_PERCENT = re.compile(
    rf"(?P<sign>[+-]?)(?P<number>(?:{_AMOUNT})(?:\.\d+)?) ?"
    r"(?:%|per ?cent\b|\u1797\u17b6\u1782\u179a\u1799)(?P<points> ?-?points?\b)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"(?<![\w.,/-])(?P<sign>[+-]?)(?P<number>{_AMOUNT})(?![\d%]|[.,]\d)")
_SHARE = re.compile(
    rf"({_AMOUNT}) ?(?:out of|of|/|\u1780\u17d2\u1793\u17bb\u1784\u1785\u17c6\u178e\u17c4\u1798) ?"
    rf"(?:the |all |a total of )?({_AMOUNT})",
    re.IGNORECASE,
)
_MORE = re.compile(r"\b(?:increas|ris|rose|grew|grow|up\b)|\u1780\u17be\u1793", re.IGNORECASE)
_LESS = re.compile(
    r"\b(?:decreas|declin|fell|fall|dropp|drop\b|down\b|reduc)"
    r"|\u1790\u1799|\u1792\u17d2\u179b\u17b6\u1780\u17cb",
    re.IGNORECASE,
)
_ROUGHLY = re.compile(
    r"\b(?:about|around|nearly|almost|roughly|over|more than)\b"
    r"|\u1794\u17d2\u179a\u17a0\u17c2\u179b",
    re.IGNORECASE,
)
_SIGNS = ("%", "\uff05", "cent", "\u1797\u17b6\u1782\u179a\u1799")
_YEARS = range(1900, 2101)
_UP, _DOWN, _EITHER = "up", "down", "either"
_HUNDRED = 100
_TENTH = Decimal("0.1")


def percentages_follow_from_figures(answers: Answers) -> Iterator[Issue]:
    """In narratives and notes: the change or share that the figures named there really make."""
    for one in answers.observations:
        is_narrative = answers.plan.asked_by_id[one.indicator].kind == "narrative"
        text = str(one.value or "") if is_narrative else one.note
        if not text or not any(sign in text for sign in _SIGNS):
            continue
        lines = map(clean, text.splitlines())
        sentences = (sentence for line in lines for sentence in _SENTENCE.split(line))
        wrong = (_wrong_in(sentence, answers) for sentence in sentences)
        if found := next(filter(None, wrong), None):
            yield issue_at("percentage-doubtful", one, found=found[0], expected=found[1])


def _wrong_in(sentence: str, answers: Answers) -> tuple[str, str] | None:
    """The first percentage that does not follow from its figures, and what would."""
    rest = _PERCENT.sub(" ", sentence)
    for quoted in _PERCENT.finditer(sentence):
        if quoted["points"]:
            continue
        if way := _way(quoted["sign"], sentence):
            changes = _changes(rest) or _changes_since(rest, answers)
            right = [one for one in changes if way == _EITHER or (one > 0) == (way == _UP)]
        else:
            right = [Fraction(_whole(a), _whole(b)) for a, b in _SHARE.findall(rest) if _whole(b)]
        if right and not any(_says(quoted["number"], one, sentence) for one in right):
            return quoted.group(), _percent(right[0])
    return None


def _way(sign: str, sentence: str) -> str:
    """Whether a percentage is a change, and which way; empty where it is none."""
    more, less = _MORE.search(sentence), _LESS.search(sentence)
    if sign or bool(more) != bool(less):
        return _UP if sign == "+" or (more and not sign) else _DOWN
    return _EITHER if more else ""


def _changes(sentence: str) -> list[Fraction]:
    """The changes that the figures of a sentence can make: from one to another, or by so many."""
    found = [(one["sign"], _whole(one["number"])) for one in _NUMBER.finditer(sentence)]
    figures = [number for sign, number in found if not sign and number not in _YEARS]
    by_so_many = [number if sign == "+" else -number for sign, number in found if sign]
    after = [Fraction(step, now - step) for now in figures for step in by_so_many if now > step]
    pairs = [(now - was, was) for was, now in permutations(figures, 2)]
    return [*after, *(Fraction(step, was) for step, was in pairs if was)]


def _changes_since(sentence: str, answers: Answers) -> list[Fraction]:
    """The changes of the reporter's own totals that a sentence names one of."""
    named = {_whole(one["number"]) for one in _NUMBER.finditer(sentence) if not one["sign"]}
    found = []
    for now in answers.observations:
        if now.at or not isinstance(now.value, Decimal) or now.value not in named - {0}:
            continue
        for _, figures in answers.before:
            was = figures.get((now.indicator, (), now.part))
            if was and isinstance(was.value, Decimal) and was.value:
                found.append(Fraction(now.value - was.value) / Fraction(was.value))
    return found


def _says(written: str, right: Fraction, sentence: str) -> bool:
    """Whether a percentage is this quotient, rounded or cut off; "about" allows a point more."""
    number = Decimal(written.replace(",", ""))
    exact = abs(Decimal(right.numerator) / right.denominator * _HUNDRED)
    if _ROUGHLY.search(sentence):
        return abs(number - exact) <= max(Decimal(1), exact / 20)
    unit = Decimal(1).scaleb(-len(written.partition(".")[2]))
    return number in {exact.quantize(unit, ROUND_HALF_UP), exact.quantize(unit, ROUND_DOWN)}


def _percent(right: Fraction) -> str:
    number = abs(Decimal(right.numerator) / right.denominator * _HUNDRED)
    return f"{number.quantize(_TENTH, ROUND_HALF_UP):f} %"


def _whole(text: str) -> int:
    return int(text.replace(",", ""))


CHECKS: tuple[Check, ...] = (percentages_follow_from_figures,)
