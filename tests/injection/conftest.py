"""The triggers are beside the tests; the workspace and `mne` are those of the command line."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from tests.cli.conftest import _plain_environment, mne, workspace

__all__ = ["_plain_environment", "mne", "workspace"]
