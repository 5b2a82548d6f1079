"""`mne plan show`: a plan on the screen, a sheet on the screen, and both on paper."""

import csv
import io
import json

import pytest


def squeezed(text):
    return [" ".join(line.split()) for line in text.splitlines()]


def test_a_plan_is_shown_with_its_rhythm_objectives_and_bodies(mne):
    said = mne("plan", "show", "trial")
    lines = squeezed(said.out)
    assert (said.code, said.err) == (0, "")
    assert lines[0] == "Plan of Trial"
    assert "Returns every quarter" in lines
    assert lines.index("justice Justice") < lines.index("abroad Abroad")
    assert "J-01 Victims helped Count MOJ illustrative" in lines
    assert "MoJ Ministry of Justice ministry" in lines


def test_a_sheet_is_shown_in_the_users_language(mne):
    lines = squeezed(mne("plan", "show", "trial", "J-01", "--lang", "km").out)
    assert lines[0] == "J-01 ជនរងគ្រោះបានជួយ"
    assert lines[1] == "Victims helped"
    assert "2012 200 1 មីនា 2011; plan" in lines


def test_nothing_is_wider_than_the_terminal(mne, monkeypatch):
    monkeypatch.setenv("COLUMNS", "70")
    for words in (("trial",), ("trial", "J-02"), ("other",)):
        assert max(map(len, mne("plan", "show", *words).out.splitlines())) <= 70


def test_a_sheet_comes_as_rows_and_as_the_definition_itself(mne):
    rows = list(
        csv.reader(io.StringIO(mne("plan", "show", "trial", "J-02", "--format", "csv").out))
    )
    assert rows[0] == ["section", "key", "value"]
    assert ["What is measured", "Above the line", "Persons convicted"] in rows
    told = json.loads(mne("plan", "show", "trial", "J-02", "--format", "json").out)
    assert told["numerator"] == {"en": "Persons convicted"}


def test_a_plan_and_a_sheet_are_written_as_pages_that_open_by_themselves(mne, tmp_path):
    whole, one = tmp_path / "plan.html", tmp_path / "sheet.html"
    assert mne("plan", "show", "trial", "-o", whole) == (0, "", "")
    assert mne("plan", "show", "trial", "J-02", "-o", one) == (0, "", "")
    assert "Women trained are among the staff trained" in whole.read_text("utf-8")
    assert "Persons convicted" in one.read_text("utf-8")
    assert "Victims helped" not in one.read_text("utf-8")


def test_the_date_in_a_printed_plan_can_be_set(mne, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    mne("plan", "show", "other", "-o", tmp_path / "a.html")
    assert '"dcterms.created" content="1970-01-01T00:00:00Z"' in (tmp_path / "a.html").read_text()


@pytest.mark.parametrize("words", [("nope",), ("trial", "J-99"), ("trial", "J-99", "-o", "x.pdf")])
def test_what_there_is_none_of_is_a_usage_error(mne, words, workspace):
    said = mne("plan", "show", *words)
    assert (said.code, said.out) == (2, "")
    assert not (workspace.root / "x.pdf").exists()
