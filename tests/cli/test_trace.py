"""`mne trace`: a figure back to the cells it was typed in, and a cell on to its figures."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest

from tests.fixtures.trial_kit import good_form, spoil, typing, write

HERE = ZoneInfo("Asia/Phnom_Penh")
MOJ = "trial/2012-Q1/MOJ"
QUARTER, YEAR = "trial/2012-Q1", "trial/2012"
JSON = ("--format", "json")


@pytest.fixture(autouse=True)
def _a_day_in_may(monkeypatch):
    """The clock of the commands: noon on 20 May 2012."""
    moment = datetime(2012, 5, 20, 12, tzinfo=HERE)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))


@pytest.fixture
def send(mne, workspace):
    """Submits a form as received on a day, with some cells typed over; gives its path."""

    def submit(where=MOJ, day="2012-04-10", **cells):
        name = f"sent-{len(list(workspace.root.glob('sent-*')))}.xlsx"
        form = spoil(good_form(where), typing(**cells)) if cells else good_form(where)
        path = write(workspace.root, name, form)
        mne("submit", path, "--received", day)
        return path

    return submit


def traced(mne, *words):
    said = mne("trace", *words, *JSON)
    assert said.code == 0, said.err
    return json.loads(said.out)


def cells(told):
    return [(one["part"], one["sheet"], one["cell"], one["value"]) for one in told["parts"]]


def refusal(mne, *words):
    said = mne("trace", *words)
    assert said.code == 2
    assert said.out == ""
    return said.err


# --- from a figure to its cells -------------------------------------------------------------------


def test_a_count_is_traced_to_the_cell_the_file_and_the_receipt(mne, send, workspace):
    path = send()
    told = traced(mne, QUARTER, "J-01")
    (part,) = told["parts"]
    digest = sha256(path.read_bytes()).hexdigest()
    assert told["value"] == "41"
    assert {name: part[name] for name in part if name not in {"file", "received_on"}} == {
        "indicator": "J-01",
        "at": {},
        "part": "",
        "reporter": "MOJ",
        "period": "2012-Q1",
        "receipt": f"{MOJ}/r0001",
        "file_sha256": digest,
        "how": "sent",
        "source": "",
        "sheet": "Return",
        "cell": "D8",
        "raw": "41",
        "value": "41",
        "status": "reported",
    }
    kept = workspace.root / part["file"]
    assert sha256(kept.read_bytes()).hexdigest() == digest


def test_a_ratio_is_traced_to_what_stands_above_and_below_the_line(mne, send):
    send()
    told = traced(mne, QUARTER, "J-02")
    parts = {one["part"]: one["value"] for one in told["parts"]}
    assert parts == {"numerator": "8", "denominator": "12"}
    assert told["figure"]["numerator"] == "8"


def test_a_milestone_is_traced_to_its_state_and_its_day(mne, send):
    send()
    told = traced(mne, QUARTER, "J-03")
    parts = {one["part"]: one["value"] for one in told["parts"]}
    assert parts == {"state": "drafting", "reached_on": "2012-02-14"}


def test_an_amount_is_traced_to_the_last_digit(mne, send):
    send()
    told = traced(mne, QUARTER, "J-05")
    assert [told["value"]] == [one["value"] for one in told["parts"]] == ["1250000.5"]


def test_a_place_may_be_named_in_one_piece_or_in_several(mne, send):
    send()
    told = traced(mne, QUARTER, "J-01", "--at", "sex=female")
    assert (told["value"], told["at"]) == ("20", {"sex": "female"})
    by_reporter = traced(mne, QUARTER, "J-01", "--at", "sex=female; reporter=MOJ")
    split = traced(mne, QUARTER, "J-01", "--at", "reporter=MOJ", "--at", "sex=female")
    assert cells(told) == cells(by_reporter) == cells(split)
    assert by_reporter["at"] == {"reporter": "MOJ", "sex": "female"}


def test_the_row_of_one_reporter_may_be_asked_for(mne, send):
    send()
    told = traced(mne, QUARTER, "J-01", "--reporter", "MOJ")
    assert (told["value"], told["selection"]) == ("41", {"reporter": "MOJ"})


def test_what_is_missing_in_a_year_is_named(mne, send):
    send()
    told = traced(mne, YEAR, "J-01")
    assert (told["value"], told["figure"]["coverage"]) == ("41", "complete")
    later = traced(mne, YEAR, "J-01", "--as-of", "2012-08-01")
    assert [(one["reporter"], one["period"], one["why"]) for one in later["missing"]] == [
        ("MOJ", "2012-Q2", "not-received")
    ]


def test_a_missing_answer_that_was_given_a_reason_shows_where_that_stands(mne, send):
    empty = dict.fromkeys(("D8", "D10", "D11", "D12", "D14", "D15", "D16"))
    send(**empty, E8="ND", F8="Flood")
    told = traced(mne, QUARTER, "J-01")
    assert (told["value"], told["parts"]) == (None, [])
    (missing,) = told["missing"]
    assert missing["why"] == "ND"
    assert [(one["cell"], one["status"]) for one in missing["cells"]] == [("D8", "ND")]


def test_before_a_correction_the_first_receipt_is_named_and_after_it_the_second(mne, send):
    send()
    send(day="2012-05-02", D8=43, D10=22, D14=13)
    before = traced(mne, QUARTER, "J-01", "--as-of", "2012-05-01")
    after = traced(mne, QUARTER, "J-01", "--as-of", "2012-05-02")
    assert (before["value"], before["parts"][0]["receipt"]) == ("41", f"{MOJ}/r0001")
    assert (after["value"], after["parts"][0]["receipt"]) == ("43", f"{MOJ}/r0002")


def test_csv_has_a_line_for_each_answer(mne, send):
    send()
    said = mne("trace", QUARTER, "J-02", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(said.out)))
    assert [(one["part"], one["value"]) for one in rows] == [
        ("numerator", "8"),
        ("denominator", "12"),
    ]


def test_the_screen_shows_the_figure_first_and_the_file_last(mne, send):
    send()
    lines = mne("trace", QUARTER, "J-01").out.splitlines()
    assert lines[0].startswith("41: J-01, 2012-Q1.")
    line = next(one for one in lines if "Return!D8" in one)
    assert line.split() == ["MOJ", "2012-Q1", "r0001", "Return!D8", "41", "41", "reported"]
    assert lines[-1].startswith(f"  submissions/{MOJ}/r0001/data/original/")


def test_khmer_has_its_own_words(mne, send):
    send()
    said = mne("--lang", "km", "trace", QUARTER, "J-01").out
    assert "បានរាយការណ៍" in said
    assert "បណ្ណសារ" in said
    assert "reported" not in said


def test_the_list_may_be_written_to_a_file(mne, send, workspace):
    send()
    mne("trace", QUARTER, "J-01", *JSON, "-o", "traced.json")
    assert json.loads((workspace.root / "traced.json").read_text("utf-8"))["value"] == "41"


# --- from a cell to its figures -------------------------------------------------------------------


def test_a_cell_names_its_answer_and_the_figures_made_of_it(mne, send):
    send()
    told = traced(mne, f"{MOJ}/r0001", "--cell", "return!d10")
    assert (told["raw"], told["indicator"], told["at"]) == ("20", "J-01", {"sex": "female"})
    assert (told["counts"], told["why_not"]) == (True, None)
    figures = {(one["indicator"], one["period"], one["actual"]) for one in told["figures"]}
    assert {("J-01", "2012-Q1", "20"), ("J-01", "2012", "20")} <= figures


def test_a_quoted_sheet_is_the_same_sheet(mne, send):
    send()
    told = traced(mne, f"{MOJ}/r0001", "--cell", "'Return'!D8")
    assert told["cell"] == "D8"


def test_a_corrected_cell_says_what_counts_instead(mne, send):
    send()
    send(day="2012-05-02", D8=43, D10=22, D14=13)
    told = traced(mne, f"{MOJ}/r0001", "--cell", "Return!D8")
    assert (told["counts"], told["why_not"], told["counting"]) == (
        False,
        "superseded",
        f"{MOJ}/r0002",
    )
    assert (told["instead"]["value"], told["instead"]["cell"], told["figures"]) == ("43", "D8", [])


def test_a_cell_of_a_refused_return_says_so(mne, send):
    send(D10=19)
    told = traced(mne, f"{MOJ}/r0001", "--cell", "Return!D10")
    assert (told["raw"], told["counts"], told["why_not"], told["figures"]) == (
        "19",
        False,
        "refused",
        [],
    )
    said = mne("trace", f"{MOJ}/r0001", "--cell", "Return!D10").out
    assert f"{MOJ}/r0001 does not count, because it was refused." in said
    assert "No receipt of this return counts." in said


def test_a_receipt_that_had_not_come_by_then_is_no_part_of_anything(mne, send):
    send(day="2012-05-02")
    told = traced(mne, f"{MOJ}/r0001", "--cell", "Return!D8", "--as-of", "2012-05-01")
    assert (told["counts"], told["why_not"]) == (False, "not-yet-received")


def test_what_was_removed_by_decision_is_not_shown(mne, send):
    send()
    who = ("--asked-by", "Mr Chan", "--approved-by", "Ms Sok", "--reason", "A name in it")
    assert mne("remove", f"{MOJ}/r0001", *who).code == 0
    said = refusal(mne, f"{MOJ}/r0001", "--cell", "Return!D8")
    assert f"The content of {MOJ}/r0001 was removed by decision" in said
    told = traced(mne, QUARTER, "J-01")
    assert (told["value"], told["parts"]) == (None, [])
    assert told["missing"][0]["why"] == "not-received"


# --- what cannot be traced ------------------------------------------------------------------------


def test_a_name_that_is_not_known_suggests_those_like_it(mne):
    said = refusal(mne, QUARTER, "J-0l")
    assert said.startswith('"J-0l" is not an indicator or an activity of the plan.')
    assert said.count("Did you mean J-") == 1
    assert "`mne plan show trial`" in said


def test_a_place_that_progress_does_not_show_is_refused_with_those_it_shows(mne):
    said = refusal(mne, QUARTER, "J-01", "--at", "sex=femal")
    assert "has no figure of J-01 at sex=femal." in said
    assert "sex=female; sex=male; sex=unknown" in said
    assert '"size" is not a breakdown' in refusal(mne, QUARTER, "J-01", "--at", "size=1")
    assert '"female"' in refusal(mne, QUARTER, "J-01", "--at", "female")


def test_a_cell_without_an_answer_names_those_beside_it(mne, send):
    send()
    said = refusal(mne, f"{MOJ}/r0001", "--cell", "Return!C8")
    assert f"No answer stands in Return!C8 of {MOJ}/r0001." in said
    assert "such a cell as: Return!D8\n" in said
    assert "SHEET!CELL" in refusal(mne, f"{MOJ}/r0001", "--cell", "D8")


def test_a_report_is_refused_with_what_to_type_instead(mne):
    said = refusal(mne, "annual-2012.pdf")
    assert '"annual-2012.pdf" cannot be traced, because no report has been released yet.' in said
    assert "mne trace PLAN/PERIOD INDICATOR" in said


@pytest.mark.parametrize(
    "words",
    [
        (QUARTER,),
        (f"{MOJ}/r0001",),
        (MOJ, "J-01"),
        (QUARTER, "J-01", "--cell", "Return!D8"),
        (f"{MOJ}/r0001", "--cell", "Return!D8", "--at", "sex=female"),
    ],
)
def test_half_a_question_is_answered_with_the_two_whole_ones(mne, words):
    assert "Say either which figure or which cell is meant." in refusal(mne, *words)
