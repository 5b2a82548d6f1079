"""Gives the tests in this folder the example that the repository keeps."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def made():
    """The workspace of the frozen example: only to be read."""
    return Path(__file__).resolve().parents[2]
