"""Opens the engine that adds up: embedded DuckDB, or any other that Ibis speaks to.

An engine is known by its name (`duckdb`, `pyspark`, `polars`) or by its address, which may hold
settings (`duckdb://?threads=1`, `pyspark://?spark.master=local[2]`, `postgres://host/database`).
One that is unknown, not installed, not there or unable to keep a decimal is one plain error.
"""

from __future__ import annotations

import glob
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import ibis
import pyarrow as pa
from ibis.backends import BaseBackend
from ibis.common.exceptions import IbisError
from ibis.util import backend_entry_points

from mne.errors import MachineError, UsageError

Backend = Any
"""Of Ibis, which comes without types."""

_EXTRAS = {"pyspark": "npa-mne[spark]"}
"""What to install where that is not Ibis's own extra of the engine's name."""
_ALIASES = {"postgresql": "postgres", "spark": "pyspark"}
_PROVEN = frozenset({"duckdb", "pyspark"})
"""Found exact by our own tests; any other shows it each time that it is opened."""
_SPARK = {
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
_PROBE = (Decimal("99999999999999.9999"), Decimal("0.0001"), Decimal("99999999999999.9999"))
"""No float holds their sum."""


@contextmanager
def open_engine(engine: str) -> Iterator[Backend]:
    """An engine by its name or address, closed again afterwards."""
    kind = check_engine(engine)
    with warnings.catch_warnings():
        # Ibis asks its neighbours for things by names that they have begun to replace.
        warnings.simplefilter("ignore", DeprecationWarning)
        # Spark says so at each use of pandas 3; every cell that it gives us is compared in a test.
        warnings.filterwarnings("ignore", "PySpark does not yet fully support", FutureWarning)
        backend = _connect(engine, kind)
        try:
            yield backend
        except IbisError as error:
            reason = _first_line(error)
            raise UsageError("engine-unable", engine=kind, reason=reason) from error
        finally:
            # A Spark session takes seconds to start, and belongs to the whole process.
            if kind != "pyspark":
                backend.disconnect()


def lend(backend: Backend, rows: pa.Table) -> Any:  # noqa: ANN401 - of Ibis
    """Some rows of ours as a table of an open engine.

    The embedded one must know how many there are, or it may hold the larger side of a join in mind.
    """
    if backend.name == "duckdb":
        name = ibis.util.gen_name("mne")
        backend.con.register(f"{name}_rows", rows)
        backend.con.execute(f"CREATE TEMP TABLE {name} AS FROM {name}_rows")
        backend.con.unregister(f"{name}_rows")
        return backend.table(name)
    return ibis.memtable(rows)


def shown_engine(engine: str) -> str:
    """The engine as it may be printed: an address without its user and password."""
    if "://" not in engine:
        return engine
    scheme, rest = engine.split("://", 1)
    place, *settings = rest.split("?", 1)
    host = place.rpartition("@")[2]
    kept = [one for one in "".join(settings).split("&") if not _is_secret(one)]
    return f"{scheme}://{host}" + ("?" + "&".join(kept) if any(kept) else "")


def _is_secret(setting: str) -> bool:
    name = setting.split("=", 1)[0].casefold()
    return any(word in name for word in ("pass", "secret", "token", "key"))


def check_engine(engine: str) -> str:
    """The name of an engine, of which Ibis has to know; it need not be there yet."""
    name = engine.split("://", 1)[0].split("+", 1)[0].casefold()
    name = _ALIASES.get(name, name)
    known = sorted({one.name for one in backend_entry_points()})
    if name not in known:
        raise UsageError("engine-unknown", engine=shown_engine(engine), known=", ".join(known))
    return name


def _connect(engine: str, kind: str) -> Backend:
    try:
        backend = _open(engine, kind)
        exact = kind in _PROVEN or _is_exact(backend)
    except ImportError as error:
        package = _EXTRAS.get(kind, f"ibis-framework[{kind}]")
        raise MachineError("engine-not-installed", engine=kind, package=package) from error
    except Exception as error:  # each engine has its own kind for "not there"
        shown = shown_engine(engine)
        reason = _first_line(error).replace(engine, shown)
        raise MachineError("engine-not-reachable", engine=shown, reason=reason) from error
    if not exact:
        raise UsageError("engine-not-exact", engine=shown_engine(engine))
    return backend


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__


def _open(engine: str, kind: str) -> Backend:
    if kind == "pyspark":
        return _open_spark(dict(parse_qsl(urlsplit(engine).query)))
    backend = ibis.connect(engine) if "://" in engine else getattr(ibis, kind).connect()
    if type(backend).read_parquet is BaseBackend.read_parquet:
        backend.read_parquet = partial(_copy_in, backend)
    return backend


def _open_spark(settings: dict[str, str]) -> Backend:
    """The running session, or a new one; where it runs is Spark's own configuration to say."""
    from pyspark.sql import SparkSession  # noqa: PLC0415  # an extra

    builder = SparkSession.builder
    for name, value in (_SPARK | settings).items():
        builder = builder.config(name, value)
    return ibis.pyspark.connect(builder.getOrCreate())


def _copy_in(backend: Backend, path: str) -> Any:  # noqa: ANN401
    """Hand the rows over to an engine that reads no files of ours, for as long as it is open."""
    import pyarrow.dataset as ds  # noqa: PLC0415  # only where needed

    rows = ds.dataset(glob.glob(path), format="parquet").to_table()  # noqa: PTH207 - escaped
    return backend.create_table(ibis.util.gen_name("mne"), rows, temp=True)


def _is_exact(backend: Backend) -> bool:
    """Whether a sum of decimals is right to the last digit."""
    rows = ibis.memtable({"number": [str(one) for one in _PROBE]})
    total = rows.number.cast("decimal(18, 4)").sum().cast("decimal(38, 4)").name("total")
    (found,) = backend.to_pyarrow(rows.agg(total)).to_pylist()
    return bool(found["total"] == sum(_PROBE))
