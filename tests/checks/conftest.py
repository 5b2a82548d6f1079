"""Gives each test of the checks a workspace with the plan whose returns hang together."""

import pytest

from tests.fixtures import account_kit, trial_kit


@pytest.fixture
def workspace(tmp_path):
    return account_kit.add_account(trial_kit.copy_workspace(tmp_path / "a workspace"))
