"""Is everything noticed? An archive of three receipts is spoilt in every way there is.

    python -m tests.archive.tamper [--all]

Every bit of every file is turned (a sample of those of a file over 64 kB); every file and folder is
removed, added to, renamed, exchanged for another, for a link, for a pipe; receipts are taken out
with their lines, checkpoints written anew, and all that follows from them. Each must be noticed
against the one line that was kept elsewhere. And an archive that nobody touched must be found sound
each time. Without --all a sample is taken.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from mne.archive import Archive, signer_with
from mne.archive.chain import CHAIN, Head
from mne.archive.verify import checkpoints, verify
from mne.model import Decision, Slot
from tests.archive.archive_samples import PERIOD, PLAN, SLOT, store
from tests.archive.by_hand import make_key, remake, sha256, sign

LARGE = 64 * 1024
SAMPLED, SHORT = 61, 211
"""Of the bits of a large file one in so many is turned; without --all, of all files."""
CLEAN = 200
MOMENT = datetime(2026, 11, 28, 22, 0, tzinfo=UTC)
TAGS = "/tagmanifest-sha256.txt"

Deed = Callable[[Path], object]


def build(folder: Path, key: Path, word: bytes = b"") -> Head:
    """Three receipts in two slots, definitions, a decision, a signed checkpoint; gives the line."""
    archive = Archive(folder)
    archive.keep_definitions(PLAN)
    first = store(archive, b"the first" + word).receipt
    store(archive, b"of another" + word, Slot(SLOT.plan, PERIOD, "MOI"))
    archive.decide(
        Decision(
            number=0,
            kind="attestation",
            slot=SLOT,
            receipt=first.id,
            asked_by="Ms Sok",
            approved_by="the secretariat",
            reason="invented",
            on=MOMENT,
            recorded_on=MOMENT,
            letter=None,
            issues=(),
            until=None,
            attested="signed",
            tool="mne 0.1.0",
        )
    )
    archive.checkpoint(MOMENT, "mne 0.1.0", signer_with(key))
    store(archive, b"the correction, a large one" + word + bytes(range(256)) * 300, day=21)
    return archive.checkpoint(MOMENT, "mne 0.1.0").head


def notices(folder: Path, head: Head) -> bool:
    return not verify(folder, against=[head]).is_sound


# --- single bits ----------------------------------------------------------------------------------


def bits(folder: Path, head: Head, step: int) -> Iterator[tuple[str, bool]]:
    """Turn bits, one at a time, and back again."""
    at = 0
    for path in files_of(folder):
        content = path.read_bytes()
        each = step * (SAMPLED if len(content) > LARGE else 1)
        with path.open("r+b", buffering=0) as file:
            while at < len(content) * 8:
                byte = content[at // 8]
                os.pwrite(file.fileno(), bytes([byte ^ 1 << at % 8]), at // 8)
                yield f"bit {at} of {path.relative_to(folder)}", notices(folder, head)
                os.pwrite(file.fileno(), bytes([byte]), at // 8)
                at += each
            at -= len(content) * 8


# --- whole files and folders ----------------------------------------------------------------------


def files_of(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".lock"]


def folders_of(folder: Path) -> list[Path]:
    return [folder, *(path for path in sorted(folder.rglob("*")) if path.is_dir())]


def deeds(folder: Path) -> Iterator[tuple[str, Deed]]:
    """What can be done to the files and folders of an archive, by its name."""
    yield from to_files(folder)
    yield from to_folders(folder)
    for one, other in combinations(files_of(folder), 2):
        if one.read_bytes() != other.read_bytes():
            pair = one.relative_to(folder), other.relative_to(folder)
            yield (
                f"exchanged {pair}",
                lambda at, pair=pair: exchange(at / pair[0], at / pair[1]),
            )


def to_files(folder: Path) -> Iterator[tuple[str, Deed]]:
    for file in (path.relative_to(folder) for path in files_of(folder)):
        yield f"removed {file}", lambda at, file=file: (at / file).unlink()
        yield f"emptied {file}", lambda at, file=file: (at / file).write_bytes(b"")
        yield f"longer {file}", lambda at, file=file: append(at / file)
        for name in (f"{file.name}x", file.name.swapcase()):
            yield (
                f"renamed {file} {name}",
                lambda at, file=file, name=name: (at / file).rename((at / file).with_name(name)),
            )
        for way in (by_symlink, by_hard_link, by_pipe, by_folder):
            yield f"{way.__name__} {file}", lambda at, file=file, way=way: way(at / file)


def to_folders(folder: Path) -> Iterator[tuple[str, Deed]]:
    for where in (path.relative_to(folder) for path in folders_of(folder)):
        if where != Path():
            yield f"removed {where}", lambda at, where=where: shutil.rmtree(at / where)
            yield (
                f"renamed {where}",
                lambda at, where=where: (at / where).rename(at / f"{where}x"),
            )
            yield f"by_symlink {where}", lambda at, where=where: by_symlink(at / where)
        for name in ("added.txt", ".hidden", "added/deeper/file"):
            yield f"added {where}/{name}", lambda at, one=where / name: add(at / one)
        yield f"pipe in {where}", lambda at, where=where: os.mkfifo(at / where / "pipe")
        yield f"link in {where}", lambda at, where=where: (at / where / "link").symlink_to("/")


def append(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"\n")


def add(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"added")


def exchange(one: Path, other: Path) -> None:
    between = one.with_name("between")
    one.rename(between)
    other.rename(one)
    between.rename(other)


def outside(path: Path) -> Path:
    """A place beside the archive, for what a link leads to."""
    top = next(one for one in path.parents if one.name == "spoilt")
    return top.with_name("outside") / path.name


def by_symlink(path: Path) -> None:
    path.rename(outside(path))
    path.symlink_to(outside(path))


def by_hard_link(path: Path) -> None:
    outside(path).hardlink_to(path)


def by_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


# --- by somebody who knows the format -------------------------------------------------------------


def forgeries(folder: Path, key: Path) -> Iterator[tuple[str, Deed]]:
    """What is done by somebody who makes every list anew afterwards."""
    bags = [path.parent.relative_to(folder) for path in sorted(folder.rglob("bagit.txt"))]
    for bag in bags:
        yield f"bag {bag} removed", lambda at, bag=bag: shutil.rmtree(at / bag)
        yield f"bag {bag} removed with its lines", lambda at, bag=bag: forget(at, bag)
        yield f"bag {bag} never was", lambda at, bag=bag: (forget(at, bag), restate(at))
        for file in sorted((folder / bag / "data").rglob("*")):
            if file.is_file():
                inside = file.relative_to(folder)
                yield (
                    f"{inside} altered, all lists anew",
                    lambda at, bag=bag, inside=inside: (append(at / inside), relist(at, bag)),
                )
    for one, other in combinations(bags, 2):
        yield (
            f"bags exchanged {one} {other}",
            lambda at, one=one, other=other: (exchange(at / one, at / other), rechain(at)),
        )
    yield from restatements(folder, [bag for bag in bags if bag.parts[0] == "checkpoints"], key)


def restatements(folder: Path, bags: list[Path], key: Path) -> Iterator[tuple[str, Deed]]:
    """Checkpoints that say something else."""
    changes: dict[str, Callable[[str], str]] = {
        "lines": lambda text: text.replace("lines ", "lines 1"),
        "sha256": lambda text: text.replace("sha256 ", "sha256 0", 1)[:-1] + "\n",
        "on": lambda text: text.replace("2026", "2025"),
        "no key": lambda text: "".join(
            line for line in text.splitlines(keepends=True) if not line.startswith("key")
        ),
        "a key": lambda text: f"{text}key SHA256:{'A' * 43}\n",
    }
    for bag in bags:
        for name, change in changes.items():
            if change(text := (folder / bag / "data/checkpoint.txt").read_text()) != text:
                yield (
                    f"{bag} altered: {name}",
                    lambda at, bag=bag, change=change: edit(at, bag, change),
                )
        yield f"{bag} signed anew", lambda at, bag=bag: resign(at, bag, key)


def forget(at: Path, bag: Path) -> None:
    shutil.rmtree(at / bag)
    lines = (at / CHAIN).read_text().splitlines(keepends=True)
    (at / CHAIN).write_text("".join(one for one in lines if f"  {bag}/" not in one))


def rechain(at: Path) -> None:
    """Every line of a bag with the digest that it has now."""
    paths = [line[66:] for line in (at / CHAIN).read_text().splitlines()]
    lines = [f"{sha256((at / path).read_bytes())}  {path}\n" for path in paths]
    (at / CHAIN).write_text("".join(lines))


def relist(at: Path, bag: Path) -> None:
    remake(at / bag)
    rechain(at)
    restate(at)


def restate(at: Path) -> None:
    """Every checkpoint states what the chain is now; none can be signed."""
    for checkpoint in sorted((at / "checkpoints").glob("c[0-9]*")):
        lines = (at / CHAIN).read_text().splitlines(keepends=True)
        own = f"  checkpoints/{checkpoint.name}{TAGS}\n"
        before = next((n for n, line in enumerate(lines) if line.endswith(own)), 0)
        digest = sha256("".join(lines[:before]).encode())
        text = (
            f"mne-archive checkpoint 1\nlines {before}\nsha256 {digest}\non {MOMENT.isoformat()}\n"
        )
        (checkpoint / "data/checkpoint.txt").write_text(text)
        (checkpoint / "data/checkpoint.txt.sig").unlink(missing_ok=True)
        remake(checkpoint)
        rechain(at)


def edit(at: Path, bag: Path, change: Callable[[str], str]) -> None:
    path = at / bag / "data/checkpoint.txt"
    path.write_text(change(path.read_text()))
    remake(at / bag)
    rechain(at)


def resign(at: Path, bag: Path, key: Path) -> None:
    """By another key than it names."""
    signature = sign((at / bag / "data/checkpoint.txt").read_bytes(), key)
    (at / bag / "data/checkpoint.txt.sig").write_bytes(signature)
    remake(at / bag)
    rechain(at)


# --- all of it ------------------------------------------------------------------------------------


def spoil(
    sound: Path, head: Head, doings: Iterator[tuple[str, Deed]]
) -> Iterator[tuple[str, bool]]:
    """Each deed on a copy of the archive."""
    spoilt, beside = sound.with_name("spoilt"), sound.with_name("outside")
    for name, deed in doings:
        shutil.copytree(sound, spoilt)
        beside.mkdir()
        deed(spoilt)
        yield name, notices(spoilt, head)
        shutil.rmtree(spoilt)
        shutil.rmtree(beside)


def staged(sound: Path, head: Head) -> Iterator[tuple[str, bool]]:
    """What a crash leaves behind is told, and is no damage."""
    staging = sound / ".staging"
    add(staging / "receipt" / "bagit.txt")
    found = verify(sound, against=[head])
    kinds = [(one.kind, one.path) for one in found.problems]
    yield "left in staging", found.is_sound and kinds == [("leftover", ".staging/receipt")]
    shutil.rmtree(staging)


def clean(folder: Path, key: Path, runs: int) -> Iterator[tuple[str, bool]]:
    """An archive that nobody touched, anew each time."""
    for run in range(runs):
        head = build(folder / "clean", key, b"%d" % run)
        found = verify(folder / "clean", against=[head])
        yield f"clean run {run}", not found.problems and found.receipts == 3
        shutil.rmtree(folder / "clean")


def trial(folder: Path, *, everything: bool) -> Iterator[tuple[str, bool]]:
    """Each thing that was tried, and whether it was answered rightly."""
    key, sound = make_key(folder), folder / "sound"
    head = build(sound, key)
    other = make_key(folder, "other")
    yield "the archive itself", not verify(sound, against=[head]).problems
    thin = 1 if everything else 13
    yield from spoil(sound, head, (one for n, one in enumerate(deeds(sound)) if n % thin == 0))
    yield from spoil(sound, head, forgeries(sound, other))
    yield from staged(sound, head)
    yield from bits(sound, head, 1 if everything else SHORT)
    yield "the archive is as it was", not verify(sound, against=[head]).problems
    yield from clean(folder, key, CLEAN if everything else 10)


def run(*, everything: bool) -> list[str]:
    """Try, print the count, and give what was answered wrongly."""
    memory = Path("/dev/shm")
    where = memory if os.access(memory, os.W_OK) else None
    asked = checkpoints.check_signature
    checkpoints.check_signature = lru_cache(asked)  # the same two files each time
    folder = Path(tempfile.mkdtemp(prefix="mne-tamper-", dir=where))
    try:
        tried = list(trial(folder, everything=everything))
    finally:
        checkpoints.check_signature = asked
        shutil.rmtree(folder)
    wrong = [name for name, is_right in tried if not is_right]
    print(*(f"not noticed: {name}" for name in wrong), sep="\n", end="\n" if wrong else "")
    print(f"{len(tried) - len(wrong)} passed, {len(wrong)} failed")
    return wrong


if __name__ == "__main__":
    sys.exit(1 if run(everything="--all" in sys.argv[1:]) else 0)
