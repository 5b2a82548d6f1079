"""How long verifying a large archive takes, against `sha256sum -c` over the same files.

The archive is written by its format, with invented content: as many receipts as six countries send
in ten years, each of seven files. Both are whole processes and find the files in memory. It needs
0.9 GB of disk, which it gives back.

    python -m benchmarks.archive
"""

from __future__ import annotations

import hashlib
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from benchmarks.reading import Read

RECEIPTS, SLOTS = 13_000, 8_640
ORIGINAL = 50_000
RUNS, MOST = 5, 2
_BAGIT = b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"
_DEFINITIONS = b'{"id": "npa"}\n' * 20_000
_ISSUE = {"code": "sum-differs", "severity": "warning", "sheet": "Return", "cell": "D9"}


def measure_verifying(folder: Path) -> Read:
    """`mne verify` of an archive of 13,000 receipts; the folder is emptied again."""
    workspace = folder / "large"
    (workspace / "indicators").mkdir(parents=True)
    try:
        _write_archive(workspace / "submissions")
        verify = [sys.executable, "-m", "mne", "-C", str(workspace), "verify"]
        floor = ["sha256sum", "-c", "--quiet", "--strict", "../all.sha256"]
        pairs = [
            (_seconds(verify, None), _seconds(floor, workspace / "submissions"))
            for _ in range(1 + RUNS)
        ][1:]  # the first brings the files into memory
    finally:
        shutil.rmtree(workspace)
    return Read(
        f"mne verify, {RECEIPTS} receipts",
        statistics.median(one for one, _ in pairs),
        statistics.median(floor for _, floor in pairs),
        statistics.median(one / floor for one, floor in pairs),
        MOST,
    )


def _seconds(command: list[str], folder: Path | None) -> float:
    start = perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return perf_counter() - start


def _write_archive(folder: Path) -> None:
    """The archive with its chain, and beside it a list of all files for `sha256sum`."""
    folder.mkdir()
    digest = _sha256(_DEFINITIONS)
    definitions = folder / "definitions" / digest / "plan.json"
    definitions.parent.mkdir(parents=True)
    definitions.write_bytes(_DEFINITIONS)
    line = f"{digest}  {definitions.relative_to(folder)}\n"
    chain, everything = [line], [line]
    for place, files in _receipts(digest):
        for name, content in files.items():
            path = folder / place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            everything.append(f"{_sha256(content)}  {place}/{name}\n")
        chain.append(everything[-1])  # the tag manifest is the last of its files
    checkpoints = folder / "checkpoints"
    checkpoints.mkdir()
    (checkpoints / "chain.sha256").write_text("".join(chain), "utf-8")
    (folder.parent / "all.sha256").write_text("".join(everything), "utf-8")


def _receipts(definitions: str) -> Iterator[tuple[str, dict[str, bytes]]]:
    """The place of each receipt, and its files; half of the slots were corrected once."""
    body = b"".join(hashlib.sha256(b"%d" % at).digest() for at in range(ORIGINAL // 32))
    for at in range(RECEIPTS):
        number, slot = divmod(at, SLOTS)
        period, reporter = divmod(slot, 216)
        row = f"npa-{reporter // 36}/{2012 + period // 4}-Q{period % 4 + 1}/R{reporter % 36:02d}"
        place = f"{row}/r{number + 1:04d}"
        original = b"%d" % at + body[: -at % (ORIGINAL // 2) - ORIGINAL // 4]
        record = {
            "receipt": place,
            "sha256": _sha256(original),
            "definitions": definitions,
            "supersedes": f"{row}/r{number:04d}" if number else "",
            "issues": [_ISSUE] * (at % 12),
        }
        yield (
            place,
            _bag(
                {
                    "data/original/returned form.xlsx": original,
                    "data/receipt.json": json.dumps(record, indent=2).encode(),
                    "data/values.csv": b"C1,,41,,,Return,D9,41,number\n" * (at % 300),
                }
            ),
        )


def _bag(data: dict[str, bytes]) -> dict[str, bytes]:
    tags = {
        "bag-info.txt": b"Bagging-Date: 2012-12-20\n",
        "bagit.txt": _BAGIT,
        "manifest-sha256.txt": _manifest(data),
    }
    return {**data, **tags, "tagmanifest-sha256.txt": _manifest(tags)}


def _manifest(files: dict[str, bytes]) -> bytes:
    return "".join(f"{_sha256(content)}  {name}\n" for name, content in files.items()).encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main() -> int:
    """Measure it alone; 1 if the promise does not hold."""
    folder = Path(tempfile.mkdtemp(prefix="mne-bench-"))
    try:
        found = measure_verifying(folder)
    finally:
        shutil.rmtree(folder)
    missed = found.ratio > found.most
    print(
        f"{found.name}: {found.seconds:.2f} s, sha256sum -c {found.floor:.2f} s, "
        f"ratio {found.ratio:.2f} of at most {found.most:g}"
    )
    print(f"{1 - missed} passed, {int(missed)} failed")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
