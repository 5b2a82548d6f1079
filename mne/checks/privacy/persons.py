"""A person who is named together with a date of birth or an age, within a text."""

from __future__ import annotations

import re
from itertools import takewhile

from mne.checks.privacy.words import BORN, NAMED

_NOT_LATIN = re.compile(
    rf"(?:{'|'.join(map(re.escape, NAMED))})[^\d\n]{{2,60}}?"
    rf"(?:{'|'.join(map(re.escape, BORN))})[^\d\n]{{0,25}}\d"
    rf"|(?:{'|'.join(map(re.escape, NAMED))})[^\d\n]{{1,30}}\d{{1,2}}\s*[岁歲]"
    r"|កើត(?:នៅ)?\s?ថ្ងៃ[^\n]{0,40}\d{4}"
    r"|[\u4e00-\u9fff]{2,4}[（(，,]\s*[男女][，,]\s*\d"
)
_BORN = re.compile(
    r"\b(?:born|dob|d\.o\.b\.?|date of birth|sinh)\b[^\d\n]{0,25}\d"
    r"|\bage[d:]?:?\s+(?P<age>\d{1,2})\b(?!\s*(?:-|\u2013|to|and|or)\s*(?:\d|above|over|under|below)|\+)"
    r"|\((?:f|m|female|male)\b[,/ ]{1,3}\d{1,2}\b"
    r"|(?<![\d-])\d{1,2}(?:[ -](?:years?|yrs?)(?:[ -]old\b|,? (?:and )?from\b)|\s+tuổi\b)",
    re.IGNORECASE,
)
_FILLERS = (
    r"[\s,;:(\u2013-]|\b(?:a|an|the|was|is|who|female|male|girl|boy|woman|man|victim|child|sex|f|m"
    r"|nam|nữ)\b"
)
_BETWEEN_BEFORE = re.compile(rf"(?:{_FILLERS})+$", re.IGNORECASE)
_BETWEEN_AFTER = re.compile(rf"(?:{_FILLERS})*", re.IGNORECASE)
_WORD = r"[^\W\d_][\w'\u2019.]*"
_LAST_WORDS = re.compile(rf"{_WORD}(?:[ \u00a0]+{_WORD}){{0,5}}$")
_FIRST_WORDS = re.compile(rf"{_WORD}(?:[ \u00a0]+{_WORD}){{0,4}}")
_NEAR = 80
"""Characters before a date of birth in which its name is looked for."""
_PLACES = frozenset(
    {
        *("in", "at", "from", "of", "near", "to"),
        *("province", "district", "commune", "village", "city", "national", "plan", "law"),
        *("ministry", "department", "police", "committee", "court", "office", "centre", "center"),
        *("school", "training", "hospital", "road", "street", "bridge", "group", "association"),
    }
)
"""Words beside which capitals are the name of a place or an office."""


def describes_person(text: str, places: frozenset[str]) -> bool:
    """Whether a name stands beside a date of birth or an age; `places` are no names of persons."""
    if _NOT_LATIN.search(text):
        return True
    return any(
        _ends_in_name(text[max(0, found.start() - _NEAR) : found.start()], places)
        or _begins_with_name(text[found.end() : found.end() + _NEAR], places)
        for found in _BORN.finditer(text)
    )


def _ends_in_name(before: str, places: frozenset[str]) -> bool:
    words = _LAST_WORDS.search(_BETWEEN_BEFORE.sub("", before))
    left = words[0].split() if words else []
    name: list[str] = []
    while left and left[-1][0].isupper():
        name.insert(0, left.pop())
    return _is_name(name, places) and not (left and left[-1].lower() in _PLACES)


def _begins_with_name(after: str, places: frozenset[str]) -> bool:
    words = _FIRST_WORDS.match(_BETWEEN_AFTER.sub("", after, count=1))
    name = takewhile(lambda word: word[0].isupper(), words[0].split() if words else ())
    return _is_name([*name], places)


def _is_name(words: list[str], places: frozenset[str]) -> bool:
    plain = [word.strip(".'\u2019").lower() for word in words]
    return len(plain) > 1 and not _PLACES & {*plain} and " ".join(plain) not in places
