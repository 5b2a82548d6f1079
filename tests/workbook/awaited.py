"""What was found and awaits its mend in the reader."""

from __future__ import annotations

AWAITED = frozenset(
    {
        "a text of a megabyte in a thousand cells",
        "a figure with a power of five thousand digits",
        "a figure that would be a thousand million digits",
        "a length of time beyond all time",
        "a sheet neither hidden nor shown",
        "an end of a row that never began",
        "a size of the sheet that is none",
        "a value behind the rows",
        "a day in Khmer digits",
        "a cell of another vocabulary, which Excel passes over",
        "a sheet of another vocabulary",
        "a cell that changes the vocabulary",
        "two texts in one of the shared texts",
        "a text in a cell that holds a figure",
        "tables of another vocabulary",
        "tables under two names",
        "two texts in one cell",
        "a long text in a thousand cells",
        "a long text in a hundred thousand rows",
        "tables under a name of their own",
        "a figure that only shows",
        "a day that only shows",
        "a text of no type",
        "a type of ods cell that nobody knows",
        "a yes or no that is maybe",
        "an ods figure of a thousand million digits",
        "a day that is no number",
        "an ods text with a broken line",
    }
)
"""Those whose end is not right yet; should one come to the right end, that is a failure too."""
