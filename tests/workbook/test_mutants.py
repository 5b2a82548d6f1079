"""Mutants of real forms: every one is read, or refused in words that we have."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbook.mutants import Tally, run

SEED = 1


def assert_typed(tally: Tally, number: int) -> None:
    print(tally)
    assert tally.ends.total() == number
    assert not tally.wrong, "\n\n".join(tally.wrong)
    # Were all of them refused at the door, or none, little would have been tried.
    assert number / 5 < tally.ends["read"] < number * 4 / 5


def test_three_hundred_mutants_end_in_words_that_we_have(tmp_path: Path) -> None:
    assert_typed(run(tmp_path, range(300), SEED), 300)


@pytest.mark.long
def test_ten_thousand_mutants_end_in_words_that_we_have(tmp_path: Path) -> None:
    assert_typed(run(tmp_path, range(10_000), SEED), 10_000)
