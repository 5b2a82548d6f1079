"""How pages of text are drawn on a terminal: headings, labels and words, nothing cut off."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from mne.cli.app import App

if TYPE_CHECKING:
    from rich.table import Table

_WIDEST = 110
"""Longer lines are hard to read."""
_NARROWEST = 60


def draw(app: App, *parts: Any) -> str:
    """The parts below each other, as wide as the terminal but never too wide to read."""
    from rich.console import Console

    columns = shutil.get_terminal_size().columns
    console = Console(
        no_color=not app.color,
        force_terminal=app.color or None,
        width=max(_NARROWEST, min(columns, _WIDEST)),
        highlight=False,
        markup=False,
        emoji=False,
    )
    with console.capture() as capture:
        for part in parts:
            console.print(part)
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def heading(text: str) -> Any:
    """A line that stands out, also where there are no colours: what follows it is set in."""
    from rich.text import Text

    return Text(text, style="bold")


def quiet(text: str) -> Any:
    """Words of less weight."""
    from rich.text import Text

    return Text(text, style="dim")


def grid(rows: Iterable[Iterable[Any]], widths: Iterable[int | None], indent: int = 2) -> Table:
    """Columns without lines; those of a given width wrap, a column of None takes what is left."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False, expand=True)
    table.add_column(width=indent)
    for width in widths:
        table.add_column(width=width, ratio=None if width else 1, overflow="fold")
    for row in rows:
        cells = (Text(one) if isinstance(one, str) else one for one in row)
        table.add_row("", *cells)
    return table
