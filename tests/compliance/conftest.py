"""Lets the tests in this folder share their small plan and the second reckoning."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
