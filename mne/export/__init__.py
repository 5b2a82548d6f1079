"""A plan's figures in open formats: CSV, alone or with a descriptor that any program can follow.

`given` is all that is exported, `tables` lays it out in tables that name each other's keys,
`descriptor` says what each column holds, `files` makes files of both. The same archive known on the
same day gives the same bytes.
"""

from mne.export.files import csv_file, package_files, zip_file
from mne.export.given import ExportInput, gather_export

__all__ = ["ExportInput", "csv_file", "gather_export", "package_files", "zip_file"]
