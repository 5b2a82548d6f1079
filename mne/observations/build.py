"""Makes the files of a plan whole: keeps what is right, reads what is missing, removes the rest.

A new file is whole before any that it stands for is removed. So wherever that is stopped, each
receipt that was read stands in some file; one that stands in two is taken from one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from mne.model import Observation, Plan, Receipt
from mne.observations.file import File, Origin, Piece, look_at, write_pieces
from mne.observations.given import Keeper
from mne.observations.rows import rows_of

MOST_ROWS = 1_000_000
"""A file is one group of rows: an engine skips a whole group, and never a part of one."""
BATCH = 40_000
"""So many rows are held as objects while they are read."""
FACTOR = 2
"""A file that is at most so many times what is added is written anew together with it, so of one
year no more files stand beside each other than the year's rows can be halved."""
PATIENCE = 60
"""For how many seconds to wait while another process writes; then both may write."""

Receipts = Mapping[str, Receipt]


class Share(NamedTuple):
    """What of a file is right, and in no file before it."""

    file: File
    receipts: Collection[str]

    @property
    def is_whole(self) -> bool:
        """Whether the file can stay as it is."""
        return len(self.receipts) == len(self.file.origins)


class Source(NamedTuple):
    """Where receipts are read, and under which definitions."""

    archive: Keeper
    plan: Plan

    def receipts(self) -> Receipts:
        """Those of which more is kept than that they came."""
        return {one.id: one for one in self.archive.receipts(self.plan.id) if one.has_content}

    def is_right(self, receipt: Receipt | None, origin: Origin) -> bool:
        """Whether rows are those that reading the receipt would give."""
        if receipt is None or receipt.sha256 != origin.sha256:
            return False
        read_under = origin.definitions
        return read_under == receipt.definitions or (
            read_under == self.plan.digest and self.archive.definitions(receipt.definitions) is None
        )

    def definitions(self, receipt: Receipt) -> Plan:
        """Those it was checked under, if they were kept; else the plan's."""
        if receipt.definitions == self.plan.digest:
            return self.plan
        return self.archive.definitions(receipt.definitions) or self.plan


def whole_files(archive: Keeper, plan: Plan, folder: Path) -> tuple[Path, ...]:
    """The files that hold each receipt once and nothing else, made where they are not there."""
    source = Source(archive, plan)
    wanted = source.receipts()
    shares, leftovers = _look(source, wanted, folder)
    complete = _is_complete(shares, wanted)
    if complete and not leftovers:
        return _paths(shares)
    with _alone(folder, 0 if complete else PATIENCE) as alone:
        if complete and not alone:  # what looks like a leftover may be in the making
            return _paths(shares)
        # Looked at anew: who wrote until now may have known of later receipts.
        wanted = source.receipts()
        shares, leftovers = _look(source, wanted, folder)
        _remove(leftovers)
        paths = _complete(source, wanted, folder, shares)
        _remove({share.file.path for share in shares} - paths)
    return tuple(sorted(paths))


def forget(folder: Path, receipt: str) -> None:
    """Take a receipt's rows out of every file, and remove what no file is."""
    with _alone(folder, PATIENCE):
        for path in _everything(folder):
            found = look_at(path)
            if found and receipt not in found.origins:
                continue
            try:
                if found and (others := found.origins.keys() - {receipt}):
                    write_pieces(path.parent, [found.read(others)])
            finally:
                _remove([path])


def _look(
    source: Source, wanted: Receipts, folder: Path
) -> tuple[Sequence[Share], Collection[Path]]:
    """What of each file is of use, and the files of which nothing is."""
    paths = _everything(folder)
    files = [one for one in map(look_at, paths) if one]
    right = {
        one.path: {
            receipt
            for receipt, origin in one.origins.items()
            if source.is_right(wanted.get(receipt), origin)
        }
        for one in files
    }
    # First those that can stay as they are, and of these the large ones.
    files.sort(key=lambda one: (len(right[one.path]) < len(one.origins), -one.rows, one.path))
    taken: set[str] = set()
    shares = []
    for one in files:
        if mine := right[one.path] - taken:
            shares.append(Share(one, mine))
            taken |= mine
    return shares, set(paths) - {share.file.path for share in shares}


def _is_complete(shares: Iterable[Share], wanted: Receipts) -> bool:
    return all(one.is_whole for one in shares) and len(wanted) == sum(
        len(one.receipts) for one in shares
    )


def _paths(shares: Iterable[Share]) -> tuple[Path, ...]:
    return tuple(sorted(share.file.path for share in shares))


def _complete(source: Source, wanted: Receipts, folder: Path, shares: Sequence[Share]) -> set[Path]:
    """Year by year: what of files is of use, and what has to be read."""
    missing: dict[Path, list[Receipt]] = defaultdict(list)
    for receipt in wanted.keys() - {one for share in shares for one in share.receipts}:
        missing[_year_folder(folder, wanted[receipt])].append(wanted[receipt])
    parts: dict[Path, list[Share]] = defaultdict(list)
    files: dict[Path, list[File]] = defaultdict(list)
    for share in shares:
        year = share.file.path.parent
        if share.is_whole:
            files[year].append(share.file)
        else:
            parts[year].append(share)
    paths = set()
    for year in sorted({*missing, *parts, *files}):
        pieces = _pieces(source, parts[year], missing[year])
        paths |= _write(year, pieces, files[year])
    return paths


def _year_folder(folder: Path, receipt: Receipt) -> Path:
    return folder / f"year={receipt.slot.period.end.year}"


def _pieces(source: Source, parts: Iterable[Share], missing: Iterable[Receipt]) -> Iterator[Piece]:
    for share in parts:
        yield share.file.read(share.receipts)
    origins: dict[str, Origin] = {}
    pairs: list[tuple[str, Observation]] = []
    for receipt in sorted(missing, key=lambda one: (one.slot.period, one.id)):
        plan = source.definitions(receipt)
        origins[receipt.id] = Origin(receipt.sha256, plan.digest)
        pairs += [(receipt.id, one) for one in source.archive.observations(receipt, plan)]
        if len(pairs) >= BATCH:
            yield Piece(origins, rows_of(pairs))
            origins, pairs = {}, []
    if origins:
        yield Piece(origins, rows_of(pairs))


def _write(year: Path, pieces: Iterable[Piece], files: Sequence[File]) -> set[Path]:
    """Write what is new of a year, the small files of the year together with it."""
    paths = {one.path for one in files}
    waiting: list[Piece] = []
    for piece in pieces:
        waiting.append(piece)
        if _rows(waiting) >= MOST_ROWS:
            paths.add(write_pieces(year, waiting))
            waiting = []
    if waiting:
        small = _small(files, _rows(waiting))
        paths -= {one.path for one in small}
        paths.add(write_pieces(year, [*waiting, *(one.read() for one in small)]))
    return paths


def _rows(pieces: Iterable[Piece]) -> int:
    return sum(piece.rows.num_rows for piece in pieces)


def _small(files: Iterable[File], rows: int) -> list[File]:
    small = []
    for one in sorted(files, key=lambda one: (one.rows, one.path)):
        if one.rows > FACTOR * rows or one.rows + rows > MOST_ROWS:
            break
        small.append(one)
        rows += one.rows
    return small


def _everything(folder: Path) -> list[Path]:
    """All that lies in the folders of the years, and what lies where only such folders do."""
    below = sorted(folder.iterdir()) if folder.is_dir() else []
    inside = [path for one in below if one.is_dir() for path in sorted(one.iterdir())]
    return [*inside, *(one for one in below if not one.is_dir())]


def _remove(paths: Iterable[Path]) -> None:
    """What is being read on Windows stays until the next time."""
    for path in paths:
        with suppress(OSError):
            path.unlink()


@contextmanager
def _alone(folder: Path, patience: float) -> Iterator[bool]:
    """Whether nobody else writes; what is right does not depend on it, what is done twice does."""
    if folder.is_file():
        folder.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder.with_name(f"{folder.name}.lock"), timeout=patience)
    try:
        lock.acquire()
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
