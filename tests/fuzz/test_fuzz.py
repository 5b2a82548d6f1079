"""Bytes of all kinds, grown by what they reach in our code, end in a reading or a `Refusal`."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS, seeds

ROOT = Path(__file__).parents[2]
RUNS = 100_000
SECONDS = 60
SEEDS = seeds()


@pytest.mark.parametrize("name", TARGETS)
def test_what_fuzzing_begins_with_passes(name: str) -> None:
    assert SEEDS[name]
    for seed in (*SEEDS[name], b"", b"\0", b"\xff\xfe"):
        TARGETS[name](seed)


@pytest.mark.long
@pytest.mark.skipif(not find_spec("atheris"), reason="atheris is only for Linux, up to Python 3.13")
@pytest.mark.parametrize("name", TARGETS)
def test_fuzzing_finds_nothing(name: str, tmp_path: Path) -> None:
    begin, grown = tmp_path / "begin", tmp_path / "grown"
    for folder in (begin, grown):
        folder.mkdir()
    for number, seed in enumerate(SEEDS[name]):
        (begin / str(number)).write_bytes(seed)
    command = [sys.executable, "-m", "tests.fuzz.targets", name, str(grown), str(begin)]
    command += [f"-runs={RUNS}", f"-max_total_time={SECONDS}", "-seed=1", "-timeout=5"]
    command += ["-rss_limit_mb=1024", "-max_len=4096", f"-artifact_prefix={tmp_path}/"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr[-3000:]
    done = told.stderr.splitlines()[-1]
    print(done)
    assert done.startswith("Done ")
