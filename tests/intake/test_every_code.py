"""One spoilt return for each thing that can be wrong with one, and nothing else said about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import NamedTuple

import pytest
from openpyxl.workbook import Workbook as Book

from mne.definitions import load_plan
from mne.intake import Declared
from mne.issues import SEVERITY_BY_CODE, sentence
from mne.template import write_template
from tests.fixtures import account_kit, own_kit, window_kit
from tests.fixtures.trial_kit import (
    CAME,
    GOOD,
    MFAIC,
    answers_of,
    as_csv,
    calculated,
    check,
    csv_lines,
    fill,
    good_form,
    keep,
    listed,
    remove,
    spoil,
    typing,
    write,
)

MOJ, MOI, MFAIC_1 = "trial/2012-Q1/MOJ", "trial/2012-Q1/MOI", "trial/2012-Q1/MFAIC"
CONFIRMED = "A-HELPED#confirmed"
YEAR_END = "2012-Q4/SHELTER"
YEAR = [f"2012-Q{quarter}/SHELTER" for quarter in (1, 2, 3)]
NO_PLACE = ("", "")


LIMON = "karGnuvtþc,ab;RBhμTNÐkm<úCaenAkñúglMh"
"""From the penal code, as it is typed in the font Limon S1."""


class Case(NamedTuple):
    """How the file is made, where its one issue stands, and how it would have been right."""

    make: Callable[[], bytes]
    place: tuple[str, str]
    """Sheet and cell."""
    suffix: str = "xlsx"
    declared: Declared = Declared()
    before: tuple[str, ...] = ()
    """Good returns that came earlier."""
    removed: bool = False
    """Whether what came earlier was removed by decision."""
    name: str = ""
    """What the file is called, if not after the code."""
    good: Callable[[], bytes] = good_form
    """The same without the mistake: its good twin."""
    good_declared: Declared | None = None
    """What is said of the twin, if something else."""
    came: datetime = CAME
    """When it came in: in time, unless that is the mistake."""


def form(place, damage=None, *, where=MOJ, **cells):
    """A good form, spoilt by hand or by typing into cells of the sheet `Return`."""
    change = damage or typing(**cells)
    return Case(lambda: spoil(good_form(where), change), place, good=lambda: good_form(where))


def at(cell, **cells):
    """What is typed is wrong at this cell of the sheet `Return`."""
    return form(("Return", cell), **cells)


def line_of(text):
    """The good CSV, one line of it changed: `J-01,,01 -> J-01,,99`."""
    old, new = text.split(" -> ")
    whole = as_csv(csv_lines()).decode()
    assert whole.count(f"\n{old},") == 1, old
    return whole.replace(f"\n{old},", f"\n{new},").encode()


def csv(cell, make):
    declared = Declared("trial", "2012-Q1", "MOJ")
    return Case(make, ("csv", cell), "csv", declared, good=lambda: as_csv(csv_lines()))


def beside(where, key, *before, column="D", **changes):
    """A return of the plan whose returns hang together, spoilt beside those that came before."""
    return Case(
        lambda: account_kit.file_of(where, **changes),
        account_kit.cell(where, key, column),
        "csv",
        Declared(**account_kit.declared(where)),
        tuple(f"account/{one}" for one in before),
        good=lambda: account_kit.file_of(where),
    )


def own(place, damage=None):
    """A spreadsheet of the foreign ministry's own, read by its layout."""
    declared = Declared("trial", "2012-Q1", "MFAIC", "consul")
    return Case(lambda: own_kit.consul(damage), place, declared=declared, good=own_kit.consul)


def window(key, where, *before, **changes):
    """A return of the plan with campaign windows, spoilt beside those that came before."""
    lines = window_kit.RAIDS if "--" in where else window_kit.QUARTER
    row = list(lines).index(key) + 2
    return Case(
        lambda: window_kit.file_of(where, **changes),
        ("csv", f"E{row}"),
        "csv",
        Declared(**window_kit.declared(where)),
        tuple(f"window/{one}" for one in before),
        good=lambda: window_kit.file_of(where),
    )


def put(book: Book, **cells: object) -> None:
    for ref, value in cells.items():
        book.active[ref] = value


def without_column(name):
    lines = csv_lines()
    at = lines[0].index(name)
    return as_csv([line[:at] + line[at + 1 :] for line in lines])


def with_a_column_more():
    """Figures beside the last column, and no heading above them."""
    head, first, *lines = csv_lines()
    return as_csv([[*head, ""], [*first, "12"], *([*line, ""] for line in lines)])


def in_an_old_encoding():
    """What Excel writes for "CSV" where Windows is set to French; Khmer could not be in it."""
    lines = [line for line in csv_lines() if line[-1] != "km"]
    words = ["J-06", "", "", "planned", "Visite du délégué à l’été", "", "", "en"]
    return as_csv([*lines, words]).decode().encode("cp1252")


def delete_row(number: int) -> Callable[[Book], None]:
    return lambda book: book["Return"].delete_rows(number)


def insert_row(number: int) -> Callable[[Book], None]:
    return lambda book: book["Return"].insert_rows(number)


def figures_moved_down(book: Book) -> None:
    """As it is after somebody put in a cell at the top of the column, and all others gave way."""
    figures = [book["Return"][f"D{row}"].value for row in range(8, 45)]
    for row, figure in enumerate(figures, 9):
        if "MergedCell" not in type(book["Return"][f"D{row}"]).__name__:
            book["Return"][f"D{row}"] = figure
    book["Return"]["D8"] = None


def deeds(**cells):
    """The return of the shelters as a form, and cells of its sheet `Activities`."""
    where = account_kit.at("2012-Q1/SHELTER")
    answers = answers_of(account_kit.account(), where, account_kit.good("2012-Q1/SHELTER"))
    whole = write_template(account_kit.account(), where, answers)
    return spoil(whole, typing("Activities", **cells))


def insert_column(book: Book) -> None:
    book["Return"].insert_cols(4)


def delete_narrative(book: Book) -> None:
    del book["Narrative"]


def copy_row(source: int, to: int) -> Callable[[Book], None]:
    def damage(book: Book) -> None:
        for column in "ABCDEF":
            book["Return"][f"{column}{to}"] = book["Return"][f"{column}{source}"].value

    return damage


def narrative(text):
    return form(("Narrative", "D7"), typing("Narrative", D7=text))


def pasted_list(book: Book) -> None:
    """Two hundred invented persons, on a sheet of the sender's own."""
    sheet = book.create_sheet("ours")
    sheet["B3"], sheet["C3"], sheet["D3"] = "Full name", "Date of birth", "Phone"
    for number in range(200):
        day = date(1990 + number % 15, 1 + number % 12, 1 + number % 28)
        sheet.append([None, f"Sok Nobody{chr(97 + number % 26)}", day, f"012 {300000 + number}"])


def moved_sheet(book: Book) -> None:
    book.move_sheet("Narrative", offset=-1)


def hidden_sheet(book: Book) -> None:
    book["Narrative"].sheet_state = "hidden"


def hidden(rows=(), columns=()) -> Callable[[Book], None]:
    def damage(book: Book) -> None:
        for row in rows:
            book["Return"].row_dimensions[row].hidden = True
        for column in columns:
            book["Return"].column_dimensions[column].hidden = True

    return damage


def names_moved_down(book: Book) -> None:
    """As a sort leaves it that took all columns but the first."""
    sheet = book["Return"]
    names = [sheet[f"B{row}"].value for row in range(38, 45)]
    for row, name in enumerate([*names[1:], names[0]], 38):
        if "MergedCell" not in type(sheet[f"B{row}"]).__name__:
            sheet[f"B{row}"] = name


def used_again():
    """Every figure of the quarter that was already received is another one now."""
    more = {key: str(int(value) + 1) for key, value in MFAIC.items()}
    return fill("trial/2012-Q1/MFAIC", **{**more, "F-01": str(int(MFAIC["F-01"]) + 11)})


def day_as_number(book: Book) -> None:
    book["Return"]["D29"] = 40968
    book["Return"]["D29"].number_format = "0"


def empty_everything(book: Book) -> None:
    for row in range(6, 46):
        for column in "DEF":
            book["Return"][f"{column}{row}"] = None
    for row in range(6, 26):
        for column in "CD":
            book["Narrative"][f"{column}{row}"] = None


def formula_with_result(formula="=15+15"):
    return calculated(spoil(good_form(), typing(D38=formula)), "D38", "30")


def taken_for(**told):
    """A good form that is said to be another's."""
    case = form(("Return", "A1"), lambda _: None)
    return case._replace(declared=Declared(**told), good_declared=Declared())


def one_more(where, key="F-01"):
    """The good return, one figure of it corrected."""
    more = {key: str(int(GOOD[where.rpartition("/")[2]][key]) + 1)}
    if key == "F-01":
        more["F-01@country=MY"] = str(int(MFAIC["F-01@country=MY"]) + 1)
    return fill(where, **more)


QUARTER_2 = {
    "P-01": "121",
    "P-02": "120",
    "P-04": "80",
    "P-06": "500",
    "P-07": "111",
    "P-03": "346",
    "P-03@sex=female": "301",
    "P-03@age=adult": "168",
}
"""Other figures than those of the first quarter."""


def same_in_another_quarter():
    return fill("trial/2012-Q2/MOI")


CASES: dict[str, Case] = {
    # the form itself
    "form-other-plan": taken_for(plan="other"),
    "form-other-period": taken_for(period="2012-Q2"),
    "form-other-reporter": taken_for(reporter="MOI"),
    "form-copied": form(("Return", "A1"))._replace(name="trial_2012-Q2_MOJ (2).xlsx"),
    "form-used-again": Case(
        used_again, ("Return", "A1"), before=(MFAIC_1,), good=lambda: one_more(MFAIC_1)
    ),
    "form-title-changed": at("B3", B3="Quarter 2 of 2012"),
    "stamp-overridden": taken_for(period="2012-Q2", by="Sok", reason="The old form was filled in"),
    "slot-not-expected": Case(lambda: fill("trial/2015-Q1/MOJ"), ("Return", "A1")),
    "sheet-missing": form(("Narrative", ""), delete_narrative),
    "sheet-renamed": form(
        ("Return of MOJ", ""), lambda book: setattr(book["Return"], "title", "Return of MOJ")
    ),
    "sheet-hidden": form(("Narrative", ""), hidden_sheet),
    "sheet-left-out": form(("Definitions", ""), lambda book: book.remove(book["Definitions"])),
    "sheets-moved": form(NO_PLACE, moved_sheet),
    "sheet-copied": form(
        ("ours", ""), lambda book: setattr(book.copy_worksheet(book["Return"]), "title", "ours")
    ),
    "column-changed": form(("Return", "D4"), insert_column),
    "column-renamed": at("D5", D5="Figure for the second quarter"),
    "columns-hidden": form(("Return", "E8"), hidden(columns="E")),
    "rows-hidden": form(("Return", "A10"), hidden(rows=(10, 11))),
    "rows-mixed": form(("Return", "B38"), names_moved_down),
    "rows-shifted": form(("Return", "A11"), insert_row(10)),
    "row-renamed": at("B38", B38="Cases sent to court in Phnom Penh only"),
    "row-missing": form(("Return", ""), delete_row(10)),
    "row-twice": form(("Return", "A50"), copy_row(10, 50)),
    "row-unknown": form(("Return", "A50"), A50="J-99"),
    "rows-not-asked": Case(
        lambda: fill("trial/2012-Q4/MOJ", **{"J-11": "9"}),
        ("Return", "D46"),
        declared=Declared(period="2012-Q1", by="Sok", reason="The wrong form was sent out"),
        good_declared=Declared(),
    ),
    "figures-moved": form(("Return", "D9"), figures_moved_down),
    "cells-merged": form(("Return", "D10"), lambda book: book["Return"].merge_cells("D10:D11")),
    "currency-changed": Case(lambda: deeds(H7="KHR"), ("Activities", "H7"), good=deeds),
    "typed-beside": at("D7", J10=99, D60=12, D7="see below"),
    "csv-no-headings": csv("A1", lambda: as_csv(csv_lines()[1:])),
    "csv-column-missing": csv("A1", lambda: without_column("value")),
    "csv-column-unknown": csv(
        "C1", lambda: as_csv(csv_lines()).replace(b"province", b"district", 1)
    ),
    "csv-column-twice": csv("E1", lambda: as_csv(csv_lines()).replace(b"sex", b"value", 1)),
    "csv-column-unnamed": csv("I2", with_a_column_more),
    "csv-old-encoding": csv("", in_an_old_encoding),
    "csv-indicator-unknown": csv("A2", lambda: line_of("J-01,,,,41 -> J-1,,,,41")),
    "csv-part-unknown": csv("D9", lambda: line_of("J-02,,,numerator -> J-02,,,above")),
    "csv-code-unknown": csv("B3", lambda: line_of("J-01,female -> J-01,woman")),
    "code-not-in-period": csv("C6", lambda: line_of("J-01,,01 -> J-01,,25")),
    "csv-not-asked": csv("A6", lambda: line_of("J-01,,01 -> J-01,male,01")),
    "csv-row-twice": csv("A4", lambda: line_of("J-01,male,,,21 -> J-01,female,,,21")),
    # a ministry's own spreadsheet
    "read-by-layout": own(("", ""))._replace(
        good=lambda: good_form(MFAIC_1), good_declared=Declared()
    ),
    "own-sheet-missing": own(
        ("Brought home / \u179f\u1793\u17d2\u179b\u17b9\u1780 \u17e1", ""),
        lambda book: setattr(book.active, "title", "Home"),
    ),
    "heading-moved": own(("Brought home", "A2"), lambda book: book.active.move_range("A2:A2", 1)),
    "heading-renamed": own(("Brought home", "B7"), lambda book: put(book, B7="Siam")),
    "heading-missing": own(("Brought home", "B7"), lambda book: put(book, B7=None)),
    "heading-twice": own(("Brought home", "B7"), lambda book: put(book, B7="Malaysia")),
    # a cell that cannot be read
    "cell-error": at("D10", D10="#REF!"),
    "formula-without-value": at("D10", D10="=8+12"),
    "number-expected": at("D10", D10="about twenty"),
    "number-not-said": at("D10", D10="n/a"),
    "number-malformed": at("D10", D10="70,5000"),
    "number-point-unclear": at("D36", D36="1.577"),
    "number-is-date": at("D38", D38=date(2012, 10, 3)),
    "digits-mixed": at("D38", D38="៣0"),
    "number-too-long": at("D36", D36="12345678901234"),
    "date-expected": at("D29", D29="in February"),
    "date-is-number": form(("Return", "D29"), day_as_number),
    "date-buddhist-era": at("D29", D29="14/2/2555"),
    "code-ambiguous": csv("C6", lambda: line_of("J-01,,01 -> J-01,,old_town")),
    "state-unknown": at("D28", D28="nearly adopted"),
    "text-too-long": form(("Narrative", "D7"), typing("Narrative", D7="long " * 1001)),
    "text-not-unicode": form(("Narrative", "D7"), typing("Narrative", D7=LIMON)),
    "text-lost": form(("Narrative", "D7"), typing("Narrative", D7="??????????? ???????")),
    "status-unknown": at("E10", D10=None, E10="maybe"),
    "status-and-value": at("D10", E10="ND", F10="the register was lost"),
    "estimated-without-value": at("E10", D10=None, E10="estimated"),
    "formula-outside": Case(lambda: formula_with_result("=[1]Sheet1!B2+1"), ("Return", "D38")),
    "formula-in-cell": Case(formula_with_result, ("Return", "D38")),
    # a cell that can be read and is not right
    "number-negative": at("D36", D36=-4),
    "number-not-whole": at("D42", D42=9.5),
    "number-implausible": at("D38", D38=12345678),
    "reason-needed": at("D36", D36=None, E36="NA"),
    "estimate-unexplained": at("D38", E38="estimated"),
    "date-after-period": at("D29", D29="2012-04-01"),
    "answer-blank": at("D36", D36=None),
    # figures that do not fit each other
    "parts-not-total": at("D8", D10=19),
    "margins-differ": window(
        "W-FOUND,female,,", "2012-Q1", **{"W-FOUND,female,,": "5", "W-FOUND,male,,": "5"}
    ),
    "group-partly-blank": at("D11", D11=None),
    "group-without-total": form(("Return", "D8"), where="trial/2012-Q1/MFAIC", D8=None),
    "not-broken-down": at("D10", D10=None, D11=None, D12=None),
    "ratio-above-one": at("D18", D18=13, **dict.fromkeys(map("D{}".format, range(21, 27)))),
    "ratio-half-answered": at("D18", D18=None),
    "rule-broken": at("D40", D40=31),
    "rule-doubtful": at("D44", D44=10),
    "rule-noted": beside("2012-Q1/SHELTER", "A-STAFF", **{"A-STAFF": "41"}),
    "carry-over-broken": beside("2012-Q2/COURT", "A-NEW", "2012-Q1/COURT", **{"A-NEW": "21"}),
    "carry-over-doubtful": beside(
        "2012-Q2/SHELTER", "A-BEDS", "2012-Q1/SHELTER", **{"A-BEDS": "39"}
    ),
    "carry-over-noted": beside("2012-Q2/SHELTER", "A-STAFF", "2012-Q1/SHELTER", **{"A-STAFF": "8"}),
    "counterpart-differs": beside("2012-Q1/SHELTER", "A-HOME", "2012-Q1/COURT", **{"A-HOME": "13"}),
    # what would point at a person; all of it is invented
    "persons-listed": form(("ours", "B3"), pasted_list),
    "person-described": narrative("Two were helped: Sok Dara, born 12/3/1998, and her sister."),
    "identity-number": narrative("Passport no. N1234567 was found."),
    "case-number": narrative("It is case no. 123/2012 of the court."),
    "phone-number": at("D10", D10="012 345 678"),
    "personal-doubtful": narrative("The office is reached under 012 345 678."),
    "evidence-missing": at("D30", D30=None),
    "percentage-doubtful": form(
        ("Narrative", "D7"),
        typing("Narrative", D7="104 cases were opened in the half-year (+17, +16.34 %)."),
    )._replace(
        good=lambda: spoil(good_form(), typing("Narrative", D7="From 87 to 104 is +19.5 %."))
    ),
    "return-empty": form(NO_PLACE, empty_everything),
    # the year's different persons
    "confirmation-blank": beside(YEAR_END, CONFIRMED, *YEAR, **{CONFIRMED: ""}),
    "confirmed-above-sum": beside(YEAR_END, CONFIRMED, *YEAR, **{CONFIRMED: "131"}),
    "confirmed-unexplained": beside(YEAR_END, CONFIRMED, *YEAR, **{CONFIRMED: "129"}),
    # activities, and the offices heard
    "activity-without-reason": beside(
        "2012-Q1/SHELTER", "A1.1#reason", **{"A1.1#status": "behind-schedule"}
    ),
    "activity-overdue": beside("2012-Q2/SHELTER", "A1.1#status", **{"A1.1#status": "on-schedule"}),
    "activity-reopened": beside(
        "2012-Q3/SHELTER", "A1.1#status", "2012-Q2/SHELTER", **{"A1.1#status": "behind-schedule"}
    ),
    "activity-spent-less": beside(
        "2012-Q2/SHELTER", "A1.1#spent", "2012-Q1/SHELTER", **{"A1.1#spent": "99.5"}
    ),
    "activity-over-budget": beside("2012-Q1/SHELTER", "A1.1#spent", **{"A1.1#spent": "5000.5"}),
    "coverage-partly-blank": beside(
        "2012-Q1/SHELTER", "coverage@province=12", **{"coverage@province=12": ""}
    ),
    "coverage-blank": beside(
        "2012-Q1/SHELTER",
        "coverage@province=01",
        **{"coverage@province=01": "", "coverage@province=12": ""},
    ),
    "office-not-heard": beside(
        "2012-Q1/SHELTER", "coverage@province=12", **{"coverage@province=12": "no"}
    ),
    # between two sendings
    "same-as-earlier": Case(
        same_in_another_quarter,
        NO_PLACE,
        before=(MOI,),
        good=lambda: fill("trial/2012-Q2/MOI", **QUARTER_2),
    ),
    "state-went-back": window(
        "W-LAW,,,state",
        "2012-Q2",
        "2012-Q1",
        **{"W-LAW,,,state": "none", "W-LAW,,,evidence": ""},
    ),
    "figure-withdrawn": beside(
        "2012-Q1/SHELTER", "A-BEDS", "2012-Q1/SHELTER", **{"A-BEDS": ""}
    )._replace(good=lambda: account_kit.file_of("2012-Q1/SHELTER", **{"A-BEDS": "41"})),
    "windows-overlap": window("W-RAIDS,,,", window_kit.SECOND, window_kit.FIRST)._replace(
        good=lambda: window_kit.file_of("2012-Q1"),
        good_declared=Declared(**window_kit.declared("2012-Q1")),
    ),
    "sent-removed": Case(
        lambda: good_form(MOI),
        NO_PLACE,
        before=(MOI,),
        removed=True,
        good=lambda: one_more(MOI, "P-06"),
    ),
    "sent-before": Case(
        lambda: good_form(MOI), NO_PLACE, before=(MOI,), good=lambda: one_more(MOI, "P-06")
    ),
    "sent-late": form(NO_PLACE, lambda _: None)._replace(came=CAME + timedelta(days=7)),
    "unlike-earlier": beside(YEAR_END, "A-HOME", *YEAR, **{"A-HOME": "30"}),
}
ALSO: dict[str, list[tuple[str, str, str, str]]] = {
    "rows-not-asked": [("stamp-overridden", "note", "Return", "A1")],  # or it would not be read
    # Two mistakes, or one that leaves something else for the eye; each is named here with a reason.
    "ratio-above-one": [  # the breakdown had to go, or its parts would not add up either
        ("not-broken-down", "warning", "Return", "D22"),
    ],
}


OWN = ("own-sheet-missing", "heading-moved", "heading-renamed", "heading-missing", "heading-twice")
ALSO |= {code: [("read-by-layout", "note", "", "")] for code in OWN}


def receive(code, workspace, case):
    """The verdict on the case's file, which is named after the code."""
    account_kit.add_account(workspace)
    for number, where in enumerate(case.before):
        plan, _, rest = where.partition("/")
        if plan == "account":
            account_kit.send(workspace, rest)
        elif plan == "window":
            window_kit.send(workspace, rest)
        else:
            path = write(workspace.root, f"before{number}.xlsx", good_form(where))
            receipt = keep(workspace, path)[1]
            if case.removed:
                remove(workspace, receipt)
    path = write(workspace.root, case.name or f"{code}.{case.suffix}", case.make())
    told = {name: value for name, value in case.declared._asdict().items() if value}
    return check(workspace, path, came=case.came, **told)


def test_every_code_has_a_spoilt_return_named_after_it():
    assert set(CASES) == set(SEVERITY_BY_CODE)


@pytest.mark.parametrize("code", CASES)
def test_one_mistake_is_said_once_at_its_own_cell_and_in_whole_sentences(code, workspace):
    verdict = receive(code, workspace, CASES[code])
    severity = SEVERITY_BY_CODE[code]
    assert listed(verdict) == sorted([(code, severity, *CASES[code].place), *ALSO.get(code, [])])
    assert verdict.verdict == ("refused" if severity == "error" else "accepted")
    (issue,) = (one for one in verdict.issues if one.code == code)
    for language in ("en", "km"):
        words = sentence(issue, language, load_plan(workspace.indicators, verdict.slot.plan))
        assert words.message
        assert words.fix
        assert "{" not in "".join(words)


@pytest.mark.parametrize("code", CASES)
def test_the_good_twin_says_nothing_at_all(code, workspace):
    case = CASES[code]
    twin = case._replace(
        make=case.good,
        declared=case.declared if case.good_declared is None else case.good_declared,
        came=CAME,
        name="",
    )
    verdict = receive(code, workspace, twin)
    only_note = [("read-by-layout", "note", "", "")] if twin.declared.layout else []
    assert (verdict.verdict, listed(verdict)) == ("accepted", only_note)
