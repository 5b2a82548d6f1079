"""What a cell of each kind may hold, and how a figure is printed."""

from datetime import date
from decimal import Decimal

import pytest

from mne.kinds import KINDS, Part, Unreadable, kind_of
from mne.kinds.kind import round_half_up
from mne.model import Combine, Indicator, Provenance, State, Text
from mne.typed import read_date, read_number

NUMBER = Part("", "number")
ILLUSTRATIVE = Provenance(basis="illustrative")


def indicator(kind, **keys):
    return Indicator(
        id="X-1",
        title=Text({"en": "Title"}),
        level="output",
        kind=kind,
        lead="MOI",
        provenance=ILLUSTRATIVE,
        **keys,
    )


def states(*names):
    return tuple(
        State(id=name, name=Text({"en": name.capitalize(), "km": f"ខ{name}"})) for name in names
    )


LADDER = indicator("milestone", states=states("none", "drafting", "signed"))
FLAGS = indicator("milestone", flags=states("functioning", "in_mandate", "in_budget"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("41", "41"),
        ("0", "0"),
        ("-4", "-4"),
        ("3.5", "3.5"),
        ("1,577", "1577"),
        ("1,234,567.25", "1234567.25"),
        ("0012", "12"),
    ],
)
def test_a_well_written_number_is_taken_exactly(text, value):
    assert read_number(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("70,5000", "number-malformed"),
        ("1,23", "number-malformed"),
        ("about 20", "number-malformed"),
        ("1e5", "number-malformed"),
        ("1_000", "number-malformed"),
        ("50%", "number-malformed"),
        ("0x10", "number-malformed"),
        (".5", "number-malformed"),
        ("many", "number-expected"),
        ("-", "number-not-said"),
        ("nan", "number-expected"),
        ("12345678901234", "number-too-long"),
        ("0.12345", "number-too-long"),
    ],
)
def test_a_doubtful_number_is_refused_and_never_guessed(text, code):
    assert read_number(text) == Unreadable(code)


@pytest.mark.parametrize("text", ["2012-03-31", "31/03/2012", "31.3.2012", "2012-03-31T00:00:00"])
def test_a_day_is_read_as_year_month_day_or_day_month_year(text):
    assert read_date(text) == date(2012, 3, 31)


@pytest.mark.parametrize("text", ["2012-02-30", "03/31/2012", "March 2012", "40999"])
def test_what_is_no_day_is_refused(text):
    assert read_date(text) == Unreadable("date-expected")


@pytest.mark.parametrize("text", ["signed", "Signed", "SIGNED", "ខsigned"])
def test_a_state_is_taken_by_its_code_or_its_name_in_any_language(text):
    assert kind_of(LADDER).parse(LADDER, kind_of(LADDER).parts(LADDER)[0], text) == "signed"


def test_an_unknown_state_is_refused_with_the_known_ones():
    found = kind_of(LADDER).parse(LADDER, kind_of(LADDER).parts(LADDER)[0], "almost")
    assert found == Unreadable("state-unknown", (("expected", "none, drafting, signed"),))


def test_a_word_that_can_mean_two_states_is_refused_with_both():
    names = {"in-force": "In force", "enforced": "in_force", "none": "None"}
    one = indicator(
        "milestone",
        states=tuple(State(id=id_, name=Text({"en": name})) for id_, name in names.items()),
    )
    part = kind_of(one).parts(one)[0]
    assert kind_of(one).parse(one, part, "In force") == "in-force"  # the code goes first
    other = indicator(
        "milestone",
        states=tuple(
            State(id=id_, name=Text({"en": name}))
            for id_, name in {"a": "In force", "b": "In-force"}.items()
        ),
    )
    assert kind_of(other).parse(other, part, "in force") == Unreadable(
        "code-ambiguous", (("expected", "a, b"),)
    )


def test_in_a_definition_a_point_is_a_decimal_point():
    one = indicator("count", counting_unit="person")
    assert kind_of(one).read_target(one, "1.577") == Decimal("1.577")
    assert kind_of(one).read_target(one, "1,577") == Decimal(1577)
    assert kind_of(one).read_target(one, "70,5000") is None


def test_flags_are_kept_in_the_order_of_the_definition():
    part = kind_of(FLAGS).parts(FLAGS)[0]
    found = kind_of(FLAGS).parse(FLAGS, part, "in_budget; Functioning")
    assert found == "functioning;in_budget"


def test_a_ladder_is_reached_at_or_past_the_target():
    milestone = KINDS["milestone"]
    assert milestone.reached(LADDER, "signed", "drafting")
    assert not milestone.reached(LADDER, "drafting", "signed")


def test_flags_are_reached_when_every_one_of_the_target_is():
    milestone = KINDS["milestone"]
    assert milestone.reached(FLAGS, "functioning;in_mandate;in_budget", "functioning;in_budget")
    assert not milestone.reached(FLAGS, "functioning;in_mandate", "functioning;in_budget")


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [("2.5", 0, "3"), ("2.675", 2, "2.68"), ("1.005", 2, "1.01"), ("-2.5", 0, "-3")],
)
def test_halves_are_rounded_away_from_zero(value, places, printed):
    assert round_half_up(Decimal(value), places) == Decimal(printed)


def test_a_count_is_printed_with_separators():
    one = indicator("count", counting_unit="person", unit="persons")
    assert kind_of(one).show(one, Decimal(1577), "en") == "1,577"


def test_a_ratio_is_printed_as_a_percentage_of_its_unrounded_quotient():
    one = indicator("ratio", counting_unit="person", places=1)
    assert kind_of(one).show(one, Decimal("0.7445"), "en") == "74.5\u00a0%"


def test_a_stock_must_not_be_summed_over_time():
    one = indicator(
        "count",
        counting_unit="case",
        stock_or_flow="stock",
        combine=Combine(over_time="sum"),
    )
    assert [fault.code for fault in kind_of(one).faults(one)] == ["stock-summed"]


def test_persons_are_added_over_reporters_only_where_they_cannot_be_the_same():
    one = indicator(
        "count",
        counting_unit="person",
        contributing=("MOND",),
        combine=Combine(over_time="sum", over_reporters="sum"),
    )
    assert [fault.code for fault in kind_of(one).faults(one)] == ["persons-not-disjoint"]


def test_every_kind_names_combinations_that_the_model_knows():
    over_time = set(Combine.model_json_schema()["properties"]["over_time"]["enum"])
    over_reporters = set(Combine.model_json_schema()["properties"]["over_reporters"]["enum"])
    for kind in KINDS.values():
        assert over_time >= kind.OVER_TIME
        assert over_reporters >= kind.OVER_REPORTERS
