"""Spark gives the same progress: every row and every cell, zero differ. Run by `make long`."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from test_series import an_archive_of_every_combination, through_time

from mne.archive import Archive, receipts_that_count
from mne.definitions import load_plan
from mne.observations import load_observations
from mne.periods import Period
from mne.progress import measure_progress
from mne.progress.series import series_of

ROOT = Path(__file__).resolve().parents[2]
SPARK = "pyspark://?spark.master=local[2]&spark.sql.shuffle.partitions=2"
pytestmark = [
    pytest.mark.long,
    # Spark warns of pandas 3 as it is imported; that nothing differs is what is tested here.
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support:FutureWarning"),
    # Its connection to Java is closed as the process ends, not before.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def test_the_shipped_archive_is_the_same_in_every_cell(tmp_path):
    archive = Archive(ROOT / "submissions")
    plan = load_plan(ROOT / "indicators", "npa-kh-2011")
    moment = plan.end_of(date(2014, 12, 31))
    counting = receipts_that_count(archive.receipts(plan.id, as_of=moment), moment)
    table = load_observations(archive, plan, tmp_path)
    asked = {"as_of": date(2014, 12, 31), "by": ("sex", "reporter")}
    first, second = (
        measure_progress(
            plan, Period.parse("2012"), replace(table, engine=engine), counting, **asked
        )
        for engine in ("duckdb", SPARK)
    )
    assert len(first) > 150
    assert second == first
    first, second = (
        list(series_of(replace(table, engine=engine), plan, counting, as_of=date(2014, 12, 31)))
        for engine in ("duckdb", SPARK)
    )
    assert len(first) > 9000
    assert second == first


def test_every_combination_is_the_same_in_every_cell():
    returns = an_archive_of_every_combination()
    assert returns.rows("2012", by=("sex", "reporter"), engine=SPARK) == returns.rows(
        "2012", by=("sex", "reporter")
    )
    assert through_time(returns, SPARK) == through_time(returns)


def test_the_command_says_the_same_but_for_the_engine():
    found = []
    for engine in ("duckdb", "pyspark"):
        command = [sys.executable, "-m", "mne", "-q", "-C", str(ROOT), "progress"]
        command += ["--plan", "npa-kh-2011", "--period", "2012", "--as-of", "2014-12-31"]
        done = subprocess.run(
            [*command, "--format", "json", "--engine", engine],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
        )
        found.append(json.loads(done.stdout))
    assert [one.pop("engine") for one in found] == ["duckdb", "pyspark"]
    assert found[0] == found[1]
