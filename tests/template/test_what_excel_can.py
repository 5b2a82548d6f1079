"""Everything that the forms ask of Excel is within what Excel 2013 has and takes."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest

from mne.definitions import load_plan
from mne.template import write_template
from mne.workspace import shipped
from tests.fixtures.acting_kit import acting, fill, slot
from tests.fixtures.trial_kit import slot_of

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SINCE_EXCEL_2007 = {
    *("AND", "COLUMN", "COUNT", "COUNTIF", "DATE", "FIND", "IF", "IFERROR", "INT", "ISERROR"),
    *("ISNUMBER", "LEFT", "LEN", "MID", "MMULT", "MOD", "N", "NOT", "OR", "REPT", "RIGHT"),
    *("ROUND", "ROW", "SUM", "SUMPRODUCT"),
}
"""From Microsoft's list of functions: each of these is there without a mark "2013" or later."""
FONT = "Leelawadee UI"
LARGEST = ("npa-kh-2011/2012-Q4/MOI", "npa-kh-2011/2012-Q4/MOT", "npa-kh-2011/2012-Q4/COM")
FORMS = (*LARGEST, "spa-3/2012/TF-KH", "npa-kh-2014/2014/MOI", "acting", "acting filled in")


def form(name: str) -> bytes:
    if name.startswith("acting"):
        return fill() if "filled" in name else write_template(acting(), slot())
    where = slot_of(name)
    return write_template(load_plan(shipped("indicators"), where.plan), where)


@pytest.fixture(scope="module", params=FORMS)
def parts(request):
    """The parts of the workbook, parsed, by their names."""
    with zipfile.ZipFile(BytesIO(form(request.param))) as packed:
        return {
            name: ET.fromstring(packed.read(name))
            for name in packed.namelist()
            if name.endswith(".xml")
        }


def formulas(parts):
    """Where each formula stands, and the formula: of cells, of validations, of marks."""
    for name, root in parts.items():
        for tag in ("f", "formula", "formula1", "formula2"):
            for found in root.iter(f"{MAIN}{tag}"):
                yield f"{name} {tag}", found.text or ""


def functions_in(formula: str) -> set[str]:
    outside = re.sub(r'"(?:[^"]|"")*"', '""', formula)  # what stands between quotes is text
    return set(re.findall(r"([A-Za-z_][\w.]*)\(", outside))


def test_a_function_is_seen_wherever_it_stands():
    assert functions_in('IF(LEN("SUM(1)")>_xlfn.XLOOKUP(A1,B:B,C:C),1,0)') == {
        "IF",
        "LEN",
        "_xlfn.XLOOKUP",
    }


def test_every_function_is_one_that_excel_2013_has(parts):
    found = {where: functions_in(formula) for where, formula in formulas(parts)}
    assert set().union(*found.values()) <= SINCE_EXCEL_2007
    assert len(found) >= 3  # cells, validations and marks were all looked at


def test_no_formula_is_longer_than_excel_takes(parts):
    for where, formula in formulas(parts):
        limit = 255 if where.endswith(("formula1", "formula2")) else 8192
        assert len(formula) <= limit, where
        assert all(len(text) <= 255 for text in re.findall(r'"((?:[^"]|"")*)"', formula)), where


def test_every_window_has_a_sentence_that_excel_can_show_whole(parts):
    limits = {"promptTitle": 32, "errorTitle": 32, "prompt": 255, "error": 255}
    for root in parts.values():
        for rule in root.iter(f"{MAIN}dataValidation"):
            for name, limit in limits.items():
                # Excel keeps a line break as an escape of seven letters.
                text = rule.get(name, "").replace("_x000a_", "\n")
                assert len(text) <= limit, text
            if rule.get("type") not in {None, "none"}:
                assert rule.get("error")


def test_every_letter_is_set_in_a_font_that_holds_khmer_and_comes_with_windows(parts):
    for name in ("xl/styles.xml", "xl/sharedStrings.xml"):
        fonts = [one for tag in ("rFont", "name") for one in parts[name].iter(f"{MAIN}{tag}")]
        named = {one.get("val") for one in fonts} - {None}
        # Cells without a look of ours have Excel's own font; nothing is written into them.
        assert named - {"Calibri"} == {FONT}
    used = {font.find(f"{MAIN}name").get("val") for font in fonts_of_cells(parts)}
    assert used == {FONT}


def fonts_of_cells(parts):
    """The fonts of all cells that hold something."""
    styles = parts["xl/styles.xml"]
    fonts = styles.find(f"{MAIN}fonts")
    looks = styles.find(f"{MAIN}cellXfs")
    for name, root in parts.items():
        if name.startswith("xl/worksheets/"):
            for cell in root.iter(f"{MAIN}c"):
                if len(cell):
                    yield fonts[int(looks[int(cell.get("s", 0))].get("fontId"))]
