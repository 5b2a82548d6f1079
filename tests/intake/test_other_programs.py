"""A filled form that was opened and saved by another program gives the same answers."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import openpyxl
import pytest

from mne.definitions import load_plan
from mne.demo.answers import Writer
from mne.layout import RETURN, has_status, questions
from mne.model import Plan
from mne.template import Answer, write_template
from mne.workspace import Workspace, shipped
from tests.fixtures.soffice import convert, needs_soffice
from tests.fixtures.trial_kit import check, slot_of, write

LARGEST, MILESTONES, MINUTES, TASK_FORCE = (
    "npa-kh-2011/2012-Q4/MOI",
    "npa-kh-2011/2012-Q4/MFAIC",
    "npa-kh-2011/2012-Q4/COM",
    "spa-3/2012/TF-KH",
)
FORMS = (LARGEST, MILESTONES, MINUTES, TASK_FORCE)
NOTE = "ចំនួន\u200bប៉ាន់ស្មាន, from lists & registers <2012>"


@cache
def plan_of(name: str) -> Plan:
    return load_plan(shipped("indicators"), name)


@cache
def filled(where: str) -> bytes:
    """A form with every kind of answer: figures, days, NA, ND, estimates, Khmer words."""
    slot = slot_of(where)
    plan = plan_of(slot.plan)
    example = slot.plan == "npa-kh-2011"
    answers = Writer(plan, slot).answers() if example else by_turns(plan, slot)
    figures = [one for one in answers if one.part.holds == "number" and not one.at]
    for number, question in enumerate(figures):
        if number % 3 == 1 and answers[question].value:
            answers[question] = answers[question]._replace(status="estimated", note=NOTE)
    return write_template(plan, slot, answers)


def by_turns(plan, slot):
    found = {}
    for number, question in enumerate(questions(plan, slot)):
        indicator = plan.asked_by_id[question.indicator]
        match question.part.holds:
            case "number":
                found[question] = Answer(["0", "1577", "12"][number % 3])
            case "state":
                found[question] = Answer(indicator.states[number % len(indicator.states)].id)
            case "flags":
                found[question] = Answer(";".join(flag.id for flag in indicator.flags[:2]))
            case "date":
                found[question] = Answer("2012-02-29")
            case "text":
                found[question] = Answer(f"កំណត់ហេតុ\u200bលេខ {number}\nline two")
        if number % 7 == 3 and has_status(question):
            found[question] = Answer("", ["NA", "ND"][number % 2], NOTE)
    return found


def answers_in(verdict):
    """Everything that a report could rest on: values, statuses, notes and their cells."""
    return [
        (*one[:8], (one.cell.sheet, one.cell.ref, one.cell.raw, one.cell.type))
        for one in verdict.observations
    ]


def issues_in(verdict):
    return [(one.code, one.severity, one.sheet, one.cell) for one in verdict.issues]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    root = tmp_path_factory.mktemp("desk")
    (root / "indicators").symlink_to(shipped("indicators"))
    (root / "submissions").mkdir()
    return Workspace(root)


@pytest.fixture(scope="module")
def untouched(desk):
    """The verdicts on the forms as we wrote them."""
    return {
        where: check(desk, write(desk.root, f"{where.replace('/', '_')}.xlsx", filled(where)))
        for where in FORMS
    }


def test_the_forms_hold_every_kind_of_answer(untouched):
    statuses = {one.status for verdict in untouched.values() for one in verdict.observations}
    assert statuses == {"reported", "estimated", "NA", "ND", "blank"}
    kinds = {
        type(one.value).__name__ for verdict in untouched.values() for one in verdict.observations
    }
    assert kinds == {"Decimal", "date", "str", "NoneType"}
    assert untouched[LARGEST].cells.required == 175
    assert untouched[LARGEST].issues == ()


@needs_soffice
@pytest.mark.parametrize("style", ["xlsx", "ods"])
def test_libreoffice_changes_no_answer_and_raises_no_issue(desk, untouched, tmp_path, style):
    """All forms in one start of the office, with a profile of its own."""
    files = sorted(desk.root.glob("*.xlsx"))
    convert(style, tmp_path, *files)
    for where, before in untouched.items():
        after = check(desk, tmp_path / f"{where.replace('/', '_')}.{style}")
        assert answers_in(after) == answers_in(before)
        assert issues_in(after) == issues_in(before)
        assert after.cells == before.cells


@pytest.mark.parametrize("where", FORMS)
def test_openpyxl_changes_no_answer_and_raises_no_issue(desk, untouched, tmp_path, where):
    saved = BytesIO()
    openpyxl.load_workbook(BytesIO(filled(where))).save(saved)
    verdict = check(desk, write(tmp_path, "again.xlsx", saved.getvalue()))
    assert answers_in(verdict) == answers_in(untouched[where])
    assert issues_in(verdict) == issues_in(untouched[where])


def test_a_figure_typed_in_libreoffice_lies_where_it_was_typed(untouched):
    total = next(
        one
        for one in untouched[LARGEST].observations
        if (one.indicator, one.at) == ("NPA1-LAW-01", ())
    )
    assert total.cell.sheet == RETURN
    assert total.cell.ref.startswith("D")
    assert total.cell.raw == str(total.value)
