"""Numbers: whatever is printed well is read back exactly, and all else is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mne.typed import Unreadable, read_number, read_stored

ZEROS = {"ASCII": "0", "Khmer": "០", "Thai": "๐", "Lao": "໐", "Burmese": "၀", "full width": "０"}
SPACES = {"no-break": "\u00a0", "narrow no-break": "\u202f", "thin": "\u2009", "plain": " "}
INVISIBLE = ["", "\u200b", "\u200c", "\ufeff", "\u2060", "\u200e", " ", "\u00a0", "\u3000"]

numbers = st.one_of(
    st.integers(-(10**13) + 1, 10**13 - 1).map(Decimal),
    st.decimals(-(10**9), 10**9, places=4, allow_nan=False, allow_infinity=False),
    st.decimals(-(10**3), 10**3, places=3, allow_nan=False, allow_infinity=False),
)


def in_script(text, zero):
    return "".join(chr(ord(zero) + int(one)) if one.isdigit() else one for one in text)


def printed(number, group):
    """By Python's own printing, which knows nothing of our patterns."""
    return f"{number:,f}".replace(",", group)


def is_unclear(text):
    """One to three digits, a point and three digits: 1.577."""
    whole, point, places = text.lstrip("-").partition(".")
    return bool(point) and len(places) == 3 and len(whole) < 4 and not whole.startswith("0")


@given(
    numbers,
    st.sampled_from(list(ZEROS.values())),
    st.sampled_from(["", ",", *SPACES.values()]),
    st.sampled_from(INVISIBLE),
    st.sampled_from(INVISIBLE),
    st.sampled_from(["-", "\u2212"]),
)
def test_any_number_printed_in_any_script_is_read_back(number, zero, group, before, after, minus):
    plain = printed(number, group)
    text = before + in_script(plain, zero).replace("-", minus) + after
    if is_unclear(plain):
        assert read_number(text)[0] == "number-point-unclear"
    else:
        assert read_number(text) == number


def by_hand(text):
    """What a careful reader makes of it, written without a pattern: the number or None."""
    sign = -1 if text.startswith("-") else 1
    whole, point, places = text.removeprefix("-").partition(".")
    for separator in ", ":
        first, *groups = whole.split(separator)
        if groups:
            if not all(len(one) == 3 for one in groups) or not 1 <= len(first) <= 3:
                return None
            if first.startswith("0"):
                return None
            whole = first + "".join(groups)
    digits = set(whole + places)
    if not whole or (point and not places) or not digits <= set("0123456789"):
        return None
    return sign * Decimal(f"{whole}.{places}") if places else sign * Decimal(whole)


@given(st.text("0123,. -", min_size=1, max_size=14).filter(lambda text: text == text.strip()))
def test_what_is_not_printed_well_is_refused(text):
    expected = by_hand(" ".join(text.split()))
    found = read_number(text)
    if expected is None or is_unclear(text):
        assert isinstance(found, Unreadable)
    elif isinstance(found, Unreadable):
        assert found.code == "number-too-long"
        assert abs(expected) >= 10**13 or expected % Decimal("0.0001")
    else:
        assert found == expected


@given(
    numbers.filter(lambda one: len(f"{abs(one):f}".replace(".", "")) > 1),
    st.permutations(list(ZEROS.values())),
    st.randoms(use_true_random=False),
)
def test_digits_of_two_scripts_are_never_one_number(number, zeros, chance):
    text = in_script(f"{number:f}", zeros[0])
    places = [at for at, one in enumerate(text) if one.isdigit()]
    at = chance.choice(places)
    other = chr(ord(zeros[1]) + int(text[at]))
    assert read_number(text[:at] + other + text[at + 1 :]) == Unreadable("digits-mixed")


@given(st.text(max_size=12))
def test_whatever_is_typed_ends_in_a_number_or_a_reason(text):
    found = read_number(text)
    assert isinstance(found, Unreadable) or found.is_finite()


REFUSED = {
    "number-malformed": [
        *("70,5000", "1,23", "3,5", "0,125", "1_000", "1e5", "1E5", "1e309", "0x10", "50%", "(40)"),
        *("40-", "+5", ".5", "5.", "about 40", "40 persons", "~40", "1.577,5", "1.234.567", "1 57"),
        *("1,577 000", "3-10", "12/7", "4O", "1'577", "$40", "៛40", "41។", "1\n577", "1\t577"),
        *("\u202e14", "1–2", "–5", "41²", "１，２３", "៧០,៥០០០", "1,577.", "--5", "- 5", "٤١"),
    ],
    "number-expected": [
        *("nan", "NaN", "inf", "-inf", "Infinity", "四十", "XL", "½", "#REF", "TRUE", "O", "zero"),
    ],
    "number-not-said": ["--", "-", "?", "none", "Nil", "គ្មាន", "n/a", "N.A.", "no data", "មិនដឹង"],
    "number-is-date": ["3/10/2012", "2012-10-03", "03-Oct", "3-oct", "Oct-12", "៣/១០/២០១២"],
    "number-point-unclear": ["1.577", "12.345", "999.999", "-1.000", "១.៥៧៧"],
    "digits-mixed": ["៤1", "1๒", "４1", "1,57៧"],
    "number-too-long": ["12345678901234", "0.12345", "10,000,000,000,000", "1.00001"],
}


@pytest.mark.parametrize("code", REFUSED)
def test_each_way_of_not_being_a_number_has_its_own_reason(code):
    assert {text: read_number(text)[0] for text in REFUSED[code]} == dict.fromkeys(
        REFUSED[code], code
    )


def test_what_could_be_two_numbers_is_told_with_both():
    assert dict(read_number("1.577").params) == {"expected": "1577 / 1.5770"}
    assert read_number("1.5770") == Decimal("1.577")
    assert read_number("0.577") == Decimal("0.577")
    assert read_number("1577.000") == Decimal(1577)


@pytest.mark.parametrize(
    ("stored", "value"),
    [
        ("41", "41"),
        ("1.577", "1.577"),  # here a point is a decimal point
        ("0.30000000000000004", "0.3"),  # 0.1 + 0.2
        ("0.7999999999999999", "0.8"),  # 0.1 + 0.7
        ("123456789012.30002", "123456789012.3"),
        ("4.000000000000001", "4"),
        ("4.000000000000004", None),  # more than noise
        ("9.99999999999998", None),
        ("123456789012.3456", "123456789012.3456"),
        ("1234567890123.4567", "1234567890123.4567"),
        ("0.00005", None),
        ("10000000000000", None),
        ("9999999999999.9996", "9999999999999.9996"),
        ("-0", "0"),
        ("-0.0", "0"),
    ],
)
def test_a_stored_number_is_as_it_stands_but_for_the_noise_of_binary_fractions(stored, value):
    expected = Unreadable("number-too-long") if value is None else Decimal(value)
    assert read_stored(stored) == expected


@given(st.decimals(-(10**11), 10**11, places=4, allow_nan=False, allow_infinity=False))
def test_what_fits_fifteen_digits_comes_back_from_a_binary_fraction(number):
    assert read_stored(f"{Decimal(repr(float(number))):f}") == number


@given(st.lists(st.decimals(0, 1000, places=2), min_size=2, max_size=4))
def test_a_sum_of_binary_fractions_is_the_sum_or_refused_and_never_another(parts):
    total = sum(map(float, parts))
    found = read_stored(f"{Decimal(repr(total)):f}")
    assert found in {sum(parts), Unreadable("number-too-long")}


@pytest.mark.parametrize("text", ["1,577", "", " 41", "41 ", "1e5", "nan", "inf", "៤១", "+1"])
def test_what_no_program_of_ours_stores_is_not_taken_for_a_stored_number(text):
    assert read_stored(text) == Unreadable("number-malformed")


def test_a_zero_has_no_sign():
    assert [str(read_number(text)) for text in ("-0", "\u22120", "-0.0", "0")] == ["0"] * 4
