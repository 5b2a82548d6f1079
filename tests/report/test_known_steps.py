"""A milestone's line says where its state is known from when no return says it."""

from dataclasses import replace

import pytest
from invented_report import annual, result

from mne.model import Attained
from mne.report.figures import Figures
from mne.report.wording import load_wording


def line(on):
    known = Attained(state="signed", on=on, evidence="Preamble", source="The law")
    figures = Figures(annual(), load_wording("en"))
    row = replace(result("T-PREV-03"), from_definition=known)
    return figures.row(figures.plan.indicators_by_id["T-PREV-03"], row).known


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2009", "2009"),
        ("2008-02", "February 2008"),
        ("2007-12-20--2007-12-20", "20 December 2007"),
    ],
)
def test_the_day_is_printed_as_exactly_as_it_is_known(on, words):
    assert line(on) == f"Known without a return, {words}: Preamble (The law)"


def test_nothing_is_said_where_a_return_says_it():
    figures = Figures(annual(), load_wording("en"))
    indicator = figures.plan.indicators_by_id["T-PREV-03"]
    assert figures.row(indicator, result("T-PREV-03")).known == ""
