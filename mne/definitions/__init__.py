"""Reads a plan's definitions from its folder, strictly, and reports every fault at once.

`source` reads one YAML file and finds where a key stands, `misfits` says in our words what does not
fit its key; `shelf` holds what plans share, `load` puts the files of a plan together, `workspace`
those of all plans; `faults` finds what no single file shows: a lead that is no reporter, a target
past the plan's end, a rule that can never be judged.
"""

from mne.definitions.canonical import canonical_text, plan_from_text
from mne.definitions.fault import Fault, errors_in, explain
from mne.definitions.faults.flaw import unknown_name
from mne.definitions.load import check_plan, list_plans, load_frameworks, load_plan
from mne.definitions.source import Source, read_source
from mne.definitions.workspace import check_workspace

__all__ = [
    "Fault",
    "Source",
    "canonical_text",
    "check_plan",
    "check_workspace",
    "errors_in",
    "explain",
    "list_plans",
    "load_frameworks",
    "load_plan",
    "plan_from_text",
    "read_source",
    "unknown_name",
]
