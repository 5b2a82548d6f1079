"""A milestone or an activity whose state is left blank is asked about, like any other figure."""

from pathlib import Path

from mne.definitions import load_plan
from mne.intake import Declared, check_file
from mne.layout import lay_out
from mne.model import Slot
from mne.periods import Period
from mne.template import Answer, write_template
from mne.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]


def test_every_blank_state_has_its_own_question(tmp_path):
    plan = load_plan(ROOT / "indicators", "npa-kh-2011")
    slot = Slot(plan.id, Period.parse("2012-Q1"), "COM")
    asked = [question for line in lay_out(plan, slot).lines for question in line.questions]
    money = {one: Answer("5") for one in asked if one.indicator == "NPA1-COORD-02"}
    path = tmp_path / "form.xlsx"
    path.write_bytes(write_template(plan, slot, money))
    verdict, _ = check_file(Workspace(ROOT), path, Declared())
    assert [(one.code, one.indicator) for one in verdict.issues] == [
        ("answer-blank", "NPA1-COORD-04"),
        ("answer-blank", "NPA1-COORD-04"),
        ("answer-blank", "A7.2"),
    ]
