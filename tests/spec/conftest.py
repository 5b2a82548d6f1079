"""Lets the examples use the small plans of the tests of progress."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "progress"))
