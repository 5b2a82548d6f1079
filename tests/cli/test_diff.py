"""`mne diff`: what was corrected between two days, to the figure, the cell and the cause."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from mne.definitions import load_plan
from mne.template import Answer, write_template
from tests.fixtures.trial_kit import MOJ as JUSTICE
from tests.fixtures.trial_kit import answers_of, fill, good_form, slot_of, spoil, typing, write

MOJ, MOI = "trial/2012-Q1/MOJ", "trial/2012-Q1/MOI"
DAYS = ("--from", "2012-04-15", "--to", "2012-04-25")
WHO = ("--asked-by", "Mr Chan, MoJ", "--approved-by", "Ms Sok", "--reason", "Counted elsewhere")


@pytest.fixture(autouse=True)
def _a_day_in_may(monkeypatch):
    """The clock of the commands: noon on 20 May 2012."""
    moment = datetime(2012, 5, 20, 12, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))


@pytest.fixture
def send(mne, workspace):
    """Submits the bytes of a form as received on a day."""

    def submit(form, day, *words):
        name = f"sent-{len(list(workspace.root.glob('sent-*')))}.xlsx"
        return mne("submit", write(workspace.root, name, form), "--received", day, *words)

    return submit


@pytest.fixture
def diff(mne):
    def ask(*words, days=DAYS):
        said = mne("diff", *days, "--format", "json", *words)
        assert said.code == 0, said.err
        return json.loads(said.out)

    return ask


def figures(found):
    return [
        (one["indicator"], one["at"], one["part"], one["was"], one["now"], one["difference"])
        for one in found["corrected"]
    ]


def test_a_correction_gives_exactly_the_changed_cells(send, diff):
    assert send(good_form(MOJ), "2012-04-10").code == 0
    again = fill(MOJ, **{"J-07": "31", "J-08": "10"})
    assert send(again, "2012-04-20", "--by", "Sok", "--reason", "Counted anew").code == 0
    found = diff("--plan", "trial")
    assert figures(found) == [
        ("J-07", {}, "", "30", "31", "1"),
        ("J-08", {}, "", "12", "10", "-2"),
    ]
    assert found["corrected"][0] == {
        "plan": "trial",
        "period": "2012-Q1",
        "reporter": "MOJ",
        "indicator": "J-07",
        "at": {},
        "part": "",
        "was": "30",
        "now": "31",
        "difference": "1",
        "receipt_was": f"{MOJ}/r0001",
        "receipt_now": f"{MOJ}/r0002",
        "cell_was": "Return!D38",
        "cell_now": "Return!D38",
        "status_was": "reported",
        "status_now": "reported",
        "note_was": "",
        "note_now": "",
        "received_on": "2012-04-20T00:00:00+07:00",
        "by": "Sok",
        "reason": "Counted anew",
        "cause": "corrected",
    }
    assert (found["received"], found["withdrawn"]) == ([], [])
    assert (found["plan"], found["from"], found["to"]) == ("trial", "2012-04-15", "2012-04-25")


def test_a_receipt_of_the_last_day_counts_and_one_of_the_first_day_is_no_change(send, diff):
    send(good_form(MOJ), "2012-04-10")
    send(fill(MOJ, **{"J-07": "31"}), "2012-04-20T23:59:59")
    assert diff(days=("--from", "2012-04-20", "--to", "2012-04-25"))["corrected"] == []
    until = diff(days=("--from", "2012-04-10", "--to", "2012-04-20"))
    assert figures(until) == [("J-07", {}, "", "30", "31", "1")]
    assert diff(days=("--from", "2012-04-10", "--to", "2012-04-19"))["corrected"] == []


def test_the_same_return_again_corrects_nothing(send, diff):
    send(good_form(MOJ), "2012-04-10")
    assert "already received" in send(good_form(MOJ), "2012-04-20").out
    found = diff()
    assert (found["corrected"], found["received"], found["withdrawn"]) == ([], [], [])


def test_a_file_with_other_bytes_and_the_same_figures_corrects_nothing(send, diff):
    send(good_form(MOJ), "2012-04-10")
    assert send(spoil(good_form(MOJ), lambda _: None), "2012-04-20").code == 0
    assert diff()["corrected"] == []


def test_what_comes_between_the_days_is_listed_as_newly_received(send, diff):
    send(good_form(MOJ), "2012-04-20")
    found = diff()
    assert found["corrected"] == []
    assert found["received"] == [
        {
            "plan": "trial",
            "period": "2012-Q1",
            "reporter": "MOJ",
            "receipt": f"{MOJ}/r0001",
            "received_on": "2012-04-20T00:00:00+07:00",
            "cause": "received",
        }
    ]


def test_a_waiver_makes_another_receipt_count(mne, send, diff):
    send(good_form(MOJ), "2012-04-10")
    assert send(spoil(good_form(MOJ), typing(D10=19)), "2012-04-12").code == 1
    waived = mne("waive", f"{MOJ}/r0002", "parts-not-total", *WHO, "--on", "2012-04-20")
    assert waived.code == 0, waived.err
    found = diff()
    assert figures(found) == [("J-01", {"sex": "female"}, "", "20", "19", "-1")]
    assert found["corrected"][0]["cause"] == "waived"
    assert found["corrected"][0]["receipt_now"] == f"{MOJ}/r0002"


def test_a_return_that_counts_by_waiver_alone_is_newly_received(mne, send, diff):
    send(spoil(good_form(MOJ), typing(D10=19)), "2012-04-10")
    mne("waive", f"{MOJ}/r0001", "parts-not-total", *WHO, "--on", "2012-04-20")
    found = diff()
    assert [(one["receipt"], one["cause"]) for one in found["received"]] == [
        (f"{MOJ}/r0001", "waived")
    ]
    assert found["corrected"] == []


def test_blank_zero_and_not_applicable_are_different(send, diff):
    without = Answer("", "NA", "No such centre")
    assert send(fill(MOJ, **{"J-07": without, "J-08": ""}), "2012-04-10").code == 0
    assert send(fill(MOJ, **{"J-07": "0", "J-08": "0"}), "2012-04-20").code == 0
    assert figures(diff()) == [
        ("J-07", {}, "", "NA", "0", None),
        ("J-08", {}, "", "blank", "0", None),
    ]


def test_another_reason_for_no_figure_is_a_correction(mne, send, diff):
    for day, why in (("2012-04-10", "No such centre"), ("2012-04-20", "The centre was closed")):
        assert send(fill(MOJ, **{"J-07": Answer("", "NA", why), "J-08": ""}), day).code == 0
    (one,) = diff()["corrected"]
    assert (one["was"], one["now"]) == ("NA", "NA")
    assert (one["note_was"], one["note_now"]) == ("No such centre", "The centre was closed")
    assert "The centre was closed" in mne("diff", *DAYS).out


def test_a_figure_withdrawn_with_a_reason_is_blank_now(send, diff):
    send(good_form(MOJ), "2012-04-10")
    said = send(fill(MOJ, **{"J-07": ""}), "2012-04-20", "--reason", "The register was lost")
    assert said.code == 0, said.err
    assert figures(diff()) == [("J-07", {}, "", "30", "blank", None)]


def test_each_receipt_is_read_under_its_own_definitions(send, diff, workspace):
    """A figure that nobody asked for before is told from one that was left blank."""
    send(good_form(MOJ), "2012-04-10")
    path = workspace.indicators / "trial" / "justice.yaml"
    text = path.read_text("utf-8")
    (block,) = re.findall(r"^  J-10:\n(?:    .*\n)+", text, re.MULTILINE)
    more = block.replace("J-10", "J-21").replace("Cases closed", "Cases referred")
    path.write_text(text.replace(block, block + more), "utf-8")
    plan, slot = load_plan(workspace.indicators, "trial"), slot_of(MOJ)
    form = write_template(plan, slot, answers_of(plan, slot, {**JUSTICE, "J-21": "5"}))
    assert send(form, "2012-04-20").code == 0
    found = diff()
    assert figures(found) == [("J-21", {}, "", "not-asked", "5", None)]
    assert (found["corrected"][0]["cell_was"], found["corrected"][0]["cell_now"][:8]) == (
        "",
        "Return!D",
    )


def test_a_long_text_is_shown_around_what_differs_and_never_whole(send, mne, diff):
    words = "The courts met the police and the social workers in all twenty-five provinces, "
    send(spoil(good_form(MOJ), narrative(words + "twice in March.")), "2012-04-10")
    send(spoil(good_form(MOJ), narrative(words + "three times in March.")), "2012-04-20")
    (one,) = diff()["corrected"]
    assert (one["indicator"], one["at"], one["part"]) == ("J-06", {"lang": "en"}, "done")
    assert (one["was"], one["now"]) == (
        "…l twenty-five provinces, twice in March.",
        "…ty-five provinces, three times in March.",
    )
    assert words not in mne("diff", *DAYS).out


def narrative(text):
    def damage(book):
        for row in book["Narrative"].iter_rows():
            for cell in row:
                if cell.value == "Two meetings with the courts.":
                    cell.value = text

    return damage


def test_without_a_plan_all_plans_with_receipts_are_listed(send, diff):
    send(good_form(MOJ), "2012-04-10")
    send(fill(MOJ, **{"J-07": "31"}), "2012-04-20")
    assert figures(diff("--reporter", "MOJ")) == [("J-07", {}, "", "30", "31", "1")]
    assert diff("--reporter", "MOI")["corrected"] == []
    assert diff("--period", "2012-Q1")["corrected"] != []
    assert diff("--period", "2012-Q2")["corrected"] == []
    assert diff()["plan"] is None


def test_a_day_with_itself_has_no_corrections(send, diff):
    send(good_form(MOJ), "2012-04-10")
    send(fill(MOJ, **{"J-07": "31"}), "2012-04-20")
    found = diff(days=("--from", "2012-04-20", "--to", "2012-04-20"))
    assert (found["corrected"], found["received"], found["withdrawn"]) == ([], [], [])


def test_days_the_wrong_way_round_are_refused_in_plain_words(mne):
    said = mne("diff", "--from", "2012-05-01", "--to", "2012-04-01")
    assert (said.code, said.out) == (2, "")
    assert "2012-05-01 comes after 2012-04-01" in said.err
    assert mne("diff", "--from", "May", "--to", "2012-04-01").code == 2


def test_the_page_names_the_receipts_the_figures_and_where_to_see_what_they_come_to(mne, send):
    send(good_form(MOJ), "2012-04-10")
    send(fill(MOJ, **{"J-07": "31"}), "2012-04-20", "--by", "Sok", "--reason", "Counted anew")
    send(good_form(MOI), "2012-04-21")
    said = mne("diff", *DAYS)
    lines = [" ".join(line.split()) for line in said.out.splitlines()]
    assert "End of 2012-04-15 to end of 2012-04-25: figures corrected 1, in returns 1." in lines[0]
    assert f"{MOJ}: r0001 → r0002, received 2012-04-20, sent again" in lines
    assert "Sok · Counted anew" in lines
    assert "J-07 30 31 +1 Return!D38" in lines
    assert f"{MOI}/r0001, received 2012-04-21" in lines
    assert lines[-1] == (
        "What this comes to: `mne progress --plan trial --period 2012-Q1 --as-of 2012-04-15` and "
        "`--as-of 2012-04-25`."
    )
    assert max(map(len, said.out.splitlines()[:-1])) <= 80


def test_a_spreadsheet_gets_one_line_for_each_figure(mne, send, tmp_path):
    send(good_form(MOJ), "2012-04-10")
    send(fill(MOJ, **{"J-01@sex=female": "22", "J-01@sex=male": "19"}), "2012-04-20")
    path = tmp_path / "corrected.csv"
    assert mne("diff", *DAYS, "--format", "csv", "-o", path).code == 0
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    assert [(one["at"], one["was"], one["now"], one["difference"]) for one in rows] == [
        ("sex=female", "20", "22", "2"),
        ("sex=male", "21", "19", "-2"),
    ]
