"""What one cell holds, as the text that is kept beside every figure for good.

The fast reader turns every number into a binary fraction and every error into nothing. Here its
value and the XML's own words become one exact text: 41 and not 41.0, 0.1 and not
0.1000000000000000055, #REF! and not an empty cell.
"""

from __future__ import annotations

from mne.workbook.faults import ambiguous

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mne.workbook.facts import Odd

NUMBER, TEXT, BOOLEAN, DATE, ERROR, FORMULA = "ntbdef"

_FIGURES = ("n", "float", "percentage", "currency", "b", "d")
_OUTSIDE = ("FILE:", "://", "DDE(", "DDELINK(", "WEBSERVICE(", "RTD(")
_PERHAPS_OUTSIDE = ("[", "|", *_OUTSIDE)
_SURE_DIGITS = 15
_DOUBLE_DIGITS = 17


def cell_value(ref: str, odd: Odd, value: object) -> tuple[str, str]:
    """(raw text, letter of its type) of one cell that both readers have looked at."""
    _, kind, text, formula, cached = odd
    if kind == "e":
        return text or "#ERROR!", ERROR
    if not cached and formula is not None:
        return formula, FORMULA
    if isinstance(value, str):
        return _text_value(ref, kind, text, value)
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), BOOLEAN
    if isinstance(value, int | float):
        return _number_value(ref, text, float(value))
    return _moment_value(kind, text, value)


def reads_outside(formula: str | None) -> bool:
    """Whether a formula reads another workbook or program, as `[1]Sheet!A1` or DDE does."""
    if formula is None:
        return False
    loud = formula.upper()
    if not any(sign in loud for sign in _PERHAPS_OUTSIDE):
        return False
    bare = "".join(formula.split('"')[::2])  # words in quotes are no references
    if any(sign in bare.upper() for sign in _OUTSIDE) or "!" in bare.partition("|")[2]:
        return True
    before, *pieces = bare.split("[")
    depth = 0  # inside the brackets of a table stand its columns
    for piece in pieces:
        index, bracket, after = piece.partition("]")
        is_column = depth or before[-1:].isalnum() or before[-1:] in ("_", "]", ".")
        if bracket and index.isdigit() and "!" in after and not is_column:
            return True
        before, depth = piece, depth + 1 - piece.count("]")
    return False


def number_text(text: str) -> str | None:
    """The shortest decimal text of a stored number; None if it is none that fits in a double."""
    if is_short_whole(text):
        return text
    try:
        number = float(text)
    except ValueError:
        return None
    if number - number != 0 or "_" in text or not text.isascii():
        return None
    digits = text.strip().lower().partition("e")[0].strip("+-").replace(".", "").lstrip("0")
    if digits and not number:
        return None  # too small for a double; spelled out, 1e-999999999 would fill the memory
    # Spreadsheets store 1.1 as 1.1000000000000001: the same number, spelled to 17 digits. A text
    # that is not its number spelled so says more than the number can, and is kept as it stands.
    spelled = f"{number:.{max(1, min(len(digits), _DOUBLE_DIGITS)) - 1}e}"
    same = len(digits) <= _DOUBLE_DIGITS and _digits(spelled) == digits.rstrip("0")
    return plain(repr(number) if same or not digits else text.strip().lower())


def is_short_whole(text: str) -> bool:
    """Whether a number is its own shortest text, as nearly all are."""
    return text.isascii() and text.isdigit() and len(text) <= _SURE_DIGITS and text[0] != "0"


def plain(text: str) -> str:
    """A number's text without exponent, needless zeros and needless signs: 1e+20 is spelled out."""
    mantissa, _, exponent = text.partition("e")
    sign = "-" if mantissa.startswith("-") else ""
    whole, _, fraction = mantissa.lstrip("+-").partition(".")
    shift = int(exponent or "0")
    if shift >= 0:
        fraction = fraction.ljust(shift, "0")
        whole, fraction = whole + fraction[:shift], fraction[shift:]
    else:
        whole = whole.rjust(-shift, "0")
        whole, fraction = whole[:shift], whole[shift:] + fraction
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    if whole == "0" and not fraction:
        return "0"
    return f"{sign}{whole}.{fraction}" if fraction else sign + whole


def _digits(spelled: str) -> str:
    return spelled.partition("e")[0].lstrip("-").replace(".", "").strip("0")


def _text_value(ref: str, kind: str, text: str, value: str) -> tuple[str, str]:
    if not value and text and kind in _FIGURES:
        # The XML holds a figure that the fast reader does not show: never call that blank.
        raise ambiguous("readers-differ", ref)
    if kind == "text" and text != value:
        raise ambiguous("readers-differ", ref)
    if kind == "string" and text:
        return text, TEXT
    if kind == "date" and text:
        return text.removesuffix("T00:00:00"), DATE
    return value, TEXT


def _number_value(ref: str, text: str, value: float) -> tuple[str, str]:
    if value - value != 0:
        return text or repr(value), ERROR
    number = number_text(text) if text else plain(repr(value))
    if number is None or float(number) != value:
        raise ambiguous("readers-differ", ref)
    return number, NUMBER


def _moment_value(kind: str, text: str, value: object) -> tuple[str, str]:
    """Dates, times and lengths of time, as ISO text (a length as hours:minutes:seconds)."""
    if text.startswith("-") or (kind == "n" and number_text(text) is None):
        return text, ERROR  # a day before the calendar begins, or none: the sheet shows ########
    isoformat = getattr(value, "isoformat", None)
    if isoformat is None:
        return _length_text(value), DATE
    moment: str = isoformat()
    return moment.removesuffix("T00:00:00"), DATE


def _length_text(value: object) -> str:
    days, seconds = getattr(value, "days", 0), getattr(value, "seconds", 0)
    minutes, seconds = divmod(days * 86_400 + seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"
