"""The outside of `mne`: help, streams, colours, other folders, what is not built, and bugs."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import mne as package
from mne.cli.app import COMMANDS, NOT_BUILT
from tests.fixtures.trial_kit import good_form, spoil, typing, write

ROOT = Path(package.__file__).parent.parent
WHERE = "trial/2012-Q1/MOJ"


def shell(*words, cwd, **env):
    """`mne` as a process of its own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MNE_")}
    return subprocess.run(
        [sys.executable, "-m", "mne", *map(str, words)],
        cwd=cwd,
        env={**clean, **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def loaded_by(*words, cwd):
    """The modules that a command leaves loaded."""
    code = (
        "import sys\n"
        "from mne.cli import main\n"
        f"sys.argv = ['mne', *{[str(word) for word in words]!r}]\n"
        "try:\n"
        "    main()\n"
        "except SystemExit as ended:\n"
        "    print(ended.code, *sys.modules, file=sys.stderr)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, capture_output=True, text=True, check=True
    )
    code, *modules = ran.stderr.split()
    return code, {name.partition(".")[0] for name in modules}


# --- what is loaded -----------------------------------------------------------------------------


def test_help_loads_none_of_the_large_libraries(workspace):
    code, modules = loaded_by("--help", cwd=workspace.root)
    assert code == "0"
    heavy = {"pandas", "pandera", "numpy", "yaml", "pydantic", "rich", "ibis", "duckdb"}
    assert modules & (heavy | {"weasyprint", "jinja2", "xlsxwriter", "python_calamine"}) == set()


def test_checking_a_return_loads_neither_the_engine_nor_the_printer(workspace):
    path = write(workspace.root, "return.xlsx", good_form(WHERE))
    code, modules = loaded_by("check", path, cwd=workspace.root)
    assert code == "0"
    assert modules & {"ibis", "duckdb", "weasyprint", "jinja2", "xlsxwriter", "pyarrow"} <= {
        "pyarrow"
    }
    assert {"pandas", "pandera"} <= modules


# --- help and version ---------------------------------------------------------------------------


def test_help_reads_like_the_road(mne):
    said = mne("--help")
    assert said.code == 0
    listed = re.findall(r"^  ([a-z]+)  ", said.out, re.MULTILINE)
    assert listed == list(COMMANDS)
    assert listed.index("template") < listed.index("check") < listed.index("submit")
    assert listed.index("submit") < listed.index("status") < listed.index("progress")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_that_says_the_same_as_the_list(mne, command):
    said = mne(command, "--help")
    assert said.code == 0
    assert said.out.startswith(f"Usage: mne {command}")


def test_the_version_is_one_line(mne):
    assert mne("--version") == (0, f"mne {package.__version__}\n", "")


# --- what is not there --------------------------------------------------------------------------


@pytest.mark.parametrize("command", NOT_BUILT)
def test_a_command_that_is_not_built_yet_refuses_plainly(mne, command):
    said = mne(command, "npa", "--some", "--value", "3", "x.pdf")
    assert (said.code, said.out) == (2, "")
    assert f"`mne {command}` is not built yet." in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "words",
    [("--by", "me"), ("--by", "me", "--reason", "why"), ("--reason", "why", "--period", "2012-Q1")],
)
def test_whoever_goes_before_a_stamp_gives_a_name_a_reason_and_what_it_is(mne, words):
    said = mne("check", *words, "a.xlsx")
    assert (said.code, said.out) == (2, "")
    assert "--by and --reason" in said.err


@pytest.mark.parametrize(
    ("typed", "meant"), [("chekc", "check"), ("submitt", "submit"), ("progres", "progress")]
)
def test_an_unknown_command_suggests_the_nearest(mne, typed, meant):
    said = mne(typed, "x")
    assert (said.code, said.out) == (2, "")
    assert f"Did you mean '{meant}'?" in said.err


def test_a_command_like_no_other_gets_no_suggestion(mne):
    said = mne("xyzzy")
    assert said.code == 2
    assert "Did you mean" not in said.err


def test_an_unknown_option_is_a_usage_error(mne):
    said = mne("status", "--plam", "trial")
    assert (said.code, said.out) == (2, "")
    assert "--plan" in said.err


# --- where it runs ------------------------------------------------------------------------------


def test_it_works_from_anywhere_inside_the_workspace_and_with_its_name(workspace, tmp_path):
    path = write(workspace.root, "return.xlsx", good_form(WHERE))
    outside = tmp_path / "outside"
    outside.mkdir()
    deep = workspace.root / "indicators" / "trial"
    assert shell("check", path, cwd=deep).returncode == 0
    assert shell("-C", workspace.root, "check", path, cwd=outside).returncode == 0
    assert shell("check", path, "-C", "../a workspace", cwd=outside).returncode == 0
    named = shell("check", path, cwd=outside, MNE_WORKSPACE=str(workspace.root))
    assert (named.returncode, named.stderr) == (0, "")


def test_where_there_is_no_workspace_it_says_so(workspace, tmp_path, mne, monkeypatch):
    path = write(workspace.root, "return.xlsx", good_form(WHERE))
    lost = tmp_path / "nowhere"
    lost.mkdir()
    monkeypatch.chdir(lost)
    said = mne("check", path)
    assert (said.code, said.out) == (2, "")
    assert "no workspace" in said.err
    said = mne("-C", lost, "check", path)
    assert said.code == 2
    assert "is not a workspace" in said.err


def test_what_a_command_writes_lands_in_the_folder_where_it_was_called(workspace, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    words = ("template", "--plan", "trial", "--period", "2012-Q1", "--reporter", "MOJ")
    ran = shell("-C", workspace.root, *words, cwd=outside)
    assert ran.returncode == 0
    assert [path.name for path in outside.iterdir()] == ["trial_2012-Q1_MOJ.xlsx"]


# --- streams and colours ------------------------------------------------------------------------


def test_data_goes_to_stdout_alone_in_a_pipe(workspace):
    path = write(workspace.root, "bad.xlsx", spoil(good_form(WHERE), typing(D38="thirty")))
    ran = shell("submit", "--format", "json", path, cwd=workspace.root)
    assert ran.returncode == 1
    assert "Return!D38" in ran.stderr  # what is to be mended is a message, and no data
    assert json.loads(ran.stdout)["receipts"][0]["verdict"] == "refused"


@pytest.mark.parametrize(
    "words",
    [
        ("status", "--plan", "trial", "--format", "json"),
        ("progress", "--plan", "trial", "--period", "2012", "--format", "json"),
        ("plan", "show", "trial", "--format", "json"),
    ],
)
def test_a_process_ends_with_nothing_on_stderr_but_what_we_say(workspace, words):
    assert shell("submit", write(workspace.root, "a.xlsx", good_form(WHERE)), cwd=workspace.root)
    ran = shell(*words, cwd=workspace.root)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)


def on_a_terminal(*words, cwd, **env):
    """Everything that a command shows on a terminal."""
    ours, theirs = pty.openpty()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MNE_")}
    with subprocess.Popen(
        [sys.executable, "-m", "mne", *map(str, words)],
        cwd=cwd,
        env={**clean, "TERM": "xterm-256color", "COLUMNS": "120", **env},
        stdout=theirs,
        stderr=theirs,
        stdin=subprocess.DEVNULL,
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        process.wait(60)
    os.close(ours)
    return shown.decode()


@pytest.mark.parametrize(
    "words", [("check", "bad.xlsx"), ("plan", "list"), ("status", "--plan", "nope")]
)
def test_a_terminal_gets_colours_unless_it_asks_for_none(workspace, words):
    write(workspace.root, "bad.xlsx", spoil(good_form(WHERE), typing(D38="thirty")))
    root = workspace.root
    assert "\x1b[" in on_a_terminal(*words, cwd=root)
    assert "\x1b[" not in on_a_terminal(*words, cwd=root, NO_COLOR="1")
    assert "\x1b[" not in on_a_terminal("--no-color", *words, cwd=root)


# --- bugs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "km"])
def test_a_bug_of_ours_is_one_line_and_a_log_that_holds_no_figure(
    mne, workspace, monkeypatch, tmp_path, language
):
    secret = "four-hundred-and-eleven"
    path = write(workspace.root, "return.xlsx", spoil(good_form(WHERE), typing(D38=secret)))
    logs = tmp_path / "logs"
    logs.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(logs))

    def break_down(_, returns):
        typed = next(one.cell.raw for one in returns[0] if one.indicator == "J-07")
        raise ValueError(f"cannot handle {typed}")

    monkeypatch.setattr("mne.schemas.check_frames", break_down)
    said = mne("--lang", language, "check", path)
    assert (said.code, said.out) == (70, "")
    (line,) = said.err.splitlines()
    (log,) = logs.iterdir()
    assert str(log) in line
    assert "ValueError" in line
    text = log.read_text("utf-8")
    assert secret not in said.err + text
    assert "ValueError" in text
    assert "break_down" in text
    assert "intake/desk.py" in text
    assert f"npa-mne {package.__version__}" in text


def test_a_reader_that_hangs_up_early_is_no_bug(workspace):
    if shutil.which("head") is None:
        pytest.skip("no head here")
    command = f'"{sys.executable}" -m mne plan show trial --format json | head -c 10'
    ran = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=workspace.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in ran.stderr
    assert ran.stderr == ""
