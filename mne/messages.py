"""Every sentence that a person reads, by a stable code, in the person's language.

The words stand in `locale/<language>.yaml`; a code has a message, and where it helps what was
expected and what to do. Facts are filled in by name; a fact that is a code of ours has a word under
`words`, and where it asks for other sentences they stand under `cases`. A language that lacks a
sentence falls back to English, which has all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from mne.tables import shown

LANGUAGES = ("en", "km")
_LOCALE = Path(__file__).parent / "locale"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Sentence(NamedTuple):
    """What is said of one thing, with its facts filled in."""

    message: str
    expected: str = ""
    fix: str = ""


@cache
def read_texts(area: str) -> dict[str, Any]:
    """The texts of one locale file, such as `en` or `report.km`."""
    text = (_LOCALE / f"{area}.yaml").read_text("utf-8")
    return dict(yaml.load(text, Loader=_Loader))  # noqa: S506 - a safe loader, and our own file


def say(code: str, language: str, params: Mapping[str, object]) -> Sentence:
    """The sentence of a code. KeyError where there is none: a test keeps that from happening."""
    entry = read_texts("en")[code]
    if language != "en":
        entry = {**entry, **read_texts(language).get(code, {})}
    facts = {
        name: shown(str(fact)) if isinstance(fact, str | Path) else fact
        for name, fact in params.items()
    }
    for name, cases in entry.get("cases", {}).items():
        entry = {**entry, **cases.get(params.get(name), {})}
    for name, words in entry.get("words", {}).items():
        facts[name] = words.get(params[name], params[name])
    return Sentence(*(entry.get(field, "").format_map(facts) for field in Sentence._fields))


def message(code: str, language: str, **params: object) -> str:
    """Only the message of a code."""
    return say(code, language, params).message
