"""What changed between two versions of a plan: a list of typed changes, to be said in words.

`change` is what a change is; `values` compares two things key by key; `compare` goes through a
plan in the order in which it is read.
"""

from mne.plan_diff.change import Change
from mne.plan_diff.compare import compare_plans

__all__ = ["Change", "compare_plans"]
