"""The few formulas of the form: what fits a cell, what adds up, how many offices were heard.

They stand in locked cells only, use functions that Excel 2013 has, and carry the value they have
in an empty form, so that a reader who does not calculate sees it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from mne.layout import NOTE_COLUMN, VALUE_COLUMN
from mne.tables import decimal_text
from mne.template.words import Words
from mne.typed import ZERO_BY_SCRIPT

_PLACES = 4
"""Decimals to which sums are compared: as many as a figure may have."""

_MOST_DIGITS = 13
"""As many as a whole number may have; the columns A to M are as many."""
_DIGITS = "0123456789" + "".join(chr(ord(ZERO_BY_SCRIPT["Khmer"]) + one) for one in range(10))


def quoted(text: str) -> str:
    """A text inside a formula."""
    return '"' + text.replace('"', '""') + '"'


def right_number(cells: str, *, fractions: str = "", codes: bool = True) -> str:
    """More than zero for each cell with a number of 0 or more, with NA or ND where `codes` may be.

    `fractions` is a formula for the cells that need not be whole numbers. What is nothing but
    digits is a whole number, kept as a number or as text: VALUE would read 1e5, 50% and days too.
    """
    fits = [f"(LEN({cells})<{_MOST_DIGITS + 1})*({_other_letters(cells)}=0)"]
    if codes:
        fits.append(f'({cells}="NA")+({cells}="ND")')
    if fractions:
        fits.append(f"{fractions}*ISNUMBER({cells})*({cells}>=0)")
    return "+".join(fits)


def _other_letters(cells: str) -> str:
    """How many letters of each cell are no digits of the script that the cell begins in."""
    script = f'MID("{_DIGITS}",1+10*ISERROR(FIND(LEFT({cells}),"{_DIGITS[:10]}")),10)'
    # Filled up with its own first letter, for only Excel finds an empty text in another.
    letters = f"MID({cells}&REPT(LEFT({cells}),{_MOST_DIGITS}),COLUMN(A$1:M$1),1)"
    return f"MMULT(1*ISERROR(FIND({letters},{script})),ROW(A$1:A${_MOST_DIGITS})^0)"


def is_whole_text(text: str) -> bool:
    """Whether a text is a whole number in Khmer digits."""
    return len(text) <= _MOST_DIGITS and bool(text) and set(text) <= set(_DIGITS[10:])


def filled_but_not(fits: str, cells: str, rows: str = "1") -> str:
    """How many cells of some rows hold what does not fit."""
    return f'SUMPRODUCT({rows}*({cells}<>"")*(({fits})=0))'


def right_status(statuses: str, values: str) -> str:
    """More than zero for each status that is known and does not gainsay its value."""
    figure = f'({values}<>"")*({values}<>"NA")*({values}<>"ND")'
    none = f'(({statuses}="NA")+({statuses}="ND"))*(({values}="")+({values}={statuses}))'
    return f'({statuses}="estimated")*{figure}+{none}'


def one_of(cells: str, words: tuple[str, ...]) -> str:
    """More than zero for each cell that holds one of these words."""
    # Excel does not tell capitals from small letters.
    once = {word.casefold(): word for word in words}
    return "+".join(f"({cells}={quoted(word)})" for word in once.values())


def offices_heard(rows: tuple[int, int], words: tuple[str, ...]) -> str:
    """`17 / 24`: how many of the rows say yes, by any of the words for it."""
    cells = f"{VALUE_COLUMN}{rows[0]}:{VALUE_COLUMN}{rows[1]}"
    # COUNTIF does not tell capitals from small letters, so that no word may be given twice.
    once = {word.casefold(): word for word in words}
    count = "+".join(f"COUNTIF({cells},{quoted(word)})" for word in once.values())
    return f'={count}&" / {rows[1] - rows[0] + 1}"'


@dataclass(frozen=True, slots=True)
class Parts:
    """The rows of one part of a figure in a breakdown, and the row of its total."""

    first: int
    last: int
    step: int
    """1, or 2 where numerators and denominators take turns."""
    total_row: int
    numbers: list[Decimal]
    """The parts that the form is filled in with."""
    totals: list[Decimal]
    """The total that it is filled in with, if any."""

    @property
    def cells(self) -> str:
        """From the first part to the last."""
        return f"{VALUE_COLUMN}{self.first}:{VALUE_COLUMN}{self.last}"

    @property
    def total(self) -> str:
        """The cell of the total."""
        return f"{VALUE_COLUMN}{self.total_row}"

    @property
    def number(self) -> int:
        """How many parts there are."""
        return (self.last - self.first) // self.step + 1

    @property
    def _mine(self) -> str:
        return f"(MOD(ROW({self.cells})-{self.first},{self.step})=0)"

    @property
    def given(self) -> str:
        """How many of the parts hold a number."""
        if self.step == 1:
            return f"COUNT({self.cells})"
        return f"SUMPRODUCT({self._mine}*ISNUMBER({self.cells}))"

    @property
    def sum(self) -> str:
        """What they add up to; text adds nothing."""
        if self.step == 1:
            return f"SUM({self.cells})"
        return f"SUMPRODUCT({self._mine}*1,{self.cells})"

    @property
    def difference(self) -> str:
        """`41 ≠ 43`, where all parts and the total are given and disagree; else nothing."""
        disagree = f"ROUND({self.sum}-N({self.total}),{_PLACES})<>0"
        complete = f"{self.given}={self.number},ISNUMBER({self.total})"
        return f'IF(AND({complete},{disagree}),"  "&{self.sum}&" \u2260 "&{self.total},"")'

    @property
    def running_sum(self) -> str:
        """What the parts add up to so far; empty while there is none."""
        return f'=IF({self.given}=0,"",{self.sum})'

    @property
    def shown_sum(self) -> str | float:
        """What that formula comes to in the form as it is written."""
        return float(sum(self.numbers)) if self.numbers else ""

    @property
    def shown_difference(self) -> str:
        """What the formula of the difference comes to in the form as it is written."""
        complete = len(self.numbers) == self.number and bool(self.totals)
        if not complete or sum(self.numbers) == self.totals[0]:
            return ""
        summed, total = decimal_text(Decimal(sum(self.numbers))), decimal_text(self.totals[0])
        return f"  {summed} \u2260 {total}"


def message(parts: list[Parts], words: Words) -> str:
    """What is wrong with a breakdown, or the empty text."""
    differences = "&".join(one.difference for one in parts)
    return f'=IF({differences}="","",{quoted(_warning(words))}&{differences})'


def shown_message(parts: list[Parts], words: Words) -> str:
    """What that formula comes to in the form as it is written."""
    differences = "".join(one.shown_difference for one in parts)
    return f"{_warning(words)}{differences}" if differences else ""


def sums_that_differ(words: Words, rows: tuple[int, int]) -> str:
    """How many breakdowns say that they do not add up."""
    warning, cells = _warning(words), f"${NOTE_COLUMN}${rows[0]}:${NOTE_COLUMN}${rows[1]}"
    return f"SUMPRODUCT((LEFT({cells},{len(warning)})={quoted(warning)})*1)"


def _warning(words: Words) -> str:
    return " / ".join(words.all("does_not_add_up")) + ":"
