"""The shipped example: three years of returns that nobody ever sent, and the main job done on them.

Everything here is synthetic and says so wherever it shows.
"""

from mne.demo.run import EXAMPLE_PLAN, Example, run_demo

__all__ = ["EXAMPLE_PLAN", "Example", "run_demo"]
