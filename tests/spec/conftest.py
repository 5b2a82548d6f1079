"""Lets the examples use the small plans of the tests of progress."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path += [str(HERE), str(HERE.parent / "progress")]
