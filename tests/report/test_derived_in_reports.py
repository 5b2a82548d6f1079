"""A body's own report holds a worked-out figure where all of it is that body's."""

from pathlib import Path

import mne
from mne.definitions import load_plan
from mne.report.gather import reporters_part

PLAN = load_plan(Path(mne.__file__).parent.parent / "indicators", "npa-kh-2011")


def test_a_figure_worked_out_of_a_bodys_own_answers_is_in_its_report():
    part = reporters_part(PLAN, "MOJ").indicators_by_id
    assert {"NPA1-JUS-03B", "NPA1-JUS-03C", "NPA1-JUS-05"} <= set(part)


def test_a_figure_worked_out_of_other_bodies_answers_is_not():
    part = reporters_part(PLAN, "NCCT").indicators_by_id
    assert "NPA1-COORD-05" not in part
    assert "NPA1-COORD-01" in part
