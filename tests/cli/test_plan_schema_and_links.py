"""`mne plan schema` and `mne plan links`."""

import csv
import io
import json

from mne.definitions.json_schema import json_schemas


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


# --- schema -------------------------------------------------------------------------------------


def test_all_schemas_are_written_into_a_folder(mne, tmp_path):
    said = mne("plan", "schema", "-o", tmp_path / "schema")
    assert (said.code, said.out) == (0, "")
    assert said.err == f"8 schemas written to {tmp_path / 'schema'}.\n"
    written = {path.stem: json.loads(path.read_text("utf-8")) for path in tmp_path.glob("schema/*")}
    assert written == json_schemas()


def test_one_schema_goes_to_the_screen_or_to_a_file(mne, tmp_path):
    shown = json.loads(mne("plan", "schema", "codelist").out)
    assert shown == json_schemas()["codelist"]
    mne("-q", "plan", "schema", "codelist", "-o", tmp_path / "mine.json")
    assert json.loads((tmp_path / "mine.json").read_text("utf-8")) == shown


def test_a_schema_that_there_is_none_of_is_a_usage_error_that_lists_them(mne):
    said = mne("plan", "schema", "plans")
    assert (said.code, said.out) == (2, "")
    assert 'There is no schema called "plans".' in said.err
    assert "plan, objective, activities, codelist, reporters, frameworks, cases" in said.err


# --- links --------------------------------------------------------------------------------------


def link(workspace, relation="contributes", more=""):
    """The trial's first indicator, linked to the other plan's."""
    other = workspace.indicators / "other" / "visits.yaml"
    target = next(
        line.strip(" :") for line in other.read_text("utf-8").splitlines()[5:] if line[:2] == "  "
    )
    file = workspace.indicators / "trial" / "justice.yaml"
    links = f"    links: [{{to: {target}, relation: {relation}{more}}}]\n    direction: up\n"
    text = file.read_text("utf-8").replace("    direction: up\n", links, 1)
    file.write_text(text, "utf-8")
    return target


def test_where_nothing_is_linked_it_says_so(mne):
    assert mne("plan", "links") == (0, "No links.\n", "")
    assert mne("plan", "links", "--gaps") == (0, "No gaps.\n", "")


def test_a_link_is_told_in_words_from_either_end(mne, workspace):
    target = link(workspace, more=", since: 2012-01-01")
    forth = mne("plan", "links", "trial").out
    assert forth.splitlines()[0] == "J-01  Victims helped"
    assert " ".join(forth.splitlines()[1].split()).startswith(f"contributes to {target} ")
    assert "2012-01-01" in forth
    back = mne("plan", "links", "other").out
    assert back.splitlines()[0].startswith(f"{target}  ")
    assert " ".join(back.splitlines()[1].split()).startswith("is served by J-01 Victims helped")


def test_links_come_as_csv_and_json(mne, workspace):
    target = link(workspace, relation="same")
    (row,) = rows_of(mne("plan", "links", "--format", "csv").out)
    assert (row["entry"], row["relation"], row["to"], row["home"]) == (
        "J-01",
        "same",
        target,
        "other",
    )
    told = json.loads(mne("plan", "links", "--format", "json").out)
    assert list(told) == ["links", "feeds"]
    (one,) = told["links"]
    assert list(one) == ["from", "relation", "to", "since", "until"]
    assert one["from"] == {
        "id": "J-01",
        "what": "indicator",
        "title": "Victims helped",
        "home": "trial",
    }


def test_gaps_name_what_is_linked_to_nothing_on_both_sides(mne, workspace):
    link(workspace)
    shown = mne("plan", "links", "--gaps", "trial").out
    assert "other: objectives and entries" not in shown
    assert "trial: indicators that are linked to nothing of other (" in shown
    rows = rows_of(mne("plan", "links", "--gaps", "--format", "csv").out)
    left_out = [row["entry"] for row in rows if row["gap"] == "serves-nothing"]
    assert "J-01" not in left_out
    assert "J-02" in left_out
    told = json.loads(mne("plan", "links", "--gaps", "--format", "json").out)
    assert len(told["gaps"]) == len(rows)


def test_a_plan_that_there_is_none_of_is_a_usage_error(mne):
    said = mne("plan", "links", "nope")
    assert (said.code, said.out) == (2, "")
    assert "nope" in said.err
