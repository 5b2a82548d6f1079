"""What was found and awaits its mend in the reader: nothing at present."""

from __future__ import annotations

AWAITED: frozenset[str] = frozenset()
"""Those whose end is not right yet; should one come to the right end, that is a failure too."""
