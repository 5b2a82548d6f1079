"""Rules between figures: of one return, of one return and the last, of two ministries."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, model_validator

from mne.model.common import Definition, Id, Text, Validity, misfit
from mne.model.record import At, parse_at

_TERM = re.compile(
    r"(?P<sign>-?)(?P<previous>previous )?"
    r"(?P<indicator>[A-Za-z0-9][A-Za-z0-9._+-]*?)(?:\.(?P<part>[a-z_]+))?"
    r"(?:@(?P<at>[^ ]+))?(?: of (?P<reporter>\S+))?"
)


class Term(Definition):
    """One figure in a rule.

    Written `NPA1-JUS-02`, `-NPA1-JUS-04.numerator@sex=female`, `previous NPA1-JUS-03A` (the figure
    of the reporter's return before this one) or `NPA1-PROT-04 of MOSVY` (another reporter's).
    """

    indicator: Id
    part: str = ""
    at: At = ()
    sign: Literal[1, -1] = 1
    previous: bool = False
    reporter: Id | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: object) -> object:
        if not isinstance(data, str):
            return data
        if not (found := _TERM.fullmatch(data)):
            raise misfit("term-malformed")
        try:
            at = parse_at(found["at"] or "")
        except ValueError:
            raise misfit("term-malformed") from None
        return {
            "indicator": found["indicator"],
            "part": found["part"] or "",
            "at": at,
            "sign": -1 if found["sign"] else 1,
            "previous": bool(found["previous"]),
            "reporter": found["reporter"],
        }


class Rule(Validity):
    """A relation that must hold between figures, in the periods in which the rule is in force."""

    id: Id
    title: Text
    left: tuple[Term, ...] = Field(min_length=1)
    """The figures on the left; they are added."""
    operator: Literal["==", "!=", "<", "<=", ">", ">=", "both_or_neither", "not_both"]
    """What must hold between left and right."""
    right: tuple[Term, ...] = Field(min_length=1)
    """The figures on the right; they are added."""
    missing: Literal["skip_if_any_missing", "skip_if_all_missing", "missing_is_zero"] = (
        "skip_if_any_missing"
    )
    """What is done where a figure is missing."""
    severity: Literal["error", "warning", "note"] = "error"
    """Between two reporters a difference is a note, whatever stands here."""

    @property
    def is_between_reporters(self) -> bool:
        """Whether it holds one ministry's figure against another's."""
        return any(term.reporter for term in (*self.left, *self.right))
