"""`mne waive`, `exempt`, `extend`, `attest`: each changes what counts from its day, and is told."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from tests.fixtures.trial_kit import good_form, spoil, typing, write

HERE = ZoneInfo("Asia/Phnom_Penh")
MOJ, MOI = "trial/2012-Q1/MOJ", "trial/2012-Q1/MOI"
RECEIPT = f"{MOJ}/r0001"
WHO = ("--asked-by", "Mr Chan, MoJ", "--approved-by", "Ms Sok, Secretariat")
WHY = ("--reason", "The parts were counted on another day")
WAIVE = ("waive", RECEIPT, "parts-not-total", *WHO, *WHY)
SLOT = ("--plan", "trial", "--period", "2012-Q1", "--reporter", "MOJ")
BEFORE, SINCE = ("--as-of", "2012-04-19"), ("--as-of", "2012-04-20")


@pytest.fixture(autouse=True)
def _a_day_in_may(monkeypatch):
    """The clock of the commands: noon on 20 May 2012."""
    moment = datetime(2012, 5, 20, 12, tzinfo=HERE)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))


@pytest.fixture
def refused(send):
    """A return whose parts do not make its total: 19 and 21 of 41."""
    assert send(D10=19).code == 1


def loaded(said):
    assert said.code == 0, said.err
    return json.loads(said.out)


def row_of(mne, indicator, *words, by=""):
    said = mne(
        "progress", "--plan", "trial", "--period", "2012-Q1", "--format", "json", "--by", by, *words
    )
    return next(one for one in loaded(said)["rows"] if one["indicator"] == indicator)


def slot_of(mne, *words, reporter="MOJ"):
    found = loaded(
        mne("status", "--plan", "trial", "--period", "2012-Q1", "--format", "json", *words)
    )
    return next(one for one in found["slots"] if one["reporter"] == reporter)


def rates_of(mne, *words):
    said = mne("status", "--plan", "trial", "--period", "2012-Q1", "--format", "json", *words)
    return loaded(said)["rates"]


def report(mne, workspace, *words):
    path = workspace.root / "report.html"
    said = mne("report", *words, "--plan", "trial", "-o", path)
    assert said.code == 0, said.err
    return path.read_text("utf-8").replace("\u200b", "")


MINISTRY = ("ministry", "--period", "2012-Q1", "--reporter", "MOJ")
ANNUAL = ("annual", "--period", "2012")


# --- a waiver -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("refused")
class TestWaiver:
    def test_the_figures_count_from_its_day_and_not_before(self, mne):
        assert row_of(mne, "J-01")["actual"] is None  # the cache of figures is there before it
        assert mne(*WAIVE, "--on", "2012-04-20").code == 0
        before, since = row_of(mne, "J-01", *BEFORE), row_of(mne, "J-01", *SINCE)
        assert (before["actual"], before["coverage"]) == (None, "none")
        assert [one["why"] for one in before["missing"]] == ["not-received"]
        assert (since["actual"], since["coverage"]) == ("41", "complete")

    def test_the_slot_is_refused_before_and_received_since(self, mne):
        mne(*WAIVE, "--on", "2012-04-20")
        before, since = slot_of(mne, *BEFORE), slot_of(mne, *SINCE)
        assert (before["state"], before["receipt"]) == ("refused", None)
        assert (since["state"], since["receipt"]) == ("received", RECEIPT)
        assert since["first_received"] == "2012-04-10T00:00:00+07:00"
        assert since["first_accepted"] == "2012-04-20T00:00:00+07:00"
        assert since["on_time"] is True

    def test_a_share_of_what_is_refused_waits_for_the_rest(self, mne, send):
        send(day="2012-04-11", D10=19, D40=31)
        second = f"{MOJ}/r0002"
        said = mne("waive", second, "parts-not-total", *WHO, *WHY)
        assert said.code == 0
        assert f"{second} is still refused; what keeps it from being accepted (1):" in said.out
        assert "Return!D40  rule-broken" in said.out
        assert slot_of(mne)["state"] == "refused"
        said = mne("waive", second, "rule-broken", *WHO, *WHY)
        assert f"{second} is accepted as it stands" in said.out
        assert slot_of(mne)["receipt"] == second
        assert row_of(mne, "J-08")["actual"] == "31"

    def test_what_could_not_be_read_stays_unread_and_the_rest_is_let_in(self, mne, send):
        send(day="2012-04-11", D38="about thirty")
        assert mne("waive", f"{MOJ}/r0002", "number-expected", *WHO, *WHY).code == 0
        missing = row_of(mne, "J-07")
        assert (missing["actual"], missing["missing"][0]["why"]) == (None, "unreadable")
        assert row_of(mne, "J-01")["actual"] == "41"

    def test_a_later_sending_needs_a_waiver_of_its_own(self, mne, send):
        mne(*WAIVE)
        assert send(day="2012-04-21", D10=19, D38=31).code == 1
        assert slot_of(mne)["receipt"] == RECEIPT

    def test_a_return_accepted_later_counts_all_the_same(self, mne, send):
        assert send(day="2012-04-12").code == 0
        said = mne(*WAIVE)
        assert f"Of this return, {MOJ}/r0002 counts, which came later." in said.out
        assert slot_of(mne)["receipt"] == f"{MOJ}/r0002"

    def test_sending_the_same_bytes_again_answers_with_the_verdict_of_today(self, mne, workspace):
        (path,) = workspace.root.glob("sent-*")
        assert mne("submit", path).code == 1
        mne(*WAIVE)
        said = mne("submit", path, "--format", "json")
        (answer,) = loaded(said)["receipts"]
        assert (answer["verdict"], answer["duplicate_of"]) == ("accepted", RECEIPT)

    def test_the_next_form_shows_what_was_let_in(self, mne, workspace):
        def last_time():
            from openpyxl import load_workbook

            made = mne(
                "template", "--plan", "trial", "--period", "2012-Q2", "--reporter", "MOJ",
                "--overwrite", "-o", workspace.root / "next.xlsx",
            )  # fmt: skip
            assert made.code == 0, made.err
            return load_workbook(workspace.root / "next.xlsx")["Return"]["H8"].value

        assert last_time() is None
        mne(*WAIVE)
        assert last_time() == 41

    def test_it_is_kept_with_who_asked_who_approved_and_why(self, mne, workspace):
        letter = write(workspace.root, "លិខិត 12.pdf", b"%PDF a letter")
        said = mne(*WAIVE, "--on", "2012-04-20", "--letter", letter, "--format", "json")
        told = loaded(said)
        record = workspace.submissions / "decisions" / MOJ / "d0001" / "data" / "decision.json"
        kept = json.loads(record.read_text("utf-8"))
        assert told == {**kept, "is_new": True, "verdict": "accepted", "refused_for": []}
        assert (kept["decision"], kept["kind"]) == (f"decisions/{MOJ}/d0001", "waiver")
        assert kept["receipt"] == RECEIPT
        assert kept["asked_by"] == "Mr Chan, MoJ"
        assert kept["approved_by"] == "Ms Sok, Secretariat"
        assert kept["reason"] == "The parts were counted on another day"
        assert kept["on"] == "2012-04-20T00:00:00+07:00"
        assert kept["recorded_on"] == "2012-05-20T12:00:00+07:00"
        (issue,) = kept["issues"]
        assert (issue["code"], issue["sheet"], issue["cell"]) == ("parts-not-total", "Return", "D8")
        assert kept["letter"]["file"] == "លិខិត 12.pdf"
        assert (record.parent / "letter" / "លិខិត 12.pdf").read_bytes() == b"%PDF a letter"

    def test_the_receipt_itself_is_not_touched(self, mne, workspace):
        bag = workspace.submissions / RECEIPT
        before = {path: path.read_bytes() for path in bag.rglob("*") if path.is_file()}
        mne(*WAIVE)
        assert before == {path: path.read_bytes() for path in bag.rglob("*") if path.is_file()}

    def test_the_same_again_changes_nothing_and_says_so(self, mne, workspace):
        mne(*WAIVE)
        said = mne(*WAIVE)
        assert said.code == 0
        assert f"decisions/{MOJ}/d0001 says so already; nothing was changed" in said.out
        assert len(list((workspace.submissions / "decisions" / MOJ).iterdir())) == 1

    def test_the_same_by_others_is_refused(self, mne, workspace):
        mne(*WAIVE)
        said = mne("waive", RECEIPT, "parts-not-total", *WHO, "--reason", "Another one")
        assert (said.code, said.out) == (2, "")
        assert f"decisions/{MOJ}/d0001, approved by Ms Sok, Secretariat" in said.err
        assert len(list((workspace.submissions / "decisions" / MOJ).iterdir())) == 1

    @pytest.mark.parametrize("words", [MINISTRY, ANNUAL])
    def test_both_reports_print_it_as_a_remark(self, mne, workspace, words):
        assert "Waiver" not in report(mne, workspace, *words)
        mne(*WAIVE, "--on", "2012-04-20")
        page = report(mne, workspace, *words)
        table = page[page.index("<b>Waiver</b>") :]
        for said in (
            RECEIPT,
            "Return D8: ",
            "Mr Chan, MoJ",
            "Ms Sok, Secretariat",
            "20 April 2012",
            "The parts were counted on another day",
        ):
            assert said in table[:900]
        assert "accepted by waiver" in page

    def test_the_ministry_reads_beside_the_issue_that_it_was_waived(self, mne, workspace):
        mne(*WAIVE, "--on", "2012-04-20")
        page = report(mne, workspace, *MINISTRY)
        issues = page[page.index('id="issues"') : page.index('id="decisions"')]
        assert "parts-not-total" in issues
        assert (
            "Waived on 20 April 2012: asked for by Mr Chan, MoJ, approved by Ms Sok, Secretariat. "
            "Reason: The parts were counted on another day"
        ) in issues

    def test_a_report_of_an_earlier_day_knows_nothing_of_it(self, mne, workspace):
        mne(*WAIVE, "--on", "2012-04-20")
        assert "Waiver" not in report(mne, workspace, *MINISTRY, *BEFORE)

    def test_the_khmer_answer_is_khmer(self, mne):
        said = mne(*WAIVE, "--lang", "km")
        assert f"{RECEIPT} ត្រូវបានទទួលយកតាមសភាពដើម" in said.out


def test_of_several_places_one_is_named_or_all_are(mne, send):
    send(D10=19, D21=4)
    said = mne(*WAIVE)
    assert (said.code, said.out) == (2, "")
    assert "one of: Return!D8, Return!D18" in said.err
    one = loaded(mne(*WAIVE, "--cell", "D18", "--format", "json"))
    assert [issue["cell"] for issue in one["issues"]] == ["D18"]
    assert (one["verdict"], [issue["cell"] for issue in one["refused_for"]]) == ("refused", ["D8"])
    rest = loaded(mne(*WAIVE, "--all", "--format", "json"))
    assert [issue["cell"] for issue in rest["issues"]] == ["D8"]
    assert (rest["verdict"], rest["refused_for"]) == ("accepted", [])
    assert "says so already" in mne(*WAIVE, "--all").out


def test_two_issues_of_one_code_in_one_cell_are_waived_together(mne, send):
    send(D10=19, D14=12)  # neither the sexes nor the provinces make the total
    waived = loaded(mne(*WAIVE, "--format", "json"))
    assert [issue["params"]["group"] for issue in waived["issues"]] == ["sex", "province"]
    assert waived["verdict"] == "accepted"


# --- an exemption -------------------------------------------------------------------------------

EXEMPT = ("exempt", *SLOT, *WHO, "--reason", "The ministry was set up in May")


def test_an_exempt_return_leaves_the_rates_and_is_not_missing(mne, send):
    send(MOI)
    assert mne(*EXEMPT, "--on", "2012-04-20").code == 0
    assert slot_of(mne, *BEFORE)["state"] == "missing"
    since = slot_of(mne, *SINCE)
    assert (since["state"], since["on_time"]) == ("exempt", None)
    assert Decimal(rates_of(mne, *BEFORE)["completeness"]).quantize(Decimal("0.01")) == Decimal(
        "0.33"
    )
    assert rates_of(mne, *SINCE)["completeness"] == "0.5"
    before, since = row_of(mne, "J-01", *BEFORE), row_of(mne, "J-01", *SINCE)
    assert (before["reported"], before["expected"], before["rating"]) == (0, 1, "no-data")
    assert (since["reported"], since["expected"], since["missing"]) == (0, 0, [])
    assert (since["rating"], since["why_not_rated"]) == ("not-rated", "not-asked")


def test_where_all_are_exempt_nothing_is_due(mne):
    for reporter in ("MOJ", "MOI", "MFAIC"):
        words = ("--plan", "trial", "--period", "2012-Q1", "--reporter", reporter)
        assert mne("exempt", *words, *WHO, *WHY).code == 0
    assert set(rates_of(mne).values()) == {None}
    said = mne("status", "--plan", "trial", "--period", "2012-Q1")
    assert "Completeness - · on time -" in said.out


def test_what_an_exempt_reporter_sends_all_the_same_counts(mne, send):
    mne(*EXEMPT)
    send()
    row = row_of(mne, "J-01")
    assert (row["actual"], row["reported"], row["expected"]) == ("41", 1, 1)
    assert slot_of(mne)["state"] == "exempt"


@pytest.mark.parametrize("words", [MINISTRY, ANNUAL])
def test_the_reports_list_an_exemption(mne, workspace, words):
    mne(*EXEMPT)
    page = report(mne, workspace, *words)
    row = page[page.index("<b>Exemption</b>") :][:600]
    assert "The ministry was set up in May" in row
    assert "MoJ, Q1 2012" in row


# --- an extension -------------------------------------------------------------------------------


def extend(until, *words, reason="The floods"):
    return ("extend", *SLOT, "--until", until, *WHO, "--reason", reason, *words)


def test_an_extension_makes_a_late_return_one_in_time(mne, send):
    send(day="2012-04-25")
    assert mne(*extend("2012-04-27", "--on", "2012-05-02")).code == 0
    before, since = slot_of(mne, "--as-of", "2012-05-01"), slot_of(mne, "--as-of", "2012-05-02")
    assert (before["due"], before["state"], before["on_time"]) == ("2012-04-16", "late", False)
    assert (since["due"], since["state"], since["on_time"]) == ("2012-04-27", "received", True)


def test_what_comes_by_the_new_day_is_not_said_to_be_late(mne, workspace):
    def told():
        path = write(workspace.root, "return.xlsx", good_form(MOJ))
        said = mne("submit", path, "--received", "2012-04-25")
        return "sent-late" in said.err

    mne(*extend("2012-04-24"))
    assert told()
    mne(*extend("2012-04-25"))
    shutil.rmtree(workspace.submissions / "trial")  # as if it had not come yet
    assert not told()


def test_what_goes_back_to_the_sender_names_the_new_day(mne, workspace):
    path = write(workspace.root, "return.xlsx", spoil(good_form(MOJ), typing(D10=19)))

    def told(name):
        back = workspace.root / name
        mne("check", path, "--return", back)
        return " ".join(one.read_text("utf-8") for one in back.glob("*.txt"))

    assert "2012-04-16" in told("before")
    mne(*extend("2012-04-27"))
    since = told("since")
    assert "2012-04-27" in since
    assert "2012-04-16" not in since


def test_of_several_extensions_the_last_counts(mne):
    assert mne(*extend("2012-05-31", "--on", "2012-04-20")).code == 0
    assert mne(*extend("2012-04-30", "--on", "2012-04-22", reason="A mistake")).code == 0
    assert slot_of(mne, "--as-of", "2012-04-21")["due"] == "2012-05-31"
    assert slot_of(mne, "--as-of", "2012-04-22")["due"] == "2012-04-30"
    # back to what was decided first: a decision of its own
    assert mne(*extend("2012-05-31", "--on", "2012-04-25")).code == 0
    assert slot_of(mne)["due"] == "2012-05-31"
    assert "says so already" in mne(*extend("2012-05-31")).out


def test_the_form_is_due_by_the_new_day(mne, workspace):
    from openpyxl import load_workbook

    def due(*words):
        path = workspace.root / "form.xlsx"
        made = mne("template", *SLOT, "-o", path, "--overwrite", *words)
        assert made.code == 0, made.err
        return load_workbook(path)["Return"]["B3"].value

    mne(*extend("2012-04-27", "--on", "2012-04-20"))
    assert "Please send by 27 April 2012" in due()
    assert "Please send by 16 April 2012" in due(*BEFORE)


def test_forms_from_before_and_after_an_extension_are_taken_alike(mne, workspace):
    assert mne(*extend("2012-04-27")).code == 0
    form = workspace.root / "form.xlsx"
    assert mne("template", *SLOT, "-o", form).code == 0
    filled = spoil(form.read_bytes(), typing(D38=30, D40=12))
    codes = json.loads(
        mne("check", write(workspace.root, "new.xlsx", filled), "--format", "json").out
    )
    errors = {one["code"] for one in codes["files"][0]["issues"] if one["severity"] == "error"}
    assert errors == set()
    assert mne("check", write(workspace.root, "old.xlsx", good_form(MOJ))).code == 0


def test_the_reports_say_that_a_day_was_put_off(mne, workspace):
    mne(*extend("2012-04-27"))
    page = report(mne, workspace, *MINISTRY)
    assert "27 April 2012<small>put off by decision</small>" in page
    assert "<b>Put off to 27 April 2012</b> MoJ, Q1 2012" in page
    assert "<b>Put off to 27 April 2012</b> MoJ, Q1 2012" in report(mne, workspace, *ANNUAL)


# --- an attestation -----------------------------------------------------------------------------


def attest(role, *words, receipt=RECEIPT):
    return ("attest", receipt, "--role", role, "--by", "Mr Chan", *words)


def test_signed_figures_are_provisional_no_more(mne, send):
    send()
    assert mne(*attest("ministry", "--on", "2012-04-20")).code == 0
    assert row_of(mne, "J-01", *BEFORE)["provisional"] is True
    assert row_of(mne, "J-01", *SINCE)["provisional"] is False
    assert (slot_of(mne, *BEFORE)["attested"], slot_of(mne, *SINCE)["attested"]) == (None, "signed")
    assert mne(*attest("secretariat", "--on", "2012-05-02")).code == 0
    assert slot_of(mne)["attested"] == "validated"
    assert slot_of(mne, *SINCE)["attested"] == "signed"
    assert "validated" in mne("status", "--plan", "trial", "--period", "2012-Q1").out


def test_the_screen_marks_what_is_not_signed(mne, send):
    send()
    words = ("progress", "--plan", "trial", "--period", "2012-Q1", "--reporter", "MOJ")
    out = mne(*words).out
    assert " 41* " in out
    assert "* Not yet signed by the ministry." in out
    mne(*attest("ministry"))
    out = mne(*words).out
    assert " 41 " in out
    assert "*" not in out


def test_a_later_receipt_is_provisional_again(mne, send):
    send()
    mne(*attest("signed"))
    send(day="2012-05-02", D38=29)
    assert row_of(mne, "J-07")["provisional"] is True
    assert slot_of(mne)["attested"] is None


def test_the_mark_of_a_provisional_figure_goes_and_the_receipt_says_who_signed(
    mne, send, workspace
):
    send()
    assert '<b class=" draft">41</b>' in report(mne, workspace, *MINISTRY)
    mne(*attest("ministry", "--on", "2012-04-20"))
    page = report(mne, workspace, *MINISTRY)
    assert '<b class="">41</b>' in page
    assert "<small>Signed by Mr Chan, 20 April 2012</small>" in page


def test_nobody_validates_what_the_ministry_has_not_signed(mne, send):
    send()
    said = mne(*attest("secretariat"))
    assert (said.code, said.out) == (2, "")
    assert f"`mne attest {RECEIPT} --role ministry`" in said.err


@pytest.mark.usefixtures("refused")
def test_nobody_signs_what_does_not_count(mne):
    said = mne(*attest("ministry"))
    assert said.code == 2
    assert "`mne waive`" in said.err
    mne(*WAIVE)
    assert mne(*attest("ministry")).code == 0


# --- what an operator may get wrong -------------------------------------------------------------


@pytest.mark.usefixtures("refused")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((f"{MOJ}/r0007", "parts-not-total"), f"of that return: {RECEIPT} (refused)"),
        ((f"{MOI}/r0001", "parts-not-total"), "`mne status --plan trial` lists the receipts."),
        (("trial/2012-Q1", "parts-not-total"), "PLAN/PERIOD/REPORTER/r0001"),
        (("trial/2012-Q1/NOBODY/r0001", "parts-not-total"), "is not a receipt of this archive"),
        (("trial/soon/MOJ/r0001", "parts-not-total"), "soon"),
        ((RECEIPT, "rule-broken"), "one of: parts-not-total"),
        ((RECEIPT, "parts-not-total", "--cell", "D9"), "one of: Return!D8"),
        ((RECEIPT, "parts-not-total", "--on", "2012-05-21"), "2012-05-21 has not come yet"),
        ((RECEIPT, "parts-not-total", "--on", "2012-04-09"), "2012-04-10 or later"),
        ((RECEIPT, "parts-not-total", "--on", "April"), "April"),
    ],
)
def test_a_waiver_of_what_is_not_there_says_what_is(mne, workspace, words, told):
    said = mne("waive", *words, *WHO, *WHY)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert not (workspace.submissions / "decisions").exists()


@pytest.mark.parametrize(
    ("cells", "code", "told"),
    [
        ({"D36": -4}, "number-negative", "no such figure can exist"),
        ({"D42": 9.5}, "number-not-whole", "no such figure can exist"),
        ({"D29": "2012-04-01"}, "date-after-period", "no such figure can exist"),
        ({"B3": "Quarter 2 of 2012"}, "form-title-changed", "not certain whose return this is"),
        ({"D36": None}, "answer-blank", "does not keep a return from being accepted"),
    ],
)
def test_not_everything_may_be_waived(mne, send, cells, code, told):
    send(**cells)
    said = mne("waive", RECEIPT, code, *WHO, *WHY)
    assert (said.code, said.out) == (2, "")
    assert told in said.err


def test_a_figure_that_was_withdrawn_may_be_waived(mne, send):
    send()
    assert send(day="2012-04-12", D38=None).code == 1
    assert slot_of(mne)["receipt"] == RECEIPT
    second = f"{MOJ}/r0002"
    assert mne("waive", second, "figure-withdrawn", *WHO, *WHY).code == 0
    assert slot_of(mne)["receipt"] == second
    assert row_of(mne, "J-07")["missing"][0]["why"] == "blank"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (extend("2012-04-16"), "due by 2012-04-16 in any case"),
        (extend("tomorrow"), "tomorrow"),
        (("exempt", "--plan", "trial", "--period", "2015-Q1", *SLOT[4:], *WHO, *WHY), "No return"),
        (("exempt", *SLOT, *WHO, "--reason", "  "), "--reason is needed here"),
        (("exempt", *SLOT, *WHO), "Missing option '--reason'"),
    ],
)
def test_a_decision_about_no_return_or_without_a_reason_is_refused(mne, workspace, words, told):
    said = mne(*words)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert not (workspace.submissions / "decisions").exists()


@pytest.mark.usefixtures("refused")
def test_a_damaged_record_stops_what_depends_on_it_and_names_it(mne, workspace):
    mne(*WAIVE)
    record = workspace.submissions / "decisions" / MOJ / "d0001" / "data" / "decision.json"
    record.write_text(record.read_text("utf-8").replace("Ms Sok", "Mr Sok"), "utf-8")
    for words in (
        ("status", "--plan", "trial"),
        ("progress", "--plan", "trial", "--period", "2012-Q1"),
        WAIVE,
    ):
        said = mne(*words)
        assert (said.code, said.out) == (5, "")
        assert str(record) in said.err
