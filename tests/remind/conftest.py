"""The workspace and `mne` are those of the tests of the command line."""

import json

import pytest

from tests.cli.conftest import _plain_environment, mne, send, workspace

__all__ = ["_plain_environment", "mne", "send", "workspace"]


@pytest.fixture
def remind(mne):
    """Writes into the folder `out` what is owed on a day; gives what was said."""

    def call(day, *words, period="2012"):
        where = ("--plan", "trial", "--period", period, "--as-of", day, "-o", "out")
        return mne("remind", *where, *words)

    return call


@pytest.fixture
def owing(mne):
    """Who gets a letter on a day, of which kind and about what; nothing is written."""

    def call(day, *words, period="2012"):
        where = ("--plan", "trial", "--period", period, "--as-of", day, "--format", "json")
        said = mne("remind", *where, *words)
        assert said.code == 0, said.err
        found = json.loads(said.out)["reminders"]
        return {one["reporter"]: (one["kind"], *one["periods"]) for one in found}

    return call
