"""Every figure of the frozen example is exactly what its cells make, and each cell leads back."""

import pytest

from tests.trace import sweep

BY = ("sex", "province", "age", "form", "article", "country", "instrument", "reporter")

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def example(made, tmp_path_factory):
    return sweep.Example(made, tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize("label", ["2012", "2012-Q1", "2013"])
def test_every_row_is_what_the_cells_it_names_make(example, label):
    seen = sweep.hold_rows(example, label, BY)
    assert seen["figures"] > seen["rows"] / 2
    assert min(seen[kind] for kind in ("count", "ratio", "milestone")) > 0


@pytest.mark.parametrize(("label", "every"), [("2012", 31), ("2012-Q1", 31)])
def test_a_cell_leads_back_to_the_figure_that_it_was_found_by(example, label, every):
    assert sweep.hold_back(example, label, BY, every) > 10
