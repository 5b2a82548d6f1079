"""Indicators that are not asked but worked out: `[NPA1-JUS-03C] / [NPA1-JUS-03B]`.

`read` turns the text into a small tree (`tree`), `check` finds what is wrong with it when a plan is
loaded (`measures` tells cases from persons), and `quotient` works it out, exactly.
"""

from mne.formulas.check import formula_faults, named_by, rests_on
from mne.formulas.quotient import Quotient, work_out
from mne.formulas.read import read_formula
from mne.formulas.tree import Node, Reference, references

__all__ = [
    "Node",
    "Quotient",
    "Reference",
    "formula_faults",
    "named_by",
    "read_formula",
    "references",
    "rests_on",
    "work_out",
]
