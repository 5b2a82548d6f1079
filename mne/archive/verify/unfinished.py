"""Sees a write that a crash left half done as whoever writes next will see it: as done.

What `.staging/next` says has happened. So everything is held against the archive that it makes:
things still in the staging folder are looked at there, in the place of what they will be.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from mne.archive.chain import CHAIN
from mne.archive.commit import NEXT as NEXT_NAME
from mne.archive.commit import STAGING
from mne.archive.verify.look import DiskError, UnsafeError, entries_of, is_in_place, read_plain
from mne.archive.verify.problem import NOTHING, Problem

NEXT = f"{STAGING}/{NEXT_NAME}"


@dataclass
class Unfinished:
    """What a write that was not finished comes to."""

    chain: bytes | None
    """The chain as it will be; None where there is none, or none that may be read."""
    lies_at: dict[str, str | None] = field(default_factory=dict)
    """Where a thing lies now, by where it belongs; None where nothing belongs any more."""
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: str) -> str:
        """Where to look for what belongs at a path, be it the moved thing or something in it."""
        for moved, now in self.lies_at.items():
            if now and (path == moved or path.startswith(f"{moved}/")):
                return now + path.removeprefix(moved)
        return path

    def moved(self) -> set[str]:
        """The places of things that will be moved away from there."""
        return {now for now in self.lies_at.values() if now}


def finish_in_mind(root: str, chain: bytes | None) -> Unfinished:
    """The chain and the places of things after the next write has done what was left to do."""
    state = Unfinished(chain)
    if not is_in_place(root, STAGING):
        return state
    try:
        names = sorted(entries_of(f"{root}/{STAGING}").items())
    except NotADirectoryError:  # told by whoever looks at the folder around it
        return state
    for name, what in names:
        if f"{STAGING}/{name}" == NEXT and what == "file":
            _read_next(root, state)
        elif what in {"file", "folder"}:
            state.problems.append(Problem("leftover", f"{STAGING}/{name}", NOTHING, what))
    return state


def _read_next(root: str, state: Unfinished) -> None:
    try:
        _, content = read_plain(f"{root}/{NEXT}")
        todo = json.loads(content)
        size = int(todo["chain_size"])
        moves = [(_inside(source), _inside(target)) for source, target in todo["moves"]]
        lines = "".join(f"{line}\n" for line in todo["lines"]).encode()
    except UnsafeError as error:
        state.problems.append(Problem("unsafe", NEXT, "file", str(error)))
        return
    except (KeyError, TypeError, ValueError, DiskError):
        state.problems.append(Problem("altered", NEXT, "legible", "file"))
        return
    kept = state.chain or b""
    if size > len(kept):  # the lines that it was to follow are gone
        state.problems.append(Problem("altered", CHAIN, str(size), str(len(kept))))
    state.chain = kept[:size] + lines
    state.problems.append(Problem("leftover", NEXT, NOTHING, "unfinished-write"))
    if state.chain != kept:
        state.problems.append(Problem("leftover", CHAIN, NOTHING, "unfinished-write"))
    _move_in_mind(root, state, moves)
    already = {line[66:] for line in kept.decode("utf-8", "replace").splitlines()}
    state.problems += _targets(root, state, moves, already)


def _inside(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or path.as_posix() != name:
        raise ValueError(f"{name!r} leads out of the archive")
    return name


def _move_in_mind(root: str, state: Unfinished, moves: list[tuple[str, str]]) -> None:
    """A move that was made is not made twice."""

    def lies(path: str) -> str | None:
        if path in state.lies_at:
            return state.lies_at[path]
        return path if is_in_place(root, path) else None

    for source, target in moves:
        now = lies(source)
        if now and not lies(target):
            state.lies_at[target], state.lies_at[source] = now, None


def _targets(
    root: str, state: Unfinished, moves: list[tuple[str, str]], already: set[str]
) -> Iterator[Problem]:
    """What is in its place before it has its line."""
    for _, target in moves:
        done = target not in state.lies_at and is_in_place(root, target)
        known = any(path == target or path.startswith(f"{target}/") for path in already)
        if done and not known and not target.startswith(f"{STAGING}/"):
            yield Problem("leftover", target, NOTHING, "unfinished-write")
