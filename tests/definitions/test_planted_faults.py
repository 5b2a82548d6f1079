"""Each file in `faults` is named after the one fault that it plants in a sound workspace."""

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import mne
from mne.definitions import check_workspace
from mne.messages import LANGUAGES, read_texts, say

HERE = Path(__file__).resolve().parent
PACKAGE = Path(mne.__file__).parent
FILES = sorted((HERE / "faults").glob("*.yaml"))
MARK = b"# <- fault"
WORDS = read_texts("en")
# Whoever is handed one of these raises or says it; no line of a file is at fault.
NO_FAULTS = {"UsageError", "DefinitionsError", "message"}


def replaced_by(path: Path) -> str:
    """The file of the base in whose place a planted one stands: its first line says so."""
    first = path.read_bytes().splitlines()[0].decode()
    words = first.split()
    assert words[:2] == ["#", "replaces"]
    return words[2]


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    folder = tmp_path_factory.mktemp("base")
    shutil.copytree(HERE / "base" / "indicators", folder / "indicators")
    return folder


def test_the_base_has_no_faults(base):
    assert check_workspace(base / "indicators")[1] == ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_planted_fault_gives_its_code_at_its_line_and_nothing_else(base, path):
    name = replaced_by(path)
    file = base / name
    sound = file.read_bytes()
    file.write_bytes(path.read_bytes())
    try:
        found = check_workspace(base / "indicators")[1]
    finally:
        file.write_bytes(sound)
    (line,) = (
        number
        for number, text in enumerate(path.read_bytes().splitlines(), start=1)
        if MARK in text
    )
    code = path.stem.partition("--")[0]
    assert [(one.file, one.line, one.code) for one in found] == [(name, line, code)]


def test_there_is_a_planted_fault_for_every_code():
    assert not sorted({*codes()} - {path.stem.partition("--")[0] for path in FILES})


def test_every_code_says_what_is_expected_and_what_to_do_in_every_language():
    lacking = [
        (code, language)
        for language in LANGUAGES
        for code in {*codes()}
        if not all(read_texts(language)[code].get(field) for field in ("expected", "fix"))
    ]
    assert not lacking
    assert say("did-you-mean", "en", {"near": "MOI"}).message == "Did you mean MOI?"


def codes() -> Iterator[str]:
    """Every code of a fault that stands in the program."""
    for path in sorted((PACKAGE / "definitions").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        said = {id(call.args[0]) for call in calls(tree) if called(call) in NO_FAULTS and call.args}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and node.value in WORDS and id(node) not in said:
                yield str(node.value)
    for folder, maker, place in (
        ("kinds", "Fault", 1),
        ("formulas", "Fault", 1),
        ("model", "misfit", 0),
    ):
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            for call in calls(ast.parse(path.read_text("utf-8"))):
                if called(call) == maker and isinstance(call.args[place], ast.Constant):
                    yield str(call.args[place].value)


def calls(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""
