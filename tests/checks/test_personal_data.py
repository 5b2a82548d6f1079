"""What points at a person is found, however it is written, and a figure is never taken for it."""

from __future__ import annotations

import pytest

import tests.checks.personal as trial_of
from mne.checks.privacy import WITHHELD, Personal, withhold
from mne.checks.privacy.look import is_personal, look_for_persons
from mne.definitions import list_plans, load_plan
from mne.issues import raise_issue
from mne.layout import expected_slots
from mne.model import Cell
from mne.model.plan import Privacy
from mne.template import write_template
from mne.workbook import Readers, Sheet
from tests.fixtures.trial_kit import trial

PHONE, IDENTITY, CASE = "phone-number", "identity-number", "case-number"
PERSON, LIST = "person-described", "persons-listed"
REFUSES_ALL = Privacy(case_number="refuse", phone_number="refuse")


def plan(**privacy):
    return trial().model_copy(update={"privacy": REFUSES_ALL.model_copy(update=privacy)})


def sheet(*rows, name="s"):
    """Rows of texts from A1 on; a number is a number, and `None` is nothing."""
    return Sheet(
        name,
        visible=True,
        cells=tuple(
            Cell("", name, f"{'ABCDEF'[column]}{row}", str(one), kind_of(one))
            for row, line in enumerate(rows, 1)
            for column, one in enumerate(line)
            if one is not None
        ),
    )


def kind_of(value):
    return "text" if isinstance(value, str) else "number"


def found(*rows, **privacy):
    issues = look_for_persons(plan(**privacy), [sheet(*rows)], ()).issues
    return [(one.code, one.cell, dict(one.params)["count"]) for one in issues]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("She is reached under 012 345 678.", PHONE),
        ("ទូរស័ព្ទ ០១២ ៣៤៥ ៦៧៨", PHONE),
        ("012\u200b345\u200b678", PHONE),
        ("๐๘๑-๒๓๔-๕๖๗๘", PHONE),
        ("+856 20 5555 1234", PHONE),
        ("၀၉ ၁၂၃ ၄၅၆ ၇၈၉", PHONE),
        ("+1 202 555 0123", PHONE),
        ("请联系13812345678", PHONE),
        ("Please call 12 345 678", PHONE),
        ("0 12 345 678", PHONE),
        ("Hp 85512345678", PHONE),
        ("Tel. (855-23) 123 456", PHONE),
        ("012 345 678 / 092 333 444", PHONE),
        ("1-1037-02071-81-1", IDENTITY),
        ("អត្តសញ្ញាណប័ណ្ណលេខ ០១០២០៣០៤៥", IDENTITY),
        ("Passport no. N1234567", IDENTITY),
        ("12/OUKAMA(N)123456", IDENTITY),
        ("11010519491231002X", IDENTITY),
        ("Case no. 123/2012 of the court", CASE),
        ("សំណុំរឿងលេខ ១២៣/២០១២", CASE),
        ("Case #1234", CASE),
        ("Criminal case no. 12 KK/2012", CASE),
        ("Sok Dara, born 12/3/1998", PERSON),
        ("We met Sok Dara (15 years old) in Poipet", PERSON),
        ("a 15-year-old girl, Sok Dara, was", PERSON),
        ("ឈ្មោះ សុខ ដារា ភេទស្រី កើតថ្ងៃទី ១២ មីនា ១៩៩៨", PERSON),
        ("Nguyễn Thị Lan, sinh ngày 12/3/1998", PERSON),
        ("姓名：王小明，15岁", PERSON),
        ("王小明（男，15岁）", PERSON),
        ("SOK DARA (F, 15 years)", PERSON),
        ("នាង ចាន់ មាលា អាយុ ១៥ឆ្នាំ", PERSON),
        ("ชื่อ สมหญิง ใจดี อายุ 15 ปี", PERSON),
    ],
)
def test_what_points_at_a_person_is_found_in_a_text(text, kind):
    assert found([text]) == [(kind, "A1", "1")]
    assert is_personal(plan(), text)


@pytest.mark.parametrize(
    "text",
    [
        "123456789",
        "12 345 678",
        "1,250,000 riel",
        "13,800,000,000 riel",
        "0.123456789",
        "2012-03-31",
        "01.02.2012 - 31.03.2012",
        "ឆ្នាំ២០១១-២០១៣",
        "09.07.2013 12:00:00",
        "Letter no. 012/12 of 3 March 2012",
        "number of cases: 123",
        "The hotline 1288 took 3,400 calls",
        "1-1037-02071-81-2",  # its check digit is another
        "110105194912310021",  # likewise
        "Girls in Takeo Province aged 15",
        "women aged 15 to 49",
        "កុមារអាយុ ១៥ ឆ្នាំ",
        "The National Committee was born in 2009",
        "Sok San Road is 15 years old",
        "Case studies 2012/13",
        "ព្រះរាជក្រមលេខ នស/រកម/០២០៨/០០៥ ចុះថ្ងៃទី ១៥ ខែកុម្ភៈ ឆ្នាំ២០០៨",
        "Account 001-234",
        "http://example.org/2012/03/31/12345678",
    ],
)
def test_figures_days_and_plain_words_are_nobody_s(text):
    assert found([text]) == []


def test_a_hotline_of_the_plan_may_be_named_however_it_is_written():
    assert found(["Call ០២៣ ១២៣ ៤៥៦"], hotlines=("023-123 456",)) == []
    assert found(["Call 023 123 457"], hotlines=("023-123 456",)) == [(PHONE, "A1", "1")]


def test_what_a_plan_allows_is_not_looked_for_and_what_it_doubts_is_a_warning():
    assert found(["012 345 678"], phone_number="allow") == []
    (issue,) = look_for_persons(plan(phone_number="warn"), [sheet(["Ask 012 345 678"])], ()).issues
    assert (issue.code, issue.severity) == ("personal-doubtful", "warning")
    assert dict(issue.params)["looks_like"] == PHONE


def test_several_numbers_in_a_sheet_are_one_message():
    rows = [[f"Ask 012 345 67{number}"] for number in range(9)]
    assert found(*rows) == [(PHONE, "A1", "9")]


@pytest.mark.parametrize(
    "head",
    [
        ("Name", "Date of birth (dd/mm/yyyy)"),
        ("ឈ្មោះ", "ថ្ងៃខែឆ្នាំកំណើត"),
        ("ຊື່ ແລະ ນາມສະກຸນ", "ວັນເດືອນປີເກີດ"),
        ("ชื่อ-สกุล", "วันเกิด"),
        ("Họ và tên", "Ngày sinh"),
        ("အမည်", "မွေးသက္ကရာဇ်"),
        ("姓名", "出生日期"),
    ],
)
def test_one_row_under_such_headings_is_a_list(head):
    assert found(head, ("sok dara", "12/3/1998")) == [(LIST, "A1", "1")]
    assert found(head) == []


def test_names_beside_ages_or_telephones_are_a_list_with_the_digits_kept_as_numbers_too():
    assert found(("Name", "Age"), ("Sok", 15), ("Chan", 17)) == [(LIST, "A1", "2")]
    assert found(("Name", "Phone"), ("Sok", 12345678)) == [(LIST, "A1", "1")]
    assert found(("Province", "Age"), ("Takeo", 15)) == []


def test_a_column_of_numbers_under_its_heading_is_told_without_names():
    assert found(("Phone",), (12345678,), (12345679,)) == [(PHONE, "A1", "2")]
    assert found(("ID number",), ("010203045",)) == [(IDENTITY, "A1", "1")]


def test_names_beside_days_far_apart_are_a_list_without_headings():
    births = [("Sok Dara", "12/3/1998"), ("Chan Mala", "1/7/2001"), ("Keo Nary", "9/9/1989")]
    events = [("Day One", "12/3/2012"), ("Day Two", "1/7/2012"), ("Day Three", "9/9/2012")]
    assert found(*births) == [(LIST, "A1", "3")]
    assert found(*events) == []
    assert found(*births[:2]) == []


def test_the_name_of_a_sheet_is_looked_at_and_not_repeated():
    personal = look_for_persons(plan(), [sheet(["x"], name="012 345 678")], ())
    (issue,) = withhold([], personal)
    assert (issue.code, issue.sheet, dict(issue.params)["found"]) == (PHONE, "", WITHHELD)
    other = raise_issue("sheet-hidden", sheet="012 345 678")
    assert [one.sheet for one in withhold([other], personal)] == ["", WITHHELD]


def test_what_is_said_of_other_cells_does_not_repeat_the_text_either():
    personal = look_for_persons(plan(), [sheet(["Sok Dara", "012 345 678", None, 5])], ())
    quoting = raise_issue("csv-column-unknown", sheet="s", cell="C9", found="Sok Dara", expected="")
    of_a_number = raise_issue("number-expected", sheet="s", cell="C9", found="5")
    at_the_cell = raise_issue("number-expected", sheet="s", cell="B1", found="012 345 678")
    _, first, second = withhold([quoting, of_a_number, at_the_cell], personal)
    assert dict(first.params)["found"] == WITHHELD
    assert dict(second.params)["found"] == "5"
    assert withhold([quoting], Personal()) == [quoting]


def test_nearly_all_planted_numbers_and_all_lists_are_found():
    numbers, lists = trial_of.find_numbers(300), trial_of.find_lists(60)
    assert (numbers.of, lists.of) == (300, 60)
    assert numbers.share >= 0.95, numbers.wrong
    assert lists.wrong == ()


def test_honest_sentences_raise_no_alarm():
    alarms = trial_of.false_alarms(trial_of.honest())
    assert alarms.of > 150
    assert alarms.flagged == 0


def test_blank_forms_of_every_plan_raise_no_alarm(tmp_path):
    path = tmp_path / "form.xlsx"
    forms = 0
    with Readers(200) as readers:
        for name in list_plans(trial_of.INDICATORS):
            shipped = load_plan(trial_of.INDICATORS, name)
            last = {slot.reporter: slot for slot in expected_slots(shipped)}
            for slot in [*last.values()][:3]:  # all of them take half a minute
                path.write_bytes(write_template(shipped, slot))
                sheets = readers.start(path).workbook().sheets
                assert look_for_persons(shipped, sheets, ()).issues == (), slot
                forms += 1
    assert forms > 20


@pytest.mark.long
def test_the_whole_trial_meets_its_goals():
    if not trial_of.CORPORA.is_dir():
        pytest.skip("no corpora")
    assert trial_of.main() == 0
