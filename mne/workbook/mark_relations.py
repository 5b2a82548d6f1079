"""The lists that say which part of a workbook belongs to which, and of what type each is."""

from __future__ import annotations

from mne.workbook.edit import (
    CannotMarkError,
    Edits,
    closes_itself,
    local,
    prefix_of,
    quoted,
    tag_at,
    walk,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mne.workbook.edit import Attributes
    from mne.workbook.pack import Box

_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_USUAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_TYPES = "[Content_Types].xml"
_NONE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<Relationships xmlns="{_PACKAGE}"></Relationships>'
).encode()


class Relations:
    """What one part refers to. The empty name stands for the whole package."""

    def __init__(self, box: Box, part: str) -> None:
        self._box = box
        self._folder, slash, name = part.rpartition("/")
        self._list = f"{self._folder}{slash}_rels/{name}.rels"
        self._found: dict[str, tuple[str, str]] = {}
        self.base = _USUAL
        """The namespace of the types: some workbooks are written in the strict one."""
        if xml := box.read(self._list):
            walk(xml, self._list, self._start)

    def part_of(self, relation: str) -> str:
        """The part that a relation leads to."""
        return self._found.get(relation, ("", ""))[0]

    def parts_of_kind(self, kind: str) -> tuple[str, ...]:
        """Every part of this kind that is there."""
        found = (part for part, one in self._found.values() if one == kind)
        return tuple(part for part in found if part in self._box)

    def part_of_kind(self, kind: str) -> str:
        """The one part of this kind, or nothing."""
        return next(iter(self.parts_of_kind(kind)), "")

    def add(self, kind: str, part: str) -> str:
        """Refer to one more part; the id of the new relation."""
        numbers = range(1, len(self._found) + 2)
        relation = next(one for one in map("rId{}".format, numbers) if one not in self._found)
        self._found[relation] = (part, kind)
        xml = self._box.read(self._list) or _NONE
        words = f'Id="{relation}" Type="{self.base}/{kind}" Target="/{quoted(part)}"'
        self._box.write(self._list, put_last(xml, f"Relationship {words}"))
        return relation

    def _start(self, _: int, name: str, attributes: Attributes) -> None:
        if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            type_, _slash, kind = attributes.get("Type", "").rpartition("/")
            if type_ == _STRICT:
                self.base = _STRICT
            written = attributes.get("Target", "")
            target = _join(self._folder, written)
            if target not in self._box and written in self._box:
                target = written  # some writers name it from the root
            self._found[attributes.get("Id", "")] = (target, kind)


def add_type(box: Box, part: str, content_type: str, *, ending: str = "") -> None:
    """Say of what type a new part is; by its ending, where all of that ending are."""
    xml = box.read(_TYPES)
    known: list[tuple[str, str]] = []

    def start(_: int, name: str, attributes: Attributes) -> None:
        if local(name) == "Default":
            known.append((attributes.get("Extension", "").lower(), attributes["ContentType"]))

    walk(xml, _TYPES, start)
    types = dict(known)
    if ending and types.get(ending) == content_type:
        return
    if ending and ending not in types:
        new = f'Default Extension="{ending}" ContentType="{content_type}"'
    else:
        new = f'Override PartName="/{quoted(part)}" ContentType="{content_type}"'
    box.write(_TYPES, put_last(xml, new))


def put_last(xml: bytes, tag: str) -> bytes:
    """One more entry in a plain list of entries."""
    roots: list[tuple[int, str]] = []
    ends: list[int] = []
    walk(xml, "", lambda at, name, _: roots.append((at, name)), lambda at, _: ends.append(at))
    at, root = roots[0]
    edits = Edits(xml)
    entry = f"<{prefix_of(root)}{tag}/>".encode()
    if closes_itself(tag_at(xml, at)):
        edits.open_up(at, entry)
    else:
        edits.insert(ends[-1], entry)
    return edits.done()


def _join(folder: str, target: str) -> str:
    """The part that a target means, seen from a folder."""
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return target[1:]
    steps = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            if not steps:
                raise CannotMarkError
            steps.pop()
        elif step != ".":
            steps.append(step)
    return "/".join(steps)
