"""The workspace and `mne` are those of the tests of the command line."""

from tests.cli.conftest import _plain_environment, mne, workspace

__all__ = ["_plain_environment", "mne", "workspace"]
