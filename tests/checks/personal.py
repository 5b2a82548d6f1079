"""How much of what is planted the look for personal data finds, and how often it errs.

    python -m tests.checks.personal

Telephone and identity numbers are drawn with a fixed seed in the writings of six countries, names
are made of syllables: nobody's. Ordinary cells are those of spreadsheets that nobody here wrote,
and of honest sentences. What stands in the corpora and is personal data in truth, though its
persons be invented, is named in `TRUE`, and is no false alarm.
"""

from __future__ import annotations

import contextlib
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

import mne
from mne.checks.privacy.look import look_for_persons
from mne.definitions import load_plan
from mne.errors import UnreadableError
from mne.model import Cell, Plan
from mne.typed import ZERO_BY_SCRIPT
from mne.workbook import Readers, Sheet

INDICATORS = Path(mne.__file__).parent.parent / "indicators"
CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"
HONEST = Path(__file__).parents[1] / "typed" / "honest_texts.txt"
SEED = 20120331

TRUE = {
    "Ekaterinburg_IP_9.xlsx": "traders by name, with the numbers that the tax office knows them by",
    "blank-rows-multiple.csv": "id, name, age",
    "blank-rows-no-fields.csv": "id, name, age",
    "blank-rows.csv": "id, name, age",
    "duplicate-headers.csv": "id, name, age",
    "duplicate-rows.csv": "id, name, age",
    "issue-870.xlsx": "first name, last name, age",
    "issue444.xls": "first name, last name, age",
    "OOM_alloc2.xls": "a column of telephone numbers under the heading Phone",
    "table-infer-iso-8859-7.csv": "id, age, name",
    "table-infer-missing-values.csv": "id, age, name",
    "table-infer-row-limit.csv": "id, age, name",
    "table-infer-utf8.csv": "id, age, name",
    "table-infer.csv": "id, age, name",
}
"""Files of the corpora that hold lists of persons, and what they list."""

Draw = random.Random


@cache
def plan() -> Plan:
    return load_plan(INDICATORS, "npa-kh-2011")


def digits(draw: Draw, pattern: str) -> str:
    """`0xx` with each x drawn; § is no zero."""
    drawn = {"x": "0123456789", "§": "123456789"}
    return "".join(draw.choice(drawn[one]) if one in drawn else one for one in pattern)


def in_script(text: str, script: str) -> str:
    zero = ord(ZERO_BY_SCRIPT[script])
    return "".join(chr(zero + int(one)) if one in "0123456789" else one for one in text)


PHONES: dict[str, tuple[str, ...]] = {
    "KH": (
        *(
            "012 §xx xxx",
            "097 §xx xxxx",
            "011-§xx-xxx",
            "092§xxxxx",
            "0§x xx xx xx",
            "(077) §xx xxx",
        ),
        *("023 §xx xxx", "016.§xx.xxx", "+855 12 §xx xxx", "+85597§xxxxxx", "(+855) 92 §xx xxx"),
        *("00855 12 §xx xxx", "855-12-§xxxxx", "088 §xx xx xx"),
    ),
    "LA": (
        *("020 5§xx xxxx", "020-2§xxxxxx", "02099§xxxxx", "030 §xx xxxx", "021 §xx xxx"),
        *("+856 20 5§xx xxxx", "+8562099§xxxxx", "(856) 20 7§xx xxxx"),
    ),
    "MM": (
        *("09 4§x xxx xxx", "09-25§xxxxxx", "0979§xxxxxx", "09 5xxx xxx", "01 §xx xxx"),
        *("+95 9 4§x xxx xxx", "+9597§xxxxxxx"),
    ),
    "TH": (
        *("08§-xxx-xxxx", "06§ xxx xxxx", "09§xxxxxxx", "02-§xx-xxxx", "053 §xx xxx"),
        *("+66 8§ xxx xxxx", "+669§xxxxxxx", "(+66) 2 §xx xxxx"),
    ),
    "VN": (
        *("09§x xxx xxx", "03§x.xxx.xxx", "07§xxxxxxx", "024 3§xx xxxx", "(028) 3§xx xxxx"),
        *("+84 9§x xxx xxx", "+848§xxxxxxx", "0084 9§ xxx xx xx"),
    ),
    "CN": (
        *("13§ xxxx xxxx", "15§xxxxxxxx", "18§-xxxx-xxxx", "010-8§xx xxxx", "0755-2§xxxxxx"),
        *("+86 13§ xxxx xxxx", "+8615§xxxxxxxx", "(86) 755 2§xx xxxx"),
    ),
}
SCRIPT_BY_COUNTRY = {"KH": "Khmer", "LA": "Lao", "MM": "Myanmar", "TH": "Thai", "CN": "full-width"}


def phone(draw: Draw, country: str) -> str:
    return digits(draw, draw.choice(PHONES[country]))


def thai_identity(draw: Draw) -> str:
    first = digits(draw, "3xxxxxxxxxxx")
    check = (11 - sum(int(one) * (13 - at) for at, one in enumerate(first)) % 11) % 10
    whole = f"{first}{check}"
    dashed = "-".join((whole[0], whole[1:5], whole[5:10], whole[10:12], whole[12]))
    return draw.choice((whole, dashed, dashed.replace("-", " ")))


def chinese_identity(draw: Draw) -> str:
    born = date(1975, 1, 1) + timedelta(days=draw.randrange(11000))
    first = f"{digits(draw, '53xx2x')}{born:%Y%m%d}{digits(draw, 'xxx')}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(one) * weight for one, weight in zip(first, weights, strict=True))
    return first + "10X98765432"[total % 11]


def identity(draw: Draw, country: str) -> str:
    match country:
        case "TH":
            return thai_identity(draw)
        case "CN":
            return chinese_identity(draw)
        case "VN":
            return digits(
                draw, draw.choice(("0010980xxxxx", "079 1 85 xxxxxx", "CMND số §xxxxxxxx"))
            )
        case "KH":
            written = ("អត្តសញ្ញាណប័ណ្ណលេខ 01§xxxxxx", "ID card no. 0§xxxxxxx", "ID: 01§xxx xxx")
            return digits(draw, draw.choice((*written, "លិខិតឆ្លងដែនលេខ N0§xxxxx")))
        case "LA":
            return digits(draw, draw.choice(("ບັດປະຈຳຕົວເລກທີ 0§-xxxxxxxx", "passport PAxxxxxxx")))
    return digits(draw, draw.choice(("§/KAMANA(N)xxxxxx", "1§/ပဘတ(နိုင်)xxxxxx", "passport MBxxxxxx")))


AROUND = {
    "KH": ("{}", "{}", "សូមទាក់ទង {} ដើម្បីព័ត៌មានបន្ថែម។", "The family was reached under {} in March."),
    "LA": ("{}", "ຕິດຕໍ່ {} ໃນເດືອນມີນາ", "Her brother ({}) was told."),
    "MM": ("{}", "ဆက်သွယ်ရန် {}", "Please ask for her at {}, after five."),
    "TH": ("{}", "ติดต่อ {} ในเดือนมีนาคม", "Two were referred: {}"),
    "VN": ("{}", "liên hệ {} trong tháng ba", "The shelter wrote down {}."),
    "CN": ("{}", "请联系{}。", "Sent to {} on the same day."),
}


def planted(number: int) -> Iterator[tuple[str, str]]:
    """What kind each text is, and the text: two telephone numbers to each identity number."""
    draw = Draw(SEED)
    for at in range(number):
        country = list(PHONES)[at % 6]
        is_identity = at // 6 % 3 == 2
        text = (identity if is_identity else phone)(draw, country)
        if at // 18 % 2 and (script := SCRIPT_BY_COUNTRY.get(country)):
            text = in_script(text, script)
        kind = "identity" if is_identity else "telephone"
        yield f"{kind} {country}", draw.choice(AROUND[country]).format(text)


HEADS: tuple[tuple[str, ...], ...] = (
    ("No.", "Full name", "Sex", "Date of birth"),
    ("Name", "Age", "Province"),
    ("Victim's name", "ID card", "Phone"),
    ("ល.រ", "ឈ្មោះ", "ភេទ", "ថ្ងៃខែឆ្នាំកំណើត"),
    ("ឈ្មោះ", "អាយុ", "លេខទូរស័ព្ទ"),
    ("ຊື່ ແລະ ນາມສະກຸນ", "ອາຍຸ", "ເບີໂທ"),
    ("ลำดับ", "ชื่อ", "วันเกิด"),
    ("STT", "Họ và tên", "Ngày sinh", "Số điện thoại"),
    ("အမည်", "အသက်", "ဖုန်း"),
    ("序号", "姓名", "出生日期", "身份证号"),
    (),  # no headings: names beside dates of birth alone
    (),
)
SYLLABLES = {
    "Latin": ("Sok", "Dara", "Chan", "Vanna", "Mala", "Keo", "Somsy", "Nary", "Pich", "Rith"),
    "Khmer": ("សុខ", "ដារា", "ចាន់", "វណ្ណា", "មាលា", "កែវ", "ណារី", "ពេជ្រ", "រិទ្ធ"),
    "Lao": ("ສົມ", "ສີ", "ແກ້ວ", "ມາລາ", "ຈັນ", "ບຸນ"),
    "Thai": ("สม", "ศรี", "แก้ว", "มาลา", "จันทร์", "บุญ"),
    "Myanmar": ("အောင်", "မြ", "ခင်", "စိုး", "နွယ်", "လှ"),
    "Chinese": ("王", "李", "小", "明", "丽", "华"),
}
SCRIPTS = (
    "Latin",
    "Latin",
    "Latin",
    "Khmer",
    "Khmer",
    "Lao",
    "Thai",
    "Latin",
    "Myanmar",
    "Chinese",
)


def name(draw: Draw, script: str) -> str:
    between = "" if script == "Chinese" else " "
    return between.join(draw.sample(SYLLABLES[script], 2 + (script == "Chinese")))


def case_list(number: int) -> Sheet:
    """A sheet with a list of invented persons, somewhere on it."""
    draw = Draw(SEED + number)
    heads = HEADS[number % len(HEADS)]
    script = SCRIPTS[number % len(HEADS)] if heads else draw.choice(("Latin", "Khmer"))
    top, rows = draw.randrange(1, 9), draw.choice((4, 12, 200))
    lines: list[list[tuple[str, str]]] = [[(one, "text") for one in heads]] if heads else []
    for row in range(rows):
        born = date(1978, 1, 1) + timedelta(days=draw.randrange(11000))
        typed = (born.isoformat(), "date") if number % 2 else (f"{born:%d/%m/%Y}", "text")
        who = (name(draw, script), "text")
        lines.append([value(one, row, who, typed, draw) for one in heads] or [who, typed])
    cells = [
        Cell("", "ours", f"{'BCDEF'[column]}{top + row}", text, kind)
        for row, line in enumerate(lines)
        for column, (text, kind) in enumerate(line)
    ]
    return Sheet("ours", visible=True, cells=tuple(cells))


NAMES = {heads[at] for heads in HEADS for at in (0, 1) if heads} - {
    *("No.", "Age", "ID card", "ល.រ", "អាយុ", "ອາຍຸ", "ลำดับ", "STT", "အသက်", "序号")
}
BIRTHS = {"Date of birth", "ថ្ងៃខែឆ្នាំកំណើត", "วันเกิด", "Ngày sinh", "出生日期"}
AGES = {"Age", "អាយុ", "ອາຍຸ", "အသက်"}
IDENTITIES = {"ID card", "身份证号"}
TELEPHONES = {"Phone", "លេខទូរស័ព្ទ", "ເບີໂທ", "Số điện thoại", "ဖုန်း"}


def value(
    head: str, row: int, who: tuple[str, str], born: tuple[str, str], draw: Draw
) -> tuple[str, str]:
    if head in NAMES:
        return who
    if head in BIRTHS:
        return born
    if head in AGES:
        return str(draw.randrange(4, 60)), "number"
    if head in TELEPHONES:
        return digits(draw, "012 §xx xxx"), "text"
    if head in IDENTITIES:
        return digits(draw, "01§xxxxxx"), "text"
    return (
        (str(row + 1), "number") if head in {"No.", "ល.រ", "ลำดับ", "STT", "序号"} else ("F", "text")
    )


class Outcome(NamedTuple):
    """How many of what was looked at were flagged, and which were not, or ought not to be."""

    flagged: int
    of: int
    wrong: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        return self.flagged / self.of


def find_numbers(number: int) -> Outcome:
    texts = [*planted(number)]
    cells = [Cell("", "s", f"D{row}", text, "text") for row, (_, text) in enumerate(texts, 1)]
    found = look_for_persons(plan(), [Sheet("s", visible=True, cells=tuple(cells))], ()).cells
    missed = [
        f"{kind}: {text}"
        for cell, (kind, text) in zip(cells, texts, strict=True)
        if ("s", cell.ref) not in found
    ]
    return Outcome(len(texts) - len(missed), len(texts), tuple(missed))


def find_lists(number: int) -> Outcome:
    missed = []
    for at in range(number):
        issues = look_for_persons(plan(), [case_list(at)], ()).issues
        if [one.code for one in issues] != ["persons-listed"]:
            missed.append(f"list {at} {HEADS[at % len(HEADS)]}: {[one.code for one in issues]}")
    return Outcome(number - len(missed), number, tuple(missed))


Sheets = Iterator[tuple[str, tuple[Sheet, ...]]]


def corpora() -> Sheets:
    paths = sorted(one for one in CORPORA.rglob("*") if one.is_file())
    with Readers(len(paths), old=True) as readers:
        for path in paths:
            with contextlib.suppress(UnreadableError):
                yield path.name, readers.start(path).workbook().sheets


def honest() -> Sheets:
    lines = HONEST.read_text("utf-8").splitlines()
    cells = tuple(
        Cell("", "s", f"A{row}", text, "text") for row, text in enumerate(lines, 1) if text
    )
    yield HONEST.name, (Sheet("s", visible=True, cells=cells),)


def false_alarms(sources: Sheets) -> Outcome:
    """How many ordinary cells are flagged; those of files with real lists count for neither."""
    alarms: Counter[str] = Counter()
    cells = 0
    for file, sheets in sources:
        if file not in TRUE:
            cells += sum(len(sheet.cells) for sheet in sheets)
            found = look_for_persons(plan(), sheets, ())
            alarms[file] += len(found.cells) + len(found.sheets)
    return Outcome(
        alarms.total(), cells, tuple(f"{file}: {count}" for file, count in (+alarms).items())
    )


GOALS: dict[str, Callable[[float], bool]] = {
    "numbers": lambda share: share >= 0.95,
    "lists": lambda share: share == 1,
    "false alarms": lambda share: share < 0.001,
}


def main() -> int:
    numbers, lists = find_numbers(300), find_lists(60)
    alarms = false_alarms(source for many in (corpora(), honest()) for source in many)
    print(f"numbers: {numbers.flagged} flagged of {numbers.of} planted")
    print(f"lists: {lists.flagged} flagged of {lists.of} planted")
    print(f"{alarms.flagged} false alarms of {alarms.of} cells")
    for line in (*numbers.wrong, *lists.wrong, *alarms.wrong):
        print(f"  {line}")
    shares = dict(zip(GOALS, (numbers.share, lists.share, alarms.share), strict=True))
    return int(not all(goal(shares[one]) for one, goal in GOALS.items()))


if __name__ == "__main__":
    sys.exit(main())
