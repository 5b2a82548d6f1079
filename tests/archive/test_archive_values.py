"""Whatever was read is written and read back, to the last blank."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from archive_samples import PERIOD, PHNOM_PENH, PLAN, SLOT, digest_of, make_observations
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mne.archive import receipts_that_count
from mne.archive.names import LONGEST_FILE_NAME, safe_file_name
from mne.archive.receipt_file import read_receipt, write_receipt
from mne.archive.values import read_values, write_values
from mne.kinds import kind_of
from mne.layout import part_period
from mne.model import Cell, CellCounts, Issue, Observation, Receipt, Slot
from mne.periods import Period

DIGEST = digest_of(b"a file")
NOON = datetime(2012, 12, 20, 12, tzinfo=PHNOM_PENH)
RECEIPT = Receipt(
    SLOT, 1, "accepted", "form.xlsx", DIGEST, 5, NOON, NOON, "", "", PLAN.digest, "", "",
    CellCounts(), "", (),
)  # fmt: skip

texts = st.text(max_size=40) | st.sampled_from(
    ["=1+1", "'", "''=", "-", "+5", "@x", "a\rb", "\r", "\n", '"', "ក្រសួង", "\ufeff", "\x00", "﹣1"]
)
words = texts.filter(bool)
cells = st.builds(
    Cell,
    st.just(DIGEST) | st.just("0" * 64),
    texts,
    texts,
    texts,
    st.sampled_from(["number", "text", "boolean", "date", "error", "formula"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "Limon S1", "ABC-TEXT-05", "a+font=b"]),
)
values_by_hold = {
    "number": st.decimals(allow_nan=False, allow_infinity=False, places=4),
    "date": st.dates(),
}


@st.composite
def answers(draw):
    indicator = draw(st.sampled_from(tuple(PLAN.asked_by_id.values())))
    part = draw(st.sampled_from(kind_of(indicator).parts(indicator)))
    if indicator.kind == "narrative":
        dimensions = draw(st.sampled_from([(), ("lang",)]))
    else:
        dimensions = draw(st.sampled_from([(), *indicator.breakdowns]))
    value = draw(st.none() | values_by_hold.get(part.holds, words))
    return Observation(
        indicator.id,
        part_period(PLAN, indicator, part, PERIOD),
        "MOJ",
        tuple((dimension, draw(words)) for dimension in dimensions),
        part.name,
        value,
        draw(st.sampled_from(["reported", "blank", "NA", "ND", "estimated", "unreadable"])),
        draw(texts),
        draw(st.none() | cells),
    )


def there_and_back(observations):
    text = write_values(observations, DIGEST).encode().decode()
    return read_values(text, RECEIPT, PLAN)


@settings(suppress_health_check=[HealthCheck.too_slow])  # its first run builds tables of Unicode
@given(st.lists(answers(), max_size=8).map(tuple))
@example(make_observations(DIGEST))
@example(())
def test_values_are_read_back_as_they_were(observations):
    back = there_and_back(observations)
    assert back == observations
    assert [type(one.value) for one in back] == [type(one.value) for one in observations]


def test_zero_blank_not_applicable_and_no_data_stay_four_things():
    zero, blank, na, nd = (
        Observation("C1", PERIOD, "MOJ", (), "", value, status, "", None)
        for value, status in (
            (Decimal(0), "reported"), (None, "blank"), (None, "NA"), (None, "ND"),
        )
    )  # fmt: skip
    lines = write_values((zero, blank, na, nd), DIGEST).splitlines()[1:]
    assert lines == ["C1,,0,,,,,,", "C1,,,blank,,,,,", "C1,,,NA,,,,,", "C1,,,ND,,,,,"]
    assert there_and_back((zero, blank, na, nd)) == (zero, blank, na, nd)


def test_the_language_of_words_stands_after_the_dimensions_of_figures():
    header = write_values(tuple(reversed(make_observations(DIGEST))), DIGEST).split(",part,")[0]
    assert header == "indicator,sex,age,lang"


def test_a_dimension_named_like_a_column_is_a_mistake_of_the_definitions():
    one = make_observations(DIGEST)[0]._replace(at=(("status", "x"),))
    with pytest.raises(ValueError, match="name of a column"):
        write_values((one,), DIGEST)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (",41,", ",forty,"),
        ("2012-03-31,,", "2012-13-31,,"),
        (",NA,", ",N/A,"),
        ("number", "numeral"),
        ("2.1.3,", "2.1.4,"),
        (",spent,", ",earned,"),
    ],
)
def test_what_is_not_ours_is_not_read(was, becomes):
    text = write_values(make_observations(DIGEST), DIGEST)
    assert was in text
    with pytest.raises(ValueError, match=r"no number|month|no status|no type|not asked|no part"):
        read_values(text.replace(was, becomes), RECEIPT, PLAN)


issues = st.builds(
    Issue, words, st.sampled_from(["error", "warning", "note"]), texts, texts, texts,
    st.dictionaries(words, texts, max_size=3).map(lambda facts: tuple(facts.items())),
)  # fmt: skip
moments = st.datetimes(
    timezones=st.timedeltas(timedelta(hours=-14), timedelta(hours=14)).map(
        lambda offset: timezone(timedelta(minutes=offset // timedelta(minutes=1)))
    )
)
counts = st.integers(0, 10**6)
all_receipts = st.builds(
    Receipt, st.just(SLOT), st.integers(1, 10**5), st.sampled_from(["accepted", "refused"]),
    texts, texts, counts, moments, moments, texts, texts, texts, texts, texts,
    st.builds(CellCounts, *[counts] * 6), texts, st.lists(issues, max_size=3).map(tuple),
)  # fmt: skip


@given(all_receipts)
def test_a_receipt_is_read_back_as_it_was(receipt):
    assert read_receipt(write_receipt(receipt).encode().decode()) == receipt


@given(st.text(max_size=300) | st.text(st.characters(codec="utf-8"), max_size=300))
@example("ក" * 200 + ".xlsx")
@example("CON.xlsx")
@example("~$form.xlsx")
@example("a\u2028b\x85c.xlsx")
@example("/")
@example(".." * 60)
@example("នុក្" * 40)
def test_any_file_name_becomes_one_that_every_disk_and_manifest_takes(name):
    safe = safe_file_name(name)
    assert 0 < len(safe.encode()) <= LONGEST_FILE_NAME + 1
    assert safe == safe_file_name(safe)
    assert safe not in {".", ".."}
    assert not set(safe) & set('/\\:*?"<>|%~$\n\r\t\u200b\u2028\x85\x00')
    assert safe == safe.strip(" .")
    assert len(safe.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Form Q4 (2012).xlsx", "Form Q4 (2012).xlsx"),
        ("C:\\Users\\Sok\\form.xlsx", "form.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("CON.xlsx", "_CON.xlsx"),
        ("", "file"),
        ("ក" * 200 + ".xlsx", "ក" * 38 + ".xlsx"),
        ("ក" * 37 + "\u17d2" + "ក" * 9 + ".xlsx", "ក" * 37 + ".xlsx"),
        ("cafe\u0301.csv", "caf\u00e9.csv"),
        ("%0Aform.xlsx", "_0Aform.xlsx"),
        ("កម្ម\u200bវិធី.xlsx", "កម្មវិធី.xlsx"),
        ("a.b.c.xlsx", "a.b.c.xlsx"),
        ("letter. 12 of March", "letter. 12 of March"),
    ],
)
def test_a_file_name_keeps_its_letters_and_its_extension(name, safe):
    assert safe_file_name(name) == safe


def receipt(number, day, verdict="accepted", slot=SLOT):
    moment = NOON + timedelta(days=day)
    return replace(RECEIPT, slot=slot, number=number, verdict=verdict, received_on=moment)


def test_the_last_accepted_receipt_counts():
    first, second, refused = receipt(1, 0), receipt(2, 2), receipt(3, 4, "refused")
    assert receipts_that_count([refused, second, first], None) == {SLOT: second}


def test_knowledge_as_of_a_moment_leaves_out_what_came_later():
    first, second = receipt(1, 0), receipt(2, 2)
    both = [first, second]
    assert receipts_that_count(both, NOON + timedelta(days=1)) == {SLOT: first}
    assert receipts_that_count(both, second.received_on) == {SLOT: second}
    assert receipts_that_count(both, NOON - timedelta(seconds=1)) == {}


def test_the_day_of_receipt_goes_before_the_number_and_the_number_parts_a_tie():
    late, early = receipt(1, 5), receipt(2, 0)
    assert receipts_that_count([late, early], None) == {SLOT: late}
    assert receipts_that_count([receipt(2, 0), receipt(1, 0)], None) == {SLOT: receipt(2, 0)}


def test_each_slot_has_its_own_and_a_slot_without_an_accepted_one_has_none():
    other = Slot("npa", Period.parse("2012-Q3"), "MOI")
    refused = Slot("npa", Period.parse("2012-Q3"), "MOJ")
    found = receipts_that_count(
        [receipt(1, 0), receipt(1, 0, slot=other), receipt(1, 0, "refused", refused)], None
    )
    assert list(found) == [other, SLOT]
