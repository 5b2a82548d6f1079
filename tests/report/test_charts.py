"""Numbers become marks."""

from decimal import Decimal

from mne import charts


def test_a_bullet_is_drawn_on_the_scale_of_its_target():
    drawn = charts.bullet(Decimal(50), Decimal(100), Decimal(25), Decimal("0.5"))
    assert drawn is not None
    assert drawn.bar == drawn.band == Decimal("36.9")
    assert drawn.target == Decimal("73.8")
    assert drawn.baseline == Decimal("18.5")
    assert not drawn.cut


def test_a_result_far_past_its_target_is_cut_and_says_so():
    drawn = charts.bullet(Decimal(500), Decimal(100), None, Decimal("0.5"))
    assert drawn is not None
    assert drawn.bar == charts.BULLET_WIDTH
    assert drawn.cut


def test_a_target_of_zero_gives_no_scale_and_no_chart():
    assert charts.bullet(Decimal(1), Decimal(0), None, Decimal("0.5")) is None


def test_a_missing_quarter_is_a_gap_and_a_zero_is_a_bar_of_no_height():
    drawn = charts.bars([Decimal(4), None, Decimal(0)])
    assert [bar.missing for bar in drawn.bars] == [False, True, False]
    assert [bar.height for bar in drawn.bars] == [Decimal("44.0"), Decimal("0.0"), Decimal("0.0")]


def test_bars_of_nothing_but_zeros_and_gaps_do_not_divide_by_zero():
    assert [bar.height for bar in charts.bars([Decimal(0), None]).bars] == [0, 0]


def test_a_dumbbell_runs_from_zero_to_the_larger_value():
    drawn = charts.dumbbell(Decimal(0), Decimal(10))
    assert (drawn.before, drawn.now) == (Decimal("6.0"), Decimal("174.0"))


def test_the_parts_of_a_strip_fill_it_without_a_gap():
    parts = charts.strip([("met", 1), ("no-data", 0), ("not-rated", 2)])
    assert [part.name for part in parts] == ["met", "not-rated"]
    assert parts[0].x + parts[0].width == parts[1].x
    assert parts[1].x + parts[1].width == charts.STRIP_WIDTH


def test_steps_are_filled_up_to_the_state_that_was_reached():
    drawn = charts.steps(4, 1, 2)
    assert [step.reached for step in drawn.steps] == [True, True, False, False]
    assert [step.target for step in drawn.steps] == [False, False, True, False]


def test_shades_part_the_values_above_zero_into_thirds():
    values = [Decimal(number) for number in (0, 1, 2, 3, 4, 5, 6)]
    limits = charts.shade_limits(values)
    assert limits == (Decimal(3), Decimal(5))
    assert [charts.shade(value, limits) for value in values] == [0, 1, 1, 2, 2, 3, 3]
    assert charts.shade_limits([Decimal(0)]) == ()
