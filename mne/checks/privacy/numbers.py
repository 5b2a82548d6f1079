"""Telephone, identity and case numbers within a text, told by how they are written.

A library that knows which telephone numbers exist was measured and is not used: of bare counts it
takes four in five for a telephone number, and 2012-03-31 too. What tells a telephone number from a
figure is its writing: a plus, a zero in front, groups that no thousands have, a word before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from mne.checks.privacy.words import CASE, IDENTITY, NUMBER, PASSPORT, PHONE
from mne.typed import clean

PHONES, IDENTITIES, CASES = "phone-number", "identity-number", "case-number"


def _either(words: Iterable[str]) -> str:
    """Any of the words; one in Latin letters is no end of another."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(
        rf"(?<![^\W\d_]){re.escape(word)}" if word[0].isascii() else re.escape(word)
        for word in longest_first
    )


_NO = rf"\W{{0,3}}(?:{_either(NUMBER)})?\W{{0,4}}"
_RUN = re.compile(r"(?<![a-z0-9.])\(?\+?\(?\d(?:[ .()-]{0,3}\d){5,}(?![a-z0-9]|[.,/]\d)")
"""Digits with nothing but spaces, dots, dashes and brackets between them."""
_DASHES = re.compile("[\u2010-\u2015]")
_A_DAY = r"(?:\d{4}[-. ]\d\d?[-. ]\d\d?|\d\d?[-. ]\d\d?[-. ]\d{4}|\d{4})"
_DAYS = re.compile(rf"{_A_DAY}(?:[ -]+{_A_DAY})*(?: \d\d?)?")
"""Days, years, spans of them; an hour may follow."""
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:([ .])\d{3}(?:\1\d{3})*)?|[1-9]\d*(?:\.\d+)?")
_MONEY_AFTER = re.compile(
    r"\s*(?:riel|khr|usd|us\$|\$|៛|រៀល|kip|lak|baht|thb|dong|vnd|yuan|rmb|kyat|%)"
)
_MONEY_BEFORE = re.compile(r"(?:\$|៛|riel|khr|usd|lak|thb|vnd|cny|mmk)\s*$")
_PHONE_BEFORE = re.compile(rf"(?:{_either(PHONE)}){_NO}$")
_LENGTHS_BY_COUNTRY = {
    "855": range(8, 10),
    "856": range(8, 11),
    "84": range(9, 11),
    "86": range(9, 12),
    "95": range(7, 11),
    "66": range(8, 10),
}
"""Digits after the country's own: Cambodia, Laos, Viet Nam, China, Myanmar, Thailand."""
_AT_HOME = range(9, 13)
"""Digits of a number with its zero in front."""
_OTHER_AT_HOME = re.compile(r"01[ -]\d{3}[ -]\d{3}|0 [1-9]\d[ -]\d{3}[ -]\d{3,4}")
"""Yangon has one digit fewer; and some leave the zero by itself."""
_CHINESE_MOBILE = re.compile(r"1[3-9]\d(?:\d{8}|[ .-]\d{4}[ .-]\d{4})")

_THAI = re.compile(
    r"(?<![a-z0-9.+-])[1-8](?:\d{12}|[ -]\d{4}[ -]\d{5}[ -]\d{2}[ -]\d)(?![a-z0-9-])"
)
_CHINESE = re.compile(r"(?<![a-z0-9.])[1-8]\d{5}(?:19|20)\d{9}[\dx](?![a-z0-9])")
_VIETNAMESE = re.compile(
    r"(?<![a-z0-9.+])0(?:0[1-9]|[1-8]\d|9[0-6])[ ]?[0-3]\d{2}[ ]?\d{6}(?![a-z0-9])"
)
_BURMESE = re.compile(r"(?<!\d)\d{1,2}/[a-z\u1000-\u109f]{2,14}\([a-z\u1000-\u109f]{1,8}\)\s?\d{6}")
_WITH_WORD = re.compile(
    rf"(?:{_either(IDENTITY)}){_NO}[a-z]{{0,3}}\d(?:[ /-]?\d){{7,15}}(?!\d)"
    rf"|(?:{_either(PASSPORT)}){_NO}[a-z]{{0,2}}\s?\d{{6,9}}(?!\d)"
)
_CASE = re.compile(
    rf"(?:{_either(CASE)})\W{{0,2}}(?:file)?\W{{0,3}}(?:{_either(NUMBER)})\W{{0,4}}"
    r"[a-z]{0,4}[ /-]?(?:\d+ ?[a-z]{0,4}[/-][\d/a-z-]*\d|\d{3,})"
    rf"|(?:{_either(CASE)})\s*\d+/(?:19|20|25)\d\d(?!\d)"
)


def numbers_in(text: str, hotlines: frozenset[str], *, is_figure: bool) -> Iterator[str]:
    """What kinds of number of a person a text holds.

    `is_figure`: whether the cell asks for a figure; a plain number is then what it should be.
    """
    for line in text.splitlines():
        plain = _DASHES.sub("-", clean(line)).lower()
        if is_figure and _THOUSANDS.fullmatch(plain.replace(",", "")):
            continue
        rest = plain
        for pattern, is_right in _IDENTITIES:
            for found in pattern.finditer(plain):
                if is_right(re.sub(r"[ -]", "", found[0])):
                    yield IDENTITIES
                    rest = rest.replace(found[0], "\n")
        if _CASE.search(plain):
            yield CASES
        if any(_is_phone(rest, run, hotlines) for run in _RUN.finditer(rest)):
            yield PHONES


def is_phone_alone(text: str) -> bool:
    """Whether the whole of a text, below the heading of telephone numbers, can be one."""
    plain = clean(text)
    run = _RUN.fullmatch(plain)
    digits = re.sub(r"\D", "", plain)
    return bool(run) and len(digits) in range(7, 14) and not _DAYS.fullmatch(plain)


def _is_phone(line: str, run: re.Match[str], hotlines: frozenset[str]) -> bool:
    text = run[0]
    digits = re.sub(r"\D", "", text)
    if digits in hotlines or _DAYS.fullmatch(text):
        return False
    if "+" in text or digits.startswith("00"):
        is_grouped = len(digits) in _AT_HOME and re.search(r"\d[ ()-]\(?\d", text)
        return _is_abroad(digits.removeprefix("00")) or ("+" in text and bool(is_grouped))
    if digits[0] == "0":
        return bool(_OTHER_AT_HOME.fullmatch(text)) or (
            len(digits) in _AT_HOME and digits[1] != "0" and text[1:2] not in {".", " "}
        )
    if _PHONE_BEFORE.search(line[: run.start()]):
        return len(digits) in range(6, 13)
    if _MONEY_AFTER.match(line, run.end()) or _MONEY_BEFORE.search(line[: run.start()]):
        return False
    return bool(_CHINESE_MOBILE.fullmatch(text)) or (
        _is_abroad(digits)
        and len(digits) > _AT_HOME[0]
        and (text.startswith(("855", "856")) or not _THOUSANDS.fullmatch(text))
    )


def _is_abroad(digits: str) -> bool:
    """Whether they begin with the number of one of the six countries and are as long as there."""
    for country, lengths in _LENGTHS_BY_COUNTRY.items():
        if digits.startswith(country):
            return len(digits.removeprefix(country).removeprefix("0")) in lengths
    return False


def _has_thai_check(digits: str) -> bool:
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, range(13, 1, -1), strict=False)
    )
    return int(digits[-1]) == (11 - total % 11) % 10


def _has_chinese_check(digits: str) -> bool:
    """The check digit of ISO 7064, MOD 11-2, and a day of birth that there was."""
    try:
        date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(digits[:17]))
    return digits[-1] == "10x98765432"[total % 11]


def _always(_digits: str) -> bool:
    return True


_IDENTITIES = (
    (_CHINESE, _has_chinese_check),
    (_THAI, _has_thai_check),
    (_VIETNAMESE, _always),
    (_BURMESE, _always),
    (_WITH_WORD, _always),
)
