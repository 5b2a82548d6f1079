"""Does the main job on the shipped example: forms, returns, checks, receipts, reports.

Every return goes the whole road as a file of its own: nothing is put into the archive by a side
door.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from pathlib import Path

from mne.archive import Archive, Signer
from mne.definitions import load_plan
from mne.demo.clerk import Clerk, Ruling, rulings
from mne.demo.sendings import Sending, sendings_of
from mne.intake import Declared, check_file, earlier_returns
from mne.layout import expected_slots, form_file_name
from mne.model import Plan, Receipt, Slot
from mne.template import SYNTHETIC_MARK, Earlier, write_template
from mne.workbook import Readers
from mne.workspace import SYNTHETIC, Workspace, shipped

EXAMPLE_PLAN = "npa-kh-2011"
_SYNTHETIC = """\
Every return in this folder is synthetic: made by `mne demo`, reported by nobody.
While this file is here, every report says so on every page.
"""


@dataclass(frozen=True)
class Example:
    """What the demo made."""

    workspace: Workspace
    plan: Plan
    forms: tuple[Path, ...]
    returns: tuple[Path, ...]
    receipts: tuple[Receipt, ...]


def make_workspace(folder: Path) -> Workspace:
    """A workspace with the shipped definitions and an empty archive."""
    shutil.copytree(shipped("indicators"), folder / "indicators", dirs_exist_ok=True)
    workspace = Workspace(folder)
    Archive(workspace.submissions).keep_note(SYNTHETIC, _SYNTHETIC)
    return workspace


def run_demo(
    folder: Path,
    *,
    recorded_on: datetime,
    tool: str,
    watch: Callable[[int, int], None],
    signer: Signer | None = None,
) -> Example:
    """Make the forms of three years, fill them in, check them and keep them, decisions too.

    `watch` is told how many files are made, and how many there will be.
    """
    workspace = make_workspace(folder)
    plan = load_plan(workspace.indicators, EXAMPLE_PLAN)
    slots = tuple(expected_slots(plan))
    sendings = [one for slot in slots for one in sendings_of(plan, slot)]
    days = _in_order(plan, slots, sendings)
    clerk = Clerk(workspace, plan, recorded_on, tool, signer)
    clerk.archive.keep_definitions(plan)
    forms, returns = [], []
    with Readers(len(sendings)) as readers:
        for done, one in enumerate(days, 1):
            watch(done, len(days))
            if isinstance(one, Slot):
                earlier = earlier_returns(clerk.archive, plan, one)
                forms.append(_write(folder / "forms" / one.period.label, plan, one, earlier))
            elif isinstance(one, Sending):
                earlier = earlier_returns(clerk.archive, plan, one.slot)
                path = _send(folder / "returns" / one.slot.period.label, plan, one, earlier)
                verdict, _ = check_file(workspace, path, Declared(), readers)
                returns.append(path)
                clerk.keep(verdict, path, one)
            else:
                clerk.decide(one)
    receipts = clerk.archive.receipts(plan.id)
    return Example(workspace, plan, tuple(forms), tuple(returns), receipts)


def _in_order(
    plan: Plan, slots: Sequence[Slot], sendings: Sequence[Sending]
) -> list[Slot | Sending | Ruling]:
    """Forms, returns and decisions as the days go by: a form goes out when its period ends.

    So it knows what was answered by then. A slot stands for its form.
    """
    out = [(plan.end_of(slot.period.end), 0, str(slot), slot) for slot in slots]
    back = [(one.received_on, 1, one.file_name, one) for one in sendings]
    ruled = [(one.on, 2, f"{place:03}", one) for place, one in enumerate(rulings(plan))]
    days: list[tuple[datetime, int, str, Slot | Sending | Ruling]] = [*out, *back, *ruled]
    return [one for *_, one in sorted(days, key=itemgetter(0, 1, 2))]


def _write(folder: Path, plan: Plan, slot: Slot, earlier: Earlier) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / form_file_name(slot)
    mark = SYNTHETIC_MARK if earlier else ""
    path.write_bytes(write_template(plan, slot, mark=mark, earlier=earlier))
    return path


def _send(folder: Path, plan: Plan, sending: Sending, earlier: Earlier) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / sending.file_name
    filled = write_template(plan, sending.slot, sending.answers, SYNTHETIC_MARK, earlier)
    path.write_bytes(filled)
    return path
