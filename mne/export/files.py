"""The tables as files: each whole, in one order, with no day but that of knowledge."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from mne.export.descriptor import NAME, describe
from mne.export.given import ExportInput
from mne.export.tables import all_tables, observations
from mne.tables import write_json

_EPOCH = (1980, 1, 1, 0, 0, 0)


def csv_file(given: ExportInput) -> bytes:
    """The figures alone, as one CSV."""
    return observations(given).csv()


def package_files(given: ExportInput) -> dict[str, bytes]:
    """Every table as CSV, and the descriptor that says what they hold, by name."""
    tables = all_tables(given)
    files = {f"{one.name}.csv": one.csv() for one in tables}
    return {NAME: write_json(describe(given, tables, files)).encode(), **files}


def zip_file(files: Mapping[str, bytes]) -> bytes:
    """The same files in one; the same content, the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            packed.writestr(entry, content)
    return out.getvalue()
