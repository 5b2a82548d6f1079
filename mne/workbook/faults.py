"""Every reason for which a file that somebody sent cannot be read, in one list.

Nothing in here is about figures: these are the answers to "we cannot open what you sent us". The
sentence a sender reads is written elsewhere, once per language; here stand the codes and the facts
each sentence may mention. `file` (the file's name, without its folder) goes with every one.
"""

from __future__ import annotations

FAULTS: dict[str, tuple[str, ...]] = {
    "file-missing": (),
    "file-folder": (),
    "file-empty": (),
    "file-type": ("found",),
    "file-xls": ("found",),
    "file-macros": ("part",),
    "file-encrypted": ("found",),
    "file-damaged": ("part",),
    "file-too-large": ("what", "found", "limit"),
    "file-unsafe": ("reason", "part"),
    "file-ambiguous": ("reason", "part"),
    "file-reader-failed": ("how",),
    "csv-cut-off": ("line",),
    "csv-encoding": ("line",),
    "csv-quotes": ("line",),
    "csv-ragged": ("line", "found", "expected"),
}
"""Code -> the names of the facts that come with it, besides `file`."""

UNSAFE_REASONS = frozenset(
    {
        "part-name",  # absolute, climbing out of its folder, or with control characters
        "compression",  # neither stored nor deflated
        "zip64",  # bookkeeping for files far above our size limit
        "overlap",  # parts that share bytes
        "two-names",  # the container gives one part two names
        "extra-bytes",  # bytes before, after or between the parts that no part owns
        "size",  # a part inflates to another size than declared
        "ratio",  # a part inflates to far more than its packed size
        "entities",  # the XML declares a document type or entities
        "xml-encoding",  # XML that is not UTF-8
        "long-tag",  # one XML tag of more than a megabyte
        "outside-grid",  # a cell or merge beyond the last row or column a sheet can have
        "area",  # cells so far apart that the area between them cannot be held
        "merge",  # merged ranges over an absurd area
        "repeat",  # an .ods that repeats filled cells, rows or spaces absurdly often
        "string-count",  # declares far more strings than it holds
    }
)

AMBIGUOUS_REASONS = frozenset(
    {
        "part-twice",  # two parts of one name
        "part-case",  # two parts whose names differ in upper and lower case only
        "sheet-twice",  # two sheets of one name, or one part used for two sheets
        "cell-twice",
        "cell-order",
        "row-order",
        "cell-row",  # a cell that names another row than the one it stands in
        "string-index",  # points at a text that does not exist
        "readers-differ",  # our two readers do not see the same cells
    }
)


class Refusal(Exception):  # noqa: N818 - an answer to the sender, not an error of ours
    """A file is refused; becomes an `UnreadableError` once the file's name is known."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


def too_large(what: str, found: int, limit: int) -> Refusal:
    """More of something than an honest return could hold."""
    return Refusal("file-too-large", what=what, found=found, limit=limit)


def unsafe(reason: str, part: str = "") -> Refusal:
    """The file is built in a way that honest programs do not use."""
    return Refusal("file-unsafe", reason=reason, part=part[:100])


def ambiguous(reason: str, part: str = "") -> Refusal:
    """Two honest programs could read two different things from this file."""
    return Refusal("file-ambiguous", reason=reason, part=part[:100])


def damaged(part: str = "") -> Refusal:
    """The file breaks off or contradicts itself."""
    return Refusal("file-damaged", part=part[:100])
