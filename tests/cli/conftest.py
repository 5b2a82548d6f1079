"""Gives each test of the command line a workspace of its own, with the invented plan."""

import pytest

from tests.fixtures import trial_kit


@pytest.fixture
def workspace(tmp_path):
    return trial_kit.copy_workspace(tmp_path / "a workspace")
