"""Reads a plan's definitions from its folder, strictly, and reports every fault at once.

`source` reads one YAML file and remembers where each key stands; `load` puts the files of a plan
together; `faults` finds what no single file shows: a lead that is no reporter, a target past the
plan's end, two indicators of one id.
"""

from mne.definitions.load import (
    canonical_text,
    check_plan,
    check_workspace,
    list_plans,
    load_frameworks,
    load_plan,
    plan_from_text,
)
from mne.definitions.source import Fault, Source, read_source

__all__ = [
    "Fault",
    "Source",
    "canonical_text",
    "check_plan",
    "check_workspace",
    "list_plans",
    "load_frameworks",
    "load_plan",
    "plan_from_text",
    "read_source",
]
