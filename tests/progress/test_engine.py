"""An engine that is unknown, missing, away or inexact is one plain error that says what to do."""

import pytest

from mne.errors import MachineError, UsageError
from mne.progress.engine import check_engine, open_engine, shown_engine


def code_of(engine):
    with pytest.raises((UsageError, MachineError)) as found, open_engine(engine):
        pass
    return found.value


def test_an_unknown_engine_is_refused_with_those_that_are_known():
    error = code_of("abacus")
    assert (error.code, error.params["engine"]) == ("engine-unknown", "abacus")
    assert "duckdb" in error.params["known"]
    assert "pyspark" in error.params["known"]


def test_one_that_is_not_installed_says_what_to_install():
    error = code_of("trino")
    assert (error.code, error.params["package"]) == (
        "engine-not-installed",
        "ibis-framework[trino]",
    )


def test_spark_is_an_extra_of_ours(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyspark", None)
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql", None)
    error = code_of("pyspark")
    assert (error.code, error.params["package"]) == ("engine-not-installed", "npa-mne[spark]")


def test_one_that_is_not_there_gives_its_own_reason(tmp_path):
    error = code_of(f"duckdb://{tmp_path}/no/such/folder/x.db")
    assert error.code == "engine-not-reachable"
    assert "\n" not in error.params["reason"]


def test_one_that_keeps_no_decimals_is_refused():
    assert code_of("sqlite").code == "engine-not-exact"


def test_a_password_is_never_printed():
    assert shown_engine("postgres://me:secret@host:1/db?sslmode=on") == (
        "postgres://host:1/db?sslmode=on"
    )
    assert shown_engine("trino://host?password=x&user=y") == "trino://host?user=y"
    assert shown_engine("duckdb") == "duckdb"
    assert check_engine("postgresql://host") == "postgres"
