"""Reads the records in a bag that is whole: each says what it is, and that must fit its place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from mne.archive.chain import CHECKPOINTS
from mne.archive.checkpoint_file import SIGNATURE, STATEMENT
from mne.archive.shelf import DECISION, DECISIONS, DEFINITIONS, ORIGINAL, PLAN, RECEIPT, TOMBSTONE
from mne.archive.verify.bag import DATA, OpenBag
from mne.archive.verify.chain import Bag, is_receipt, place_before
from mne.archive.verify.problem import NOTHING, Problem


class Known(NamedTuple):
    """What else has a line: records name each other."""

    receipts: frozenset[str]
    definitions: frozenset[str]
    """Their digests."""


class Seen(NamedTuple):
    """What came of looking at one bag."""

    bag: Bag
    files: int
    problems: tuple[Problem, ...]
    facts: tuple[str, ...] = ()
    """Of a decision: the receipt that it removes. Of a tombstone: its decision."""
    statement: tuple[bytes, bytes | None] | None = None
    """Of a checkpoint: its text, and the signature."""


def see(root: str, bag: Bag, place: str, known: Known) -> Seen:
    """Look at a bag and, if it is whole, at its record."""
    opened = OpenBag(root, bag, place)
    facts: tuple[str, ...] = ()
    statement = None
    if not opened.problems:
        if bag.path.startswith(f"{CHECKPOINTS}/"):
            statement = _statement(opened)
        elif bag.path.startswith(f"{DECISIONS}/"):
            facts = _decision(opened, known)
        elif is_receipt(bag.path):
            facts = _tombstone(opened) if _is_tombstone(opened) else _receipt(opened, known)
    return Seen(bag, opened.files, tuple(opened.problems), facts, statement)


def _statement(opened: OpenBag) -> tuple[bytes, bytes | None] | None:
    text = opened.records.get(DATA + STATEMENT)
    if text is None:
        opened.blame("missing", DATA + STATEMENT, "record", NOTHING)
        return None
    return text, opened.records.get(DATA + SIGNATURE)


def _record(opened: OpenBag, name: str, own: str) -> dict[str, Any]:
    """The facts in a record, if it is the one of its own place; `own` is the key that says so."""
    content = opened.records.get(DATA + name)
    data: Any = None
    if content is None:
        opened.blame("missing", DATA + name, "record", NOTHING)
        return {}
    with suppress(ValueError, RecursionError):  # bytes that are no text among them
        data = json.loads(content)
    if not isinstance(data, dict):
        opened.blame("altered", DATA + name, "legible", "file")
        return {}
    if data.get(own) == opened.bag.path:
        return data
    opened.blame("altered", DATA + name, opened.bag.path, str(data.get(own)))
    return {}


def _receipt(opened: OpenBag, known: Known) -> tuple[str, ...]:
    data = _record(opened, RECEIPT, "receipt")
    if not data:
        return ()
    for name, digest in _wrong_facts(opened, data):
        opened.blame("altered", DATA + RECEIPT, digest, str(data.get(name)))
    definitions = data.get("definitions")
    if definitions not in known.definitions:
        path = f"{DEFINITIONS}/{definitions}/{PLAN}"
        opened.problems.append(Problem("missing", path, str(definitions), NOTHING))
    return ()


def _wrong_facts(opened: OpenBag, data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The names of facts that are not so, with what is so."""
    originals = [
        digest for path, digest in opened.promised.items() if path.startswith(f"{DATA}{ORIGINAL}/")
    ]
    if data.get("not_kept"):
        if originals:
            yield "sha256", NOTHING
    elif [data.get("sha256")] != originals:
        yield "sha256", originals[0] if len(originals) == 1 else "one-file"
    before = place_before(opened.bag.path)
    if data.get("supersedes") != before:
        yield "supersedes", before or NOTHING


def _is_tombstone(opened: OpenBag) -> bool:
    return bool(opened.bag.before) or DATA + TOMBSTONE in opened.records


def _tombstone(opened: OpenBag) -> tuple[str, ...]:
    """The decision by which the receipt was removed."""
    data = _record(opened, TOMBSTONE, "receipt")
    if not data:
        return ()
    if opened.bag.digest and data.get("tagmanifest") != opened.bag.before:
        expected = opened.bag.before or NOTHING
        opened.blame("altered", DATA + TOMBSTONE, expected, str(data.get("tagmanifest")))
    return (str(data.get("removed_by")),)


def _decision(opened: OpenBag, known: Known) -> tuple[str, ...]:
    """The receipt, of a decision to remove it."""
    data = _record(opened, DECISION, "decision")
    receipt = data.get("receipt")
    if receipt and receipt not in known.receipts:
        opened.problems.append(Problem("missing", str(receipt), "bag", NOTHING))
    return (str(receipt) if data.get("kind") == "removal" else NOTHING,) if data else ()
