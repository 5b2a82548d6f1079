"""The reading process: whatever it does, the parent gets an answer or says that there is none."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mne.errors import UnreadableError
from mne.model import Cell
from mne.workbook import child, process, read_workbook, start_reading
from mne.workbook.cells import parse_answer
from mne.workbook.facts import Fact, SheetFacts
from mne.workbook.faults import Refusal
from tests.workbook.hostile import cell, pack, row, xlsx_parts

GOOD = (
    '{"name":"S","visible":true,"refs":["A1"],"raws":["1"],"types":"n","formulas":"0",'
    '"hidden_rows":[],"hidden_columns":[],"merged":[],"filtered":false}'
)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "form.xlsx"
    path.write_bytes(pack(xlsx_parts()))
    return path


def failure(path: Path) -> tuple[str, str]:
    with pytest.raises(UnreadableError) as failed:
        read_workbook(path)
    return failed.value.code, str(failed.value.params.get("how"))


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.abort()",
        "raise SystemExit(3)",
        "import sys; sys.stdin.buffer.read(); raise BaseException('PanicException')",
        "from resource import *; setrlimit(RLIMIT_AS, (10**8, 10**8)); 'a' * 10**9",
    ],
)
def test_a_child_that_dies_is_an_answer(
    form: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(process, "_START", program)
    code, how = failure(form)
    assert code == "file-reader-failed"
    assert how.startswith("status")
    assert how != "status 0"


def test_a_child_that_hangs_is_ended(form: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_START", "import time; time.sleep(60)")
    monkeypatch.setattr(process, "WALL_SECONDS", 0.3)
    assert failure(form) == ("file-reader-failed", "time")


def test_a_child_that_never_stops_talking_is_ended(
    form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_START", "import os\nwhile True: os.write(1, b'x' * 65536)")
    monkeypatch.setattr(process, "MAX_ANSWER_BYTES", 10**6)
    assert failure(form)[0] == "file-reader-failed"


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "nonsense",
        "[]",
        "{}",
        "[" * 100_000,
        '{"sheets":{}}',
        '{"sheets":[1]}',
        '{"sheets":[],"more":1}',
        '{"refused":"no-such-code","params":{}}',
        '{"refused":"file-damaged","params":{}}',
        '{"refused":"file-damaged","params":{"part":1}}',
        *(
            f'{{"sheets":[{GOOD.replace(old, new)}]}}'
            for old, new in [
                ('"name":"S"', '"name":1'),
                ('"name":"S",', ""),
                ("true", "1"),
                ('["A1"]', '["A0"]'),
                ('["A1"]', '["a1"]'),
                ('["A1"]', '["A1","A2"]'),
                ('["A1"]', '"A1"'),
                ('["1"]', "[1]"),
                ('"types":"n"', '"types":"x"'),
                ('"types":"n"', '"types":""'),
                ('"formulas":"0"', '"formulas":"3"'),
                ('"filtered":false', '"filtered":0'),
                ('"hidden_rows":[]', '"hidden_rows":[0]'),
                ('"hidden_rows":[]', '"hidden_rows":["1"]'),
                ('"hidden_rows":[]', '"hidden_rows":[true]'),
                ('"merged":[]', '"merged":["A1"]'),
                ('"merged":[]', '"merged":[["A1:B2"]]'),
            ]
        ),
    ],
)
def test_an_answer_of_another_shape_is_not_believed(answer: str) -> None:
    with pytest.raises(Refusal, match="file-reader-failed"):
        parse_answer(answer.encode(), "digest")


def test_an_answer_of_the_agreed_shape_is_believed() -> None:
    (sheet,) = parse_answer(f'{{"sheets":[{GOOD}]}}'.encode(), "digest")
    assert sheet.cells == (Cell("digest", "S", "A1", "1", "number"),)


def test_the_child_is_started_without_our_packages(form: Path) -> None:
    """Importing ours whole would take longer than the reading; so would json, re or enum."""
    spy = process._START + "\nsys.stderr.write(' '.join(sys.modules))"
    command = process._command("xlsx")
    command[command.index(process._START)] = spy
    told = subprocess.run(command, input=form.read_bytes(), capture_output=True, check=True)
    loaded = set(told.stderr.decode().split())
    assert "mne.workbook.child" in loaded
    assert not loaded & {
        "mne.errors",
        "mne.model",
        "json",
        "re",
        "enum",
        "typing",
        "site",
        "zipfile",
    }


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_the_child_is_limited_before_it_reads(form: Path) -> None:
    spy = process._START.replace(
        "main(sys.argv[1], sys.argv[2])",
        "from mne.workbook import child\n"
        "def told(*_):\n"
        "    import resource as r\n"
        "    names = ('AS', 'CPU', 'CORE', 'FSIZE', 'NOFILE')\n"
        "    return repr([r.getrlimit(getattr(r, 'RLIMIT_' + name))[1] for name in names])\n"
        "child.read = told\n"
        "main(sys.argv[1], sys.argv[2])",
    )
    command = process._command("xlsx")
    command[command.index(process._START)] = spy
    told = subprocess.run(command, input=form.read_bytes(), capture_output=True, check=True)
    assert told.stdout.decode() == "[1073741824, 10, 0, 0, 32]"


def test_without_limits_of_the_system_the_reading_goes_on(
    form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows."""
    monkeypatch.setitem(sys.modules, "resource", None)
    child.limit_process()
    answer = child.read(form.read_bytes(), child.choose_scan("xlsx"))
    assert parse_answer(answer.encode(), "digest")[0].cells[0].raw == "41"


def test_a_cell_that_only_one_reader_sees_is_ambiguous() -> None:
    facts = SheetFacts("Return")
    facts.cells.append(Fact((1, 1), "A1", "n", "41", None, cached=True))
    assert child._merge_readings([[41.0, ""]], facts)[1] == ["41"]
    with pytest.raises(Refusal, match="readers-differ"):
        child._merge_readings([[41.0, 43.0]], facts)


def test_the_file_may_change_once_its_reading_has_begun(form: Path) -> None:
    pending = start_reading(form)
    form.write_bytes(b"something else")
    assert pending.workbook().sheets[0].cells[0].raw == "41"


def test_several_readings_may_be_under_way(tmp_path: Path) -> None:
    pending = []
    for number in range(4):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(pack(xlsx_parts(row(1, cell("A1", str(number))))))
        pending.append(start_reading(path))
    raws = [promise.workbook().sheets[0].cells[0].raw for promise in reversed(pending)]
    assert raws == ["3", "2", "1", "0"]


def test_nothing_is_left_behind(form: Path) -> None:
    threads, files = threading.active_count(), _open_files()
    for _ in range(5):
        read_workbook(form)
    assert threading.active_count() == threads
    assert _open_files() == files


def _open_files() -> int:
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.exists() else 0


def test_a_sheet_name_with_quotes_and_khmer_survives(tmp_path: Path) -> None:
    parts = xlsx_parts(
        row(1, '<c r="A1" t="inlineStr"><is><t xml:space="preserve">"\\\t</t></is></c>')
    )
    book = parts["xl/workbook.xml"].decode().replace('"Return"', "'ខ្មែរ \"x\"'")
    (tmp_path / "a.xlsx").write_bytes(pack({**parts, "xl/workbook.xml": book.encode()}))
    (sheet,) = read_workbook(tmp_path / "a.xlsx").sheets
    assert sheet.name == 'ខ្មែរ "x"'
    assert sheet.cells[0].raw == '"\\\t'
