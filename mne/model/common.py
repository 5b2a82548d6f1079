"""What all definitions have in common: strictness, texts in several languages, provenance."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    RootModel,
    model_validator,
)
from pydantic_core import PydanticCustomError

from mne.periods import Period

Level = Literal["impact", "outcome", "output"]
Basis = Literal["sourced", "adapted", "illustrative"]


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DIGITS = re.compile(r"\d{8}")


def misfit(code: str, **facts: object) -> PydanticCustomError:
    """What a validator raises: the code of a sentence, and its facts."""
    return PydanticCustomError(code, code, facts)


def _period(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return Period.parse(value)
    except ValueError:
        raise misfit("value-not-period") from None


def _with_hyphens(text: str) -> str:
    """The day of eight digits; nothing where they are no day."""
    try:
        return date.fromisoformat(text).isoformat() if _DIGITS.fullmatch(text) else ""
    except ValueError:
        return ""


def _day(value: object) -> object:
    """A day is written in full; left alone, `20110301` would be taken for seconds since 1970."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise misfit("value-not-date", near=_with_hyphens(value))
    return value


Day = Annotated[date, BeforeValidator(_day)]


PeriodField = Annotated[
    Period,
    BeforeValidator(_period, json_schema_input_type=str),
    PlainSerializer(lambda period: period.label, return_type=str),
]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._+-]*$")]


class Definition(BaseModel):
    """Common to all: unknown keys are faults, and nothing changes after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Validity(Definition):
    """A thing that exists between two days, or always."""

    valid_from: Day | None = None
    """The first day; always if not given."""
    valid_to: Day | None = None
    """The last day; for ever if not given."""

    def valid_during(self, period: Period) -> bool:
        """Whether it exists on every day of the period."""
        return (self.valid_from is None or self.valid_from <= period.start) and (
            self.valid_to is None or period.end <= self.valid_to
        )


class Text(RootModel[dict[str, str]]):
    """The same words in several languages, by language code; English is always there."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="after")
    def _has_english(self) -> Text:
        if not self.root.get("en"):
            raise misfit("text-without-english")
        return self

    def say(self, language: str) -> str:
        """The words in a language, or in English where that language has none."""
        return self.root.get(language) or self.root["en"]

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.root.items())))


class Provenance(Definition):
    """Where a definition comes from; printed wherever it is listed."""

    basis: Basis
    """sourced: worded by the plan; adapted: from a named standard; illustrative: ours alone."""
    source: str = ""
    """The document or standard; needed unless the basis is illustrative."""

    @model_validator(mode="after")
    def _names_its_source(self) -> Provenance:
        if self.basis != "illustrative" and not self.source:
            raise misfit("provenance-without-source", basis=self.basis)
        return self
