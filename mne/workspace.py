"""Where things are: the workspace of the secretariat, and what ships with the program.

A workspace is a folder with `indicators/` and `submissions/`. It is found upward from where the
command is given, or named.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mne.errors import UsageError

SYNTHETIC = "SYNTHETIC.txt"
_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders of one workspace."""

    root: Path

    @property
    def indicators(self) -> Path:
        """Plans and code lists."""
        return self.root / "indicators"

    @property
    def submissions(self) -> Path:
        """The archive."""
        return self.root / "submissions"

    @property
    def report_templates(self) -> Path:
        """The workspace's own report layouts; they come before the built-in ones."""
        return self.root / "report_templates"

    @property
    def is_synthetic(self) -> bool:
        """Whether its figures are invented: a file in the archive says so, and every page then."""
        return (self.submissions / SYNTHETIC).is_file()

    @property
    def cache(self) -> Path:
        """May be deleted at any time."""
        return self.root / ".mne"


def find_workspace(start: Path, named: Path | None = None) -> Workspace:
    """The named workspace, or the nearest one upward from `start`."""
    if named is not None:
        if not (named / "indicators").is_dir():
            raise UsageError("workspace-not-there", folder=named)
        return Workspace(named.resolve())
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / "indicators").is_dir():
            return Workspace(folder)
    raise UsageError("workspace-not-found", folder=start)


def shipped(name: str) -> Path:
    """A folder that ships with the program: inside an installed wheel, or in the checkout."""
    inside = _PACKAGE / "_shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
