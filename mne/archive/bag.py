"""Builds a receipt's folder as a BagIt bag, and reads the digests that the bag promises.

BagIt (RFC 8493) is what libraries and archives use: the files under `data/`, beside them a list of
their SHA-256 digests that `sha256sum -c` understands.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from pathlib import Path

from mne.archive.disk import read_file, write_file

DATA = "data"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"

_ONE_AT_A_TIME = threading.Lock()
"""The library changes the working folder of the whole process while it works."""


def build_bag(folder: Path, content: Mapping[str, bytes], info: Mapping[str, str]) -> None:
    """A new bag of these files, by their paths below `data/`.

    `info` must hold `Bagging-Date` and `Bag-Software-Agent`: the library would ask the clock and
    name itself. While it works, relative paths mean something else in every thread.
    """
    for name, content_of_file in content.items():
        write_file(folder / name, content_of_file)
    with _ONE_AT_A_TIME:
        _make_bag(folder, info)


def _make_bag(folder: Path, info: Mapping[str, str]) -> None:
    import bagit  # noqa: PLC0415 - reading the archive, which is done far more often, needs none of it

    logging.getLogger("bagit").setLevel(logging.CRITICAL)  # what goes wrong is raised as well
    try:
        bagit.make_bag(str(folder), dict(info), checksums=["sha256"])
    except bagit.BagError as error:
        raise PermissionError(13, str(error), str(folder)) from error


def promised_digests(bag: Path, archive: Path) -> dict[str, str]:
    """The SHA-256 of each file by its path in the bag, as the manifest gives it.

    FileNotFoundError where there is no manifest, ValueError where it is malformed.
    """
    lines = read_file(bag / MANIFEST, archive).decode().split("\n")
    pairs = (line.split(maxsplit=1) for line in lines if line)
    return {path: digest for digest, path in pairs}
