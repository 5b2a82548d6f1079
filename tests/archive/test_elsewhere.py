"""An archive says the same in another time zone, language, place and year, to another user."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.archive.trial_archive import at, make_archive
from tests.archive.warm import Warm

ROOT = Path(__file__).parents[2]
NOBODY = 65534
AS_NOBODY = [
    *("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"),
    # Python itself may lie where nobody may look: this lets it be read, and nothing be written.
    *("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"),
]
HERE = {"place": "here", "user": [], "umask": 0o022, "TZ": "UTC", "LANG": "C.UTF-8", **at(20)}
ELSEWHERE = {
    "place": "ទីផ្សេង, another place",
    "user": AS_NOBODY,
    "umask": 0o077,
    "TZ": "America/St_Johns",
    "LANG": "tr_TR.UTF-8",
    "SOURCE_DATE_EPOCH": "1893456000",  # the first day of 2030
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """What an archive answers in surroundings; the archive is the same each time."""
    place = tmp_path_factory.mktemp("archive")
    original = make_archive(place / "original", Warm(place / "scratch"))
    told = {}

    def ask(changes):
        key = json.dumps(changes)
        if key not in told:
            with tempfile.TemporaryDirectory() as folder:  # pytest's own are closed to others
                Path(folder).chmod(0o755)
                told[key] = answers_in(original, Path(folder), HERE | changes)
        return told[key]

    return ask


def answers_in(original, folder, around):
    workspace = folder / around["place"]
    shutil.copytree(original, workspace)
    if around["user"]:
        hand_over(workspace)
    names = ("TZ", "LANG", "SOURCE_DATE_EPOCH")
    environment = {name: around[name] for name in names} | {"LC_ALL": around["LANG"]}
    ended = subprocess.run(
        [*around["user"], sys.executable, "-m", "tests.archive.answers", str(workspace)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        cwd=folder,
        umask=around["umask"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def hand_over(workspace):
    """Give the copy to nobody, who may do there what its owner may."""
    if os.geteuid() or not shutil.which("setpriv"):
        pytest.skip("only root can become another user, with setpriv")
    for path in (workspace, *workspace.rglob("*")):
        os.chown(path, NOBODY, NOBODY)


def test_it_answers_well_where_it_was_made(answers):
    here = answers({})
    assert here["verify"].startswith('0 {"ok": true')
    assert here["verify again"].startswith('0 {"ok": true')
    assert '"actual": "41"' in here["progress"]
    assert '"cell": "D8"' in here["trace"]
    assert '"receipt": "trial/2012-Q1/MOJ/r0002"' in here["submit"]


def test_it_answers_the_same_where_everything_else_is_different(answers):
    changes = {k: v for k, v in ELSEWHERE.items() if k != "user" or can_become_nobody()}
    assert answers(changes) == answers({})


def can_become_nobody():
    return os.geteuid() == 0 and shutil.which("setpriv") is not None


@pytest.mark.long
@pytest.mark.parametrize("what", ELSEWHERE)
def test_it_answers_the_same_where_one_thing_is_different(answers, what):
    assert answers({what: ELSEWHERE[what]}) == answers({})
