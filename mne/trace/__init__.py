"""Walks a figure back to the cells that it was typed in, and a cell on to the figures made of it.

What a figure is made of is decided in `progress` alone; this only looks up, in the receipts that
count, where each of its parts was typed.
"""

from mne.trace.cell import Rested, Typed, trace_cell
from mne.trace.figure import trace_figure, trace_rows
from mne.trace.found import Gap, Known, Piece, Traced

__all__ = [
    "Gap",
    "Known",
    "Piece",
    "Rested",
    "Traced",
    "Typed",
    "trace_cell",
    "trace_figure",
    "trace_rows",
]
