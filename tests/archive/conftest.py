"""Lets the tests here share their samples and the failing machine."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from mne.archive import Archive


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "a workspace" / "submissions")
