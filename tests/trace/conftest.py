"""Gives the tests in this folder the made example."""

from datetime import UTC, datetime

import pytest

from mne.demo import run_demo


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """The made example, without its reports."""
    folder = tmp_path_factory.mktemp("made") / "example"
    folder.mkdir()
    made_on = datetime(2026, 11, 29, tzinfo=UTC)
    run_demo(folder, recorded_on=made_on, tool="npa-mne test", watch=lambda *_: None)
    return folder
