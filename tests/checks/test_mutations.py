"""A hundred known faults in returns of the example: all are found, and nothing else is said."""

from __future__ import annotations

import pytest

from tests.checks.mutations import FAULTS, trials


@pytest.mark.parametrize("seed", [1, 2])
def test_known_faults_are_found_and_nothing_else_is_said(seed):
    found = list(trials(2 * len(FAULTS), seed))
    assert [one for one in found if one.missed or one.false] == []
    assert len(found) == 52
