"""Which version of a plan is meant: of this workspace, of another folder, or of the archive."""

from __future__ import annotations

import re
from pathlib import Path

from mne.archive import Archive
from mne.definitions import list_plans, load_plan
from mne.errors import UsageError
from mne.model import Plan
from mne.workspace import Workspace

_DIGEST = re.compile("[0-9a-f]{8,64}")


def find_versions(workspace: Workspace, first: str, second: str) -> tuple[Plan, Plan]:
    """Both versions; where one is a whole workspace, its plan of the same name as the other."""
    match _find(workspace, first), _find(workspace, second):
        case Plan() as one, Plan() as other:
            return one, other
        case Plan() as one, Path() as folder:
            return one, load_plan(folder, one.id)
        case Path() as folder, Plan() as other:
            return load_plan(folder, other.id), other
        case _, folder:
            plans = ", ".join(list_plans(folder)) if isinstance(folder, Path) else ""
            raise UsageError("version-which-plan", version=second, known=plans)


def _find(workspace: Workspace, text: str) -> Plan | Path:
    """A plan, or a folder that holds several."""
    if text in list_plans(workspace.indicators):
        return load_plan(workspace.indicators, text)
    folder = Path(text)
    if (folder / "plan.yaml").is_file():
        whole = folder.resolve()
        return load_plan(whole.parent, whole.name)
    for indicators in (folder / "indicators", folder):
        if list_plans(indicators):
            return indicators
    if _DIGEST.fullmatch(text):
        return _kept(workspace, text)
    raise UsageError("version-unknown", version=text)


def _kept(workspace: Workspace, start: str) -> Plan:
    """The definitions in the archive whose digest begins so."""
    archive = Archive(workspace.submissions)
    digests = [one for one in archive.digests() if one.startswith(start)]
    if len(digests) > 1:
        raise UsageError("version-not-one", version=start, known=", ".join(digests))
    plan = archive.definitions(digests[0]) if digests else None
    if plan is None:
        raise UsageError("version-unknown", version=start)
    return plan
