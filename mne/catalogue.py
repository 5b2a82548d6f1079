"""The long help of every code: what is looked at, why, an example, and how it is answered.

The sentences of a code stand in `locale/<language>.yaml` and its title in `report.<language>.yaml`;
`checks.<language>.yaml` adds what only the catalogue says. Nothing stands in two places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from mne.issues import CATALOGUE
from mne.messages import Sentence, read_texts, say
from mne.workbook import FAULTS

FORM_FAULTS = (
    "not-our-form",
    "form-version-unknown",
    "form-stamp-damaged",
    "form-stamp-missing",
    "form-stamp-moved",
    "form-return-missing",
    "form-definitions-unknown",
)
"""Why a workbook that can be opened is not read as a form."""
UNREADABLE = "unreadable"
"""The word for a code that is no issue of a return: the file as a whole cannot be read."""
FAMILIES: dict[str, dict[str, str]] = {
    "file": dict.fromkeys(FAULTS, UNREADABLE),
    "stamp": dict.fromkeys(FORM_FAULTS, UNREADABLE),
    **{family: dict(codes) for family, codes in CATALOGUE.items()},
}
"""Every code with its severity, by family, in the order in which a file is looked at."""


class Entry(NamedTuple):
    """One code, explained in one language."""

    code: str
    family: str
    severity: str
    title: str
    why: str
    example: str
    sentence: Sentence
    """What is said, expected and to be done; a fact that comes from the return stands in []."""
    answer: str
    skips: str


class Family(NamedTuple):
    """What the codes of a family have in common."""

    id: str
    title: str
    about: str
    skips: str
    codes: tuple[str, ...]


def list_families(language: str) -> Iterator[Family]:
    """The families, in the order in which a file is looked at."""
    for family, codes in FAMILIES.items():
        words = _texts(language, "families")[family]
        yield Family(family, words["title"], words["about"], words["skips"], tuple(codes))


def list_entries(language: str) -> Iterator[Entry]:
    """Every code, in the order of the families."""
    return (explain(code, language) for codes in FAMILIES.values() for code in codes)


def family_of(code: str) -> str:
    """The family of a code; KeyError where there is no such code."""
    return _families_by_code()[code]


def explain(code: str, language: str) -> Entry:
    """The long help of a code; KeyError where there is none."""
    family = family_of(code)
    severity = FAMILIES[family][code]
    words = _texts(language, "codes")[code]
    usual = _texts("en", "families")[family] if severity == "error" else {}
    answer = words.get("answer") or usual.get("answer", severity)
    return Entry(
        code,
        family,
        severity,
        _title(code, language, words),
        words["why"],
        words["example"],
        _sentence(code, language),
        _texts(language, "answers")[answer],
        words.get("skips", ""),
    )


def say_word(key: str, language: str) -> str:
    """A word of the page itself."""
    return str(_texts(language, "words")[key])


@cache
def _families_by_code() -> dict[str, str]:
    return {code: family for family, codes in FAMILIES.items() for code in codes}


@cache
def _texts(language: str, part: str) -> dict[str, Any]:
    """One part of the catalogue's texts; what a language lacks is said in English."""
    english = read_texts("checks.en")[part]
    own = read_texts(f"checks.{language}").get(part, {})
    return {
        key: {**entry, **own.get(key, {})} if isinstance(entry, Mapping) else own.get(key, entry)
        for key, entry in english.items()
    }


def _title(code: str, language: str, words: Mapping[str, str]) -> str:
    titles = (read_texts(f"report.{one}").get(f"check.{code}") for one in (language, "en"))
    return words.get("title") or next(filter(None, titles))


def _sentence(code: str, language: str) -> Sentence:
    """Its sentences, where there is no return yet: `[what was found] is not a number.`."""
    slots = {name: f"[{word}]" for name, word in _texts(language, "slots").items()}
    return say(code, language, slots)
