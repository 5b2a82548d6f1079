"""The reading process: whatever it does, the parent gets an answer or says that there is none."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mne.errors import UnreadableError
from mne.model import Cell
from mne.workbook import PendingRead, Readers, child, pool, process, read_workbook
from mne.workbook.cells import parse_answer
from mne.workbook.facts import SheetFacts, spot
from mne.workbook.faults import Refusal
from mne.workbook.process import ReaderProcess
from tests.workbook.hostile import cell, pack, row, xlsx_parts

GOOD = (
    '{"name":"S","visible":true,"refs":["A1"],"raws":["1"],"types":"n","formulas":"0",'
    '"fonts":{},"hidden_rows":[],"hidden_columns":[],"merged":[],"filtered":false}'
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
        "import sys; sys.stdin.buffer.read(12); raise BaseException('PanicException')",
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
        '{"kind":"xlsx","plain":false,"sheets":{}}',
        '{"kind":"csv","plain":false,"sheets":[]}',
        '{"sheets":[]}',
        '{"kind":"xlsx","sheets":[]}',
        '{"kind":"xlsx","plain":1,"sheets":[]}',
        '{"kind":"xlsx","plain":false,"sheets":[1]}',
        '{"kind":"xlsx","plain":false,"sheets":[],"more":1}',
        '{"refused":"no-such-code","params":{}}',
        '{"refused":"file-damaged","params":{}}',
        '{"refused":"file-damaged","params":{"part":1}}',
        *(
            f'{{"kind":"xlsx","plain":false,"sheets":[{GOOD.replace(old, new)}]}}'
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
                ('"fonts":{}', '"fonts":[]'),
                ('"fonts":{}', '"fonts":{"1":"Limon S1"}'),
                ('"fonts":{}', '"fonts":{"0":1}'),
                ('"fonts":{}', '"fonts":{"x":"Limon S1"}'),
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


def test_a_number_that_is_too_long_to_be_one_stays_a_text() -> None:
    answer = f'{{"refused":"file-xls","params":{{"found":"{"9" * 5000}"}}}}'
    with pytest.raises(Refusal) as refused:
        parse_answer(answer.encode(), "digest")
    assert refused.value.params == {"found": "9" * 5000}


def test_an_answer_of_the_agreed_shape_is_believed() -> None:
    kind, plain, (sheet,) = parse_answer(
        f'{{"kind":"xlsx","plain":false,"sheets":[{GOOD}]}}'.encode(), "digest"
    )
    assert (kind, plain) == ("xlsx", False)
    assert sheet.cells == (Cell("digest", "S", "A1", "1", "number"),)


def test_a_font_that_the_child_tells_is_the_cells() -> None:
    told = GOOD.replace('"fonts":{}', '"fonts":{"0":"Limon S1"}')
    _, _, (sheet,) = parse_answer(
        f'{{"kind":"xlsx","plain":false,"sheets":[{told}]}}'.encode(), "digest"
    )
    assert sheet.cells == (Cell("digest", "S", "A1", "1", "number", font="Limon S1"),)


def talk(program: str, *files: Path, most: int = 2) -> subprocess.CompletedProcess[bytes]:
    """What the child says to these files, with its program replaced by this."""
    command = process._command(most)
    command[command.index(process._START)] = program
    asked = b"".join(b"%12d" % file.stat().st_size + file.read_bytes() for file in files)
    return subprocess.run(command, input=asked, capture_output=True, check=True)


def test_the_child_is_started_without_our_packages(form: Path) -> None:
    """Importing ours whole would take longer than the reading; so would json or zipfile."""
    told = talk(process._START + "\nsys.stderr.write(' '.join(sys.modules))", form)
    loaded = set(told.stderr.decode().split())
    assert "mne.workbook.child" in loaded
    assert not loaded & {"mne.errors", "mne.model", "json", "typing", "site", "zipfile", "pathlib"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_the_child_is_limited_before_it_reads(form: Path) -> None:
    spy = process._START.replace(
        "main(int(sys.argv[1]), sys.argv[2])",
        "from mne.workbook import child\n"
        "def told(*_):\n"
        "    import resource as r\n"
        "    names = ('AS', 'CPU', 'CORE', 'FSIZE', 'NOFILE')\n"
        "    return repr([r.getrlimit(getattr(r, 'RLIMIT_' + name))[0] for name in names])\n"
        "child.answer_to = told\n"
        "main(int(sys.argv[1]), sys.argv[2])",
    )
    told = talk(spy, form, most=1)
    assert told.stdout.decode() == ".         26[1073741824, 11, 0, 0, 32]"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_each_file_has_its_own_time(form: Path) -> None:
    """Ten seconds after what the files before have taken, however many they were."""
    spy = process._START.replace(
        "main(int(sys.argv[1]), sys.argv[2])",
        "from mne.workbook import child\n"
        "import resource\n"
        "used = iter([0.2, 8.7])\n"
        "def usage(_):\n"
        "    return type('', (), {'ru_utime': next(used), 'ru_stime': 0.5})\n"
        "resource.getrusage = usage\n"
        "child.answer_to = lambda _: str(resource.getrlimit(resource.RLIMIT_CPU)[0])\n"
        "main(int(sys.argv[1]), sys.argv[2])",
    )
    told = talk(spy, form, form)
    assert told.stdout.decode() == "+          211.          220"


def test_without_limits_of_the_system_the_reading_goes_on(
    form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows."""
    monkeypatch.setitem(sys.modules, "resource", None)
    child.limit_process()
    child.limit_time()
    answer = child.read(form.read_bytes())
    assert parse_answer(answer.encode(), "digest")[2][0].cells[0].raw == "41"


def test_a_cell_that_only_one_reader_sees_is_ambiguous() -> None:
    facts = SheetFacts("Return")
    facts.add(spot(1, 1), "A1", "n", "41", None, cached=True)
    assert child._merge_readings([[41.0, ""]], facts).raws == ["41"]
    with pytest.raises(Refusal, match="readers-differ"):
        child._merge_readings([[41.0, 43.0]], facts)


def test_the_file_may_change_once_its_reading_has_begun(form: Path) -> None:
    with Readers() as readers:
        pending = readers.start(form)
        form.write_bytes(b"something else")
        assert pending.workbook().sheets[0].cells[0].raw == "41"


def numbered(folder: Path, many: int) -> list[Path]:
    """Workbooks that hold their own number."""
    paths = [folder / f"{number}.xlsx" for number in range(many)]
    for number, path in enumerate(paths):
        path.write_bytes(pack(xlsx_parts(row(1, cell("A1", str(number))))))
    return paths


def raw_of(pending: PendingRead) -> str:
    return pending.workbook().sheets[0].cells[0].raw


@pytest.mark.parametrize("files", [1, 4])
def test_several_readings_may_be_under_way(tmp_path: Path, files: int) -> None:
    with Readers(files) as readers:
        pending = [readers.start(path) for path in numbered(tmp_path, 4)]
        assert [raw_of(promise) for promise in reversed(pending)] == ["3", "2", "1", "0"]


def test_a_process_is_kept_warm_and_takes_so_many_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []

    class Counted(ReaderProcess):
        def __init__(self, files: int) -> None:
            started.append(files)
            super().__init__(files)

    monkeypatch.setattr(pool, "ReaderProcess", Counted)
    monkeypatch.setattr(pool, "FILES_EACH", 3)
    with Readers(100) as readers:
        raws = [raw_of(readers.start(path)) for path in numbered(tmp_path, 8)]
    assert raws == list("01234567")
    assert started == [3, 3, 3]


def test_a_file_that_kills_its_process_leaves_the_others_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadly = process._START.replace(
        "main(int(sys.argv[1]), sys.argv[2])",
        "from mne.workbook import child\n"
        "read = child.read\n"
        "def read_or_die(data):\n"
        "    if b'deadly' in data:\n"
        "        import os; os.abort()\n"
        "    return read(data)\n"
        "child.read = read_or_die\n"
        "main(int(sys.argv[1]), sys.argv[2])",
    )
    monkeypatch.setattr(process, "_START", deadly)
    first, second, third = numbered(tmp_path, 3)
    second.write_bytes(pack({**xlsx_parts(), "xl/deadly.xml": b"<x/>"}))
    with Readers(10) as readers:
        assert raw_of(readers.start(first)) == "0"
        with pytest.raises(UnreadableError, match="file-reader-failed") as failed:
            raw_of(readers.start(second))
        assert failed.value.params["how"] == "status -6"
        assert raw_of(readers.start(third)) == "2"


def test_a_process_that_has_grown_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grown = process._START.replace(
        "main(int(sys.argv[1]), sys.argv[2])",
        "from mne.workbook import child\n"
        "child.GROWN_BYTES = 0\n"
        "main(int(sys.argv[1]), sys.argv[2])",
    )
    monkeypatch.setattr(process, "_START", grown)
    first, second = numbered(tmp_path, 2)
    with Readers(10) as readers:
        assert raw_of(readers.start(first)) == "0"
        assert readers._warm == []
        assert raw_of(readers.start(second)) == "1"


def test_nothing_is_left_behind(form: Path) -> None:
    threads, files = threading.active_count(), _open_files()
    for _ in range(5):
        read_workbook(form)
    with Readers(9) as readers:
        readers.start(form)  # and nobody asks for it
        readers.start(form).workbook()
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
