"""Mutants of real forms: each is read and checked, or refused in words that we have.

`python -m tests.workbook.mutants --n 10000` prints "10000 mutants: N read, M refused, 0 untyped",
and above it whatever ended otherwise. The mutants of a seed are always the same, but for what
LibreOffice writes differently each time; `--only 4711` makes and reads one of them again.

Some are spoiled byte by byte, which the container's checksums find. So most are spoiled within: the
XML of a part is changed, and packed again as an honest program would.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import shutil
import sys
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from mne.definitions import load_plan
from mne.demo.answers import Writer
from mne.errors import MneError
from mne.intake import Declared, check_file
from mne.messages import say
from mne.model import Verdict
from mne.template import write_template
from mne.workbook import FAULTS, Readers
from mne.workspace import Workspace, shipped
from tests.fixtures.own_kit import consul
from tests.fixtures.soffice import SOFFICE, convert
from tests.fixtures.trial_kit import (
    as_csv,
    copy_workspace,
    csv_lines,
    good_form,
    slot_of,
    spoil,
    write,
)
from tests.workbook.hostile import ods_cell, ods_parts, ods_row, pack

MOJ = Declared("trial", "2012-Q1", "MOJ")
CONSUL = Declared("trial", "2012-Q1", "MFAIC", layout="consul")

Random = random.Random
Spoil = Callable[[Random, bytes], bytes]


class Form(NamedTuple):
    """A real form, and what the command would say of it."""

    workspace: Workspace
    name: str
    content: bytes
    declared: Declared = Declared()


class Mutant(NamedTuple):
    form: Form
    content: bytes
    by: str
    """By which hands it was spoiled."""


class End(NamedTuple):
    """What became of a mutant."""

    what: str
    """`read`, `refused` or `untyped`."""
    words: str
    verdict: Verdict | None = None


# -- the forms -------------------------------------------------------------------------------------


def real_forms(folder: Path) -> list[Form]:
    """Forms written by us and filled in, some saved by other programs, as CSV, and of one's own."""
    trial = copy_workspace(folder / "trial")
    (folder / "shipped" / "submissions").mkdir(parents=True)
    shutil.copytree(shipped("indicators"), folder / "shipped" / "indicators")
    large = Workspace(folder / "shipped")
    forms = [
        Form(trial, "moj.xlsx", good_form()),
        Form(trial, "moi.xlsx", good_form("trial/2012-Q1/MOI")),
        Form(trial, "mfaic.xlsx", good_form("trial/2012-Q1/MFAIC")),
        Form(large, "large.xlsx", _example("npa-kh-2011/2012-Q1/MOT")),
        Form(trial, "consul.xlsx", consul(), CONSUL),
    ]
    forms += _saved_by_libreoffice(folder, [forms[0], forms[2], forms[4]])
    lines = csv_lines()
    return [
        *forms,
        Form(trial, "openpyxl.xlsx", spoil(good_form(), lambda _: None)),
        Form(trial, "moj.csv", as_csv(lines), MOJ),
        Form(trial, "unicode.txt", as_csv(lines, "\t", "\r\n").decode().encode("utf-16"), MOJ),
    ]


def _example(where: str) -> bytes:
    slot = slot_of(where)
    plan = load_plan(shipped("indicators"), slot.plan)
    return write_template(plan, slot, Writer(plan, slot).answers())


def _saved_by_libreoffice(folder: Path, forms: list[Form]) -> Iterator[Form]:
    if not SOFFICE:
        small = pack(ods_parts(ods_row(ods_cell("41"))))
        yield Form(forms[0].workspace, "small.ods", small)
        return
    files = [write(folder, form.name, form.content) for form in forms]
    for style in ("ods", "xlsx"):
        for form, saved in zip(forms, convert(style, folder / style, *files), strict=True):
            yield form._replace(name=f"saved {saved.name}", content=saved.read_bytes())


# -- byte by byte ----------------------------------------------------------------------------------


def _span(chance: Random, content: bytes) -> tuple[int, int]:
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + int(chance.expovariate(0.05)) + 1)


def flip_bits(chance: Random, content: bytes) -> bytes:
    changed = bytearray(content or b"\0")
    for _ in range(chance.choice((1, 1, 2, 8))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def delete_bytes(chance: Random, content: bytes) -> bytes:
    start, end = _span(chance, content)
    return content[:start] + content[end:]


def double_bytes(chance: Random, content: bytes) -> bytes:
    start, end = _span(chance, content)
    return content[:end] + content[start:]


def swap_bytes(chance: Random, content: bytes) -> bytes:
    (a, b), (c, d) = sorted((_span(chance, content), _span(chance, content)))
    b = min(b, c)
    return content[:a] + content[c:d] + content[b:c] + content[a:b] + content[d:]


def insert_bytes(chance: Random, content: bytes) -> bytes:
    start, _ = _span(chance, content)
    return content[:start] + chance.randbytes(chance.choice((1, 2, 4, 40))) + content[start:]


def zero_bytes(chance: Random, content: bytes) -> bytes:
    start, end = _span(chance, content)
    return content[:start] + bytes(end - start) + content[end:]


def cut(chance: Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


BYTES: tuple[Spoil, ...] = (
    flip_bits,
    delete_bytes,
    double_bytes,
    swap_bytes,
    insert_bytes,
    zero_bytes,
    cut,
)


# -- within the XML --------------------------------------------------------------------------------

TAG = re.compile(rb"<[^<>]+>")
ELEMENT = re.compile(rb"<([\w:.-]+)(?:\s[^<>]*)?(?<!/)>[^<>]*</\1>|<[\w:.-]+(?:\s[^<>]*)?/>")
ATTRIBUTE = re.compile(rb'\s([\w:.-]+)="([^"<>]*)"')
NUMBER = re.compile(rb"\d+")
TEXT = re.compile(rb">([^<>]+)<")
REF = re.compile(rb'"\$?([A-Z]{1,3})\$?(\d{1,7})')
NUMBERS = (
    *(b"0", b"1", b"-1", b"2", b"59", b"60", b"255", b"256", b"16384", b"16385", b"32768"),
    *(b"65536", b"1048576", b"1048577", b"2147483648", b"4294967295", b"99999999999999999999"),
    *(b"1e5", b"1e309", b"1e-400", b"-0", b"00", b"0.1", b"1,5", b"1_000", b" 1 ", b"+1", b"0x10"),
    *(b"", b"NaN", b"inf", b"-Infinity", "\u17e3".encode(), "1\u200b2".encode(), b"3-10", b"TRUE"),
)
WORDS = (
    *(b"", b" ", b"0", b"1", b"-1", b"true", b"hidden", b"veryHidden", b"s", b"str", b"inlineStr"),
    *(b"b", b"e", b"d", b"n", b"float", b"date", b"string", b"boolean", b"percentage", b"collapse"),
    *(b"A1", b"A0", b"XFD1048576", b"A1:XFD1048576", b"$A$1", b"a1", b"ZZZ1", b"B2:A1", b"#REF!"),
    *(b"#N/A", b"=1+1", b"[1]x!A1", b"../../x", b"http://example.org/", b"NA", b"ND", b"estimated"),
    *(b"about 40", b"2012-03-31", b"31/02/2012", b"2012-03-31T25:61", b"&amp;&lt;", b"]]&gt;"),
    *("\u1780\u17d2\u200b".encode(), "\u202e41".encode(), b"_x0041_", b"&#9;&#10;", b"x" * 40_000),
    *(b"&#0;", b"&foo;", b"<!-- x -->", b"<![CDATA[x]]>", b"<?x y?>", b"\xff", b"yyyy-mm-dd"),
)


def _some(chance: Random, pattern: re.Pattern[bytes], xml: bytes) -> re.Match[bytes] | None:
    """One of the places where a pattern matches, near a place chosen by chance."""
    start = chance.randrange(len(xml) + 1)
    found = pattern.search(xml, start) or pattern.search(xml)
    return found if found and found.end() > found.start() else None


def _replace(
    chance: Random, xml: bytes, pattern: re.Pattern[bytes], group: int, by: Callable[[], bytes]
) -> bytes:
    found = _some(chance, pattern, xml)
    if found is None:
        return xml
    return xml[: found.start(group)] + by() + xml[found.end(group) :]


def change_attribute(chance: Random, xml: bytes) -> bytes:
    return _replace(chance, xml, ATTRIBUTE, 2, lambda: chance.choice(WORDS + NUMBERS))


def drop_attribute(chance: Random, xml: bytes) -> bytes:
    return _replace(chance, xml, ATTRIBUTE, 0, lambda: b"")


def double_attribute(chance: Random, xml: bytes) -> bytes:
    found = _some(chance, ATTRIBUTE, xml)
    return xml if found is None else xml[: found.end()] + found[0] + xml[found.end() :]


def change_number(chance: Random, xml: bytes) -> bytes:
    return _replace(chance, xml, NUMBER, 0, lambda: chance.choice(NUMBERS))


def change_text(chance: Random, xml: bytes) -> bytes:
    return _replace(chance, xml, TEXT, 1, lambda: chance.choice(WORDS + NUMBERS))


def drop_tag(chance: Random, xml: bytes) -> bytes:
    return _replace(chance, xml, TAG, 0, lambda: b"")


def drop_element(chance: Random, xml: bytes) -> bytes:
    return _replace(chance, xml, ELEMENT, 0, lambda: b"")


def double_element(chance: Random, xml: bytes) -> bytes:
    found = _some(chance, ELEMENT, xml)
    return xml if found is None else xml[: found.end()] + found[0] + xml[found.end() :]


def swap(pattern: re.Pattern[bytes]) -> Spoil:
    def swap_two(chance: Random, xml: bytes) -> bytes:
        one, other = _some(chance, pattern, xml), _some(chance, pattern, xml)
        if one is None or other is None or one.span() == other.span():
            return xml
        one, other = sorted((one, other), key=lambda found: found.span())
        if one.end() > other.start():
            return xml
        between = xml[one.end() : other.start()]
        return xml[: one.start()] + other[0] + between + one[0] + xml[other.end() :]

    return swap_two


def move_element(chance: Random, xml: bytes) -> bytes:
    found = _some(chance, ELEMENT, xml)
    goal = _some(chance, TAG, xml)
    if found is None or goal is None or found.start() < goal.end() <= found.end():
        return xml
    if goal.end() <= found.start():
        before, after = xml[goal.end() : found.start()], xml[found.end() :]
        return xml[: goal.end()] + found[0] + before + after
    between = xml[found.end() : goal.end()]
    return xml[: found.start()] + between + found[0] + xml[goal.end() :]


WITHIN: dict[str, Spoil] = {
    "attribute": change_attribute,
    "attribute dropped": drop_attribute,
    "attribute twice": double_attribute,
    "number": change_number,
    "text": change_text,
    "tag dropped": drop_tag,
    "element dropped": drop_element,
    "element twice": double_element,
    "element moved": move_element,
    "elements swapped": swap(ELEMENT),
    "tags swapped": swap(TAG),
    "refs swapped": swap(REF),
    "texts swapped": swap(TEXT),
    "cut": cut,
    "bits": flip_bits,
    "bytes twice": double_bytes,
}
OFTEN = ("attribute", "number", "text", "refs swapped", "element twice") * 2


# -- the mutants -----------------------------------------------------------------------------------


def mutant_of(forms: list[Form], seed: int, number: int) -> Mutant:
    """The mutant of that number; the same for the same forms."""
    chance = Random(f"{seed}:{number}")
    form = forms[number % len(forms)]
    if _is_packed(form) and chance.random() < 0.7:
        content, by = _spoil_within(chance, form.content)
    elif not _is_packed(form) and chance.random() < 0.6:
        content, by = _spoil_lines(chance, form.content)
    else:
        hands = chance.choices(BYTES, k=chance.choice((1, 1, 2)))
        content = form.content
        for hand in hands:
            content = hand(chance, content)
        by = "bytes: " + ", ".join(hand.__name__ for hand in hands)
    return Mutant(form, content, by)


def _is_packed(form: Form) -> bool:
    return form.content.startswith(b"PK")


@cache
def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _spoil_within(chance: Random, content: bytes) -> tuple[bytes, str]:
    parts = dict(_parts(content))
    told = []
    if chance.random() < 0.1:
        told.append(_spoil_parts(chance, parts))
    else:
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            name = _choose_part(chance, parts)
            hand = chance.choice((*WITHIN, *OFTEN))
            parts[name] = WITHIN[hand](chance, parts[name])
            told.append(f"{hand} in {name}")
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, xml in parts.items():
            archive.writestr(zipfile.ZipInfo(name), xml, zipfile.ZIP_DEFLATED)
    return buffer.getvalue(), "within: " + ", ".join(told)


def _choose_part(chance: Random, parts: dict[str, bytes]) -> str:
    """Mostly one that holds cells or says what they mean."""
    names = [name for name in parts if name.endswith((".xml", ".rels"))]
    cells = [name for name in names if "sheet" in name.casefold() or name == "content.xml"]
    named = [name for name in names if "workbook" in name or "haredStrings" in name]
    return chance.choice(chance.choice((cells, cells, cells, named or cells, names)))


def _spoil_parts(chance: Random, parts: dict[str, bytes]) -> str:
    one, other = chance.choices(list(parts), k=2)
    what = chance.choice(("swapped", "dropped", "renamed", "copied over"))
    match what:
        case "swapped":
            parts[one], parts[other] = parts[other], parts[one]
        case "dropped":
            del parts[one]
        case "renamed":
            parts[chance.choice((one.upper(), f"../{one}", f"{one}x"))] = parts.pop(one)
        case "copied over":
            parts[one] = parts[other]
    return f"{one} {what} ({other})"


def _spoil_lines(chance: Random, content: bytes) -> tuple[bytes, str]:
    """Of a CSV: fields and lines dropped, doubled, moved, or with something else in them."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    lines = content.decode(encoding).splitlines(keepends=True)
    what = chance.choice(("field", "field", "line dropped", "line twice", "lines swapped", "sign"))
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match what:
        case "field":
            separator = "\t" if "\t" in lines[at] else ","
            fields = lines[at].split(separator)
            word = chance.choice(WORDS + NUMBERS).decode("utf-8", "replace")
            fields[chance.randrange(len(fields))] = word
            lines[at] = separator.join(fields)
        case "line dropped":
            del lines[at]
        case "line twice":
            lines.insert(other, lines[at])
        case "lines swapped":
            lines[at], lines[other] = lines[other], lines[at]
        case "sign":
            place = chance.randrange(len(lines[at]) + 1)
            sign = chance.choice((",", ";", "\t", '"', "\n", "\r", "\u2028", "\ufeff", "\x1a"))
            lines[at] = lines[at][:place] + sign + lines[at][place:]
    return "".join(lines).encode(encoding), f"lines: {what} at {at + 1}"


# -- their ends ------------------------------------------------------------------------------------


def end_of(folder: Path, mutant: Mutant, readers: Readers) -> End:
    """What the reader and the checks make of it; it lies there for whoever wants to look."""
    path = write(folder, mutant.form.name, mutant.content)
    try:
        verdict, _ = check_file(mutant.form.workspace, path, mutant.form.declared, readers)
    except MneError as error:
        return _typed_end(error)
    except BaseException as error:  # noqa: BLE001 - that nothing else comes out is what is tried
        told = traceback.format_exception(error, limit=-4)
        return End("untyped", "".join(told))
    return End("read", verdict.verdict, verdict)


def _typed_end(error: MneError) -> End:
    try:
        say(error.code, "en", error.params)
    except (KeyError, IndexError, ValueError) as lacking:
        return End("untyped", f"no sentence for {error}: {lacking!r}")
    # What is no fault of the file is said of a workbook that was read: that it is not our form.
    return End("refused" if error.code in FAULTS else "read", str(error.code))


def answers_of(verdict: Verdict) -> list[tuple[object, ...]]:
    """What a verdict says the file says, whichever file it was."""
    return [
        (one.indicator, one.at, one.part, one.value, one.status, one.note)
        for one in verdict.observations
    ]


class Tally:
    """Counts ends, and keeps those that should not be."""

    def __init__(self) -> None:
        self.ends: Counter[str] = Counter()
        self.words: Counter[str] = Counter()
        self.wrong: list[str] = []

    def add(
        self, number: int, mutant: Mutant, end: End, unspoiled: list[tuple[object, ...]]
    ) -> None:
        self.ends[end.what] += 1
        self.words[end.words if end.what != "untyped" else "untyped"] += 1
        where = f"{number}: {mutant.form.name}, {mutant.by}"
        if end.what == "untyped":
            self.wrong.append(f"{where}\n{end.words}")
        elif end.words == "file-reader-failed":
            self.wrong.append(f"{where}\nthe reading process was stopped")
        elif (
            mutant.by.startswith("bytes")
            and _is_packed(mutant.form)
            and end.verdict is not None
            and answers_of(end.verdict) != unspoiled
        ):
            self.wrong.append(f"{where}\nread, and says something else")

    def __str__(self) -> str:
        read, refused, untyped = (self.ends[what] for what in ("read", "refused", "untyped"))
        return f"{self.ends.total()} mutants: {read} read, {refused} refused, {untyped} untyped"


def run(folder: Path, numbers: range, seed: int) -> Tally:
    """Make these mutants and have them read and checked."""
    forms = real_forms(folder)
    unspoiled = {}
    tally = Tally()
    with Readers(len(numbers)) as readers:
        for form in forms:
            end = end_of(folder, Mutant(form, form.content, "nobody"), readers)
            assert end.verdict is not None or form.name == "small.ods", (form.name, end)
            unspoiled[form.name] = answers_of(end.verdict) if end.verdict else []
        for number in numbers:
            mutant = mutant_of(forms, seed, number)
            end = end_of(folder, mutant, readers)
            tally.add(number, mutant, end, unspoiled[mutant.form.name])
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=10_000, help="how many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="the number of one, which is kept in build/")
    given = parser.parse_args()
    numbers = range(given.n) if given.only is None else range(given.only, given.only + 1)
    with TemporaryDirectory() as folder:
        tally = run(Path(folder), numbers, given.seed)
        if given.only is not None:
            shutil.copytree(folder, "build/mutant", dirs_exist_ok=True)
    print(*tally.wrong, sep="\n\n", end="\n\n" if tally.wrong else "")
    print(", ".join(f"{words} {number}" for words, number in tally.words.most_common()))
    print(tally)
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
