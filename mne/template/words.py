"""The words of the form, in the ministry's own languages.

All wording stands in `locale/form.<language>.yaml`; this reads it, fills in names and numbers, and
says days and periods as they are said in each language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from mne.messages import LANGUAGES, read_texts
from mne.model import Text
from mne.periods import Period

FALLBACK = "en"


def wording(language: str) -> dict[str, Any]:
    """All keys of one language; English where we have no wording in that language."""
    return read_texts(f"form.{language if language in LANGUAGES else FALLBACK}")


def say(key: str, language: str, **facts: object) -> str:
    """One sentence in one language, with its facts filled in."""
    return unfilled(key, language).format(**facts)


def unfilled(key: str, language: str) -> str:
    """One sentence with its facts still in braces."""
    return str(wording(language)[key])


def knows(key: str) -> bool:
    """Whether there are words under this key."""
    return key in wording(FALLBACK)


def say_day(day: date, language: str) -> str:
    """`15 April 2012`, with the language's own digits."""
    month = wording(language)["months"][day.month - 1]
    return _digits(say("day", language, day=day.day, month=month, year=day.year), language)


def say_period(period: Period, language: str) -> str:
    """`Quarter 1 of 2012`, with the language's own digits."""
    start, year = period.start, period.start.year
    match period.frequency:
        case "month":
            month = wording(language)["months"][start.month - 1]
            text = say("period_month", language, month=month, year=year)
        case "quarter":
            text = say("period_quarter", language, n=(start.month + 2) // 3, year=year)
        case "half-year":
            text = say("period_half", language, n=(start.month + 5) // 6, year=year)
        case "year":
            text = say("period_year", language, year=year)
        case _:
            return say_span(period, language)
    return _digits(text, language)


def say_span(period: Period, language: str) -> str:
    """`1 January 2012 to 31 March 2012`."""
    start, end = say_day(period.start, language), say_day(period.end, language)
    return say("period_window", language, start=start, end=end)


def say_list(items: list[str], language: str) -> str:
    """`sex, age and province`."""
    if len(items) == 1:
        return items[0]
    first = say("list_comma", language).join(items[:-1])
    return say("list_and", language, first=first, last=items[-1])


def _digits(text: str, language: str) -> str:
    own = wording(language).get("digits")
    return text.translate(str.maketrans("0123456789", own)) if own else text


def once(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts in their order, none twice and none empty: how two languages that agree are shown."""
    return tuple(dict.fromkeys(text for text in texts if text))


@dataclass(frozen=True, slots=True)
class Words:
    """The wording in the languages of one form, the reporter's own first."""

    languages: tuple[str, ...]

    @property
    def own(self) -> str:
        """The reporter's own language."""
        return self.languages[0]

    def first(self, key: str, **facts: object) -> str:
        """The words in the reporter's own language: for windows that have room for one."""
        return say(key, self.own, **facts)

    def each(self, tell: Callable[[str], str]) -> tuple[str, ...]:
        """What `tell` makes of each language; the same words are not repeated."""
        return once(tell(language) for language in self.languages)

    def all(self, key: str, **facts: object) -> tuple[str, ...]:
        """The words in each language."""
        return self.each(lambda language: say(key, language, **facts))

    def texts(self, text: Text) -> tuple[str, ...]:
        """A definition's own text in each language."""
        return self.each(text.say)

    def column(self, text: Text | None, language: str) -> str:
        """A text for a column of one language: empty where only the English beside it exists."""
        if text is None:
            return ""
        return text.root.get(language, "") if FALLBACK in self.languages else text.say(language)
