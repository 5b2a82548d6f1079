"""Gives each test of the command line a workspace, and `mne` to be called as from a shell."""

import gc
import sys
from typing import NamedTuple

import pytest

from mne.cli import main
from tests.fixtures import trial_kit


class Said(NamedTuple):
    """What a command came to."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    """What the machine has set must not decide a test."""
    for name in (
        "MNE_WORKSPACE",
        "SOURCE_DATE_EPOCH",
        "NO_COLOR",
        "MNE_LANG",
        "FORCE_COLOR",
        "COLUMNS",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def workspace(tmp_path):
    return trial_kit.copy_workspace(tmp_path / "a workspace")


@pytest.fixture
def send(mne, workspace):
    """Submits a form as received on a day, with some cells typed over."""

    def submit(where="trial/2012-Q1/MOJ", day="2012-04-10", **cells):
        name = f"sent-{len(list(workspace.root.glob('sent-*')))}.xlsx"
        form = trial_kit.good_form(where)
        content = trial_kit.spoil(form, trial_kit.typing(**cells)) if cells else form
        path = trial_kit.write(workspace.root, name, content)
        return mne("submit", path, "--received", day)

    return submit


@pytest.fixture
def mne(workspace, monkeypatch, capsys):
    """Calls `mne` in this process, in the workspace's folder; gives exit code and both streams."""
    monkeypatch.chdir(workspace.root)
    before = gc.get_threshold()

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["mne", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        gc.set_threshold(*before)
        gc.unfreeze()
        streams = capsys.readouterr()
        return Said(ended.value.code, streams.out, streams.err)

    return call
