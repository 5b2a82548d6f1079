"""The desk at which returns come in: each file is opened and read, then all are judged.

Reading happens in child processes, one or two files ahead; meanwhile the checking library is loaded
here. All answers are then held against the definitions at once, and each return against what its
sender and others have reported before. One bad file never keeps the others from theirs.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from mne.archive import Archive
from mne.errors import MneError
from mne.intake.judge import judge
from mne.intake.opening import NotOpened, Opened, open_return
from mne.intake.plans import Plans
from mne.intake.slot import Declared
from mne.model import Issue, Plan, Verdict
from mne.workbook import PendingRead, Readers, without_list
from mne.workspace import Workspace

_AHEAD = 2
"""So many files are being read while another is looked at."""


class Checked(NamedTuple):
    """What checking one file came to, and the plan that it was read under."""

    path: Path
    verdict: Verdict
    plan: Plan


class Desk:
    """One workspace and its archive, looked up once for many files."""

    def __init__(
        self,
        workspace: Workspace,
        readers: Readers,
        came: Callable[[Plan], datetime] | None = None,
    ) -> None:
        """`came`: when the files came in; None where it is not asked whether that is late."""
        self.archive = Archive(workspace.submissions)
        self._plans = Plans(workspace.indicators)
        self._readers = readers
        self._came = came

    def plan(self, name: str) -> Plan:
        """A plan by its name, under today's definitions."""
        return self._plans.plan(name)

    def open(self, paths: Sequence[Path], declared: Declared) -> Iterator[Opened | NotOpened]:
        """Read each file, in their order."""
        started = self._start_ahead(paths)
        for path, pending in started:
            try:
                # What was returned for mending still has our list in it: that is no answer.
                workbook = without_list(pending.workbook())
                yield open_return(self._plans, self.archive, path, workbook, declared)
            except MneError as error:
                yield NotOpened(path, error)

    def judge(self, files: Sequence[Opened | NotOpened]) -> Iterator[Checked | NotOpened]:
        """The verdict on each, in their order; each sees what was kept of those before it."""
        wrong = iter(_wrong_answers([one for one in files if isinstance(one, Opened)]))
        for one in files:
            if isinstance(one, NotOpened):
                yield one
            else:
                plan = one.taken.plan
                came = self._came(plan) if self._came else None
                yield Checked(one.path, judge(self.archive, one, next(wrong), came), plan)

    def _start_ahead(self, paths: Sequence[Path]) -> Iterator[tuple[Path, PendingRead]]:
        left = iter(paths)
        waiting = deque((path, self._readers.start(path)) for path in islice(left, _AHEAD))
        _load_checks()
        while waiting:
            yield waiting.popleft()
            waiting.extend((path, self._readers.start(path)) for path in islice(left, 1))


def check_file(
    workspace: Workspace,
    path: Path,
    declared: Declared,
    readers: Readers | None = None,
    came: datetime | None = None,
) -> tuple[Verdict, Plan]:
    """The verdict on one file, and its plan; `readers` are those that are kept warm for many.

    UnreadableError where the file cannot be read or is not one of our forms.
    """
    if readers is None:
        with Readers() as own:
            return check_file(workspace, path, declared, own, came)
    desk = Desk(workspace, readers, (lambda _: came) if came else None)
    (checked,) = desk.judge(list(desk.open([path], declared)))
    if isinstance(checked, NotOpened):
        raise checked.error
    return checked.verdict, checked.plan


def _load_checks() -> None:
    """While the children read."""
    import mne.checks.privacy.look  # noqa: PLC0415 - builds its patterns
    import mne.schemas  # noqa: F401, PLC0415 - takes a third of a second


def _wrong_answers(opened: Sequence[Opened]) -> list[tuple[Issue, ...]]:
    """What is wrong with single answers: all returns under the same definitions are one table."""
    from mne.schemas import check_frames  # noqa: PLC0415 - as above

    numbers_by_digest: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(opened):
        numbers_by_digest[one.taken.plan.digest].append(number)
    found: list[tuple[Issue, ...]] = [()] * len(opened)
    for numbers in numbers_by_digest.values():
        plan = opened[numbers[0]].taken.plan
        returns = [opened[number].reading.observations for number in numbers]
        for number, issues in zip(numbers, check_frames(plan, returns), strict=True):
            found[number] = issues
    return found
