"""Writes a container anew in which some parts are changed, and every other byte is as it was.

A part that is not changed is not even unpacked: its packed bytes are taken over.
"""

from __future__ import annotations

import struct
import zlib

from mne.workbook.parts import END, ENTRY, LOCAL, Part, find_directory, inflate, list_parts

_MARK = b"\xef\xbb\xbf"
_DEFLATED = 8
_VERSION = 20
_FIRST_DAY = 0x0021
"""1 January 1980, where the calendar of such containers begins: what we add bears no clock."""
_UTF8 = 0x0800
_OFFSET_AT = 42


class Box:
    """The parts of one container, some of them changed or new; names in any case of letters."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._parts = list_parts(data)
        self._names = {name.casefold(): name for name in self._parts}
        self._changed: dict[str, bytes] = {}

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._names

    def names(self) -> tuple[str, ...]:
        """Every part, the new ones too."""
        return tuple(self._names.values())

    def read(self, name: str) -> bytes:
        """What a part holds now; nothing where there is none."""
        own = self._names.get(name.casefold(), "")
        if own in self._changed:
            return self._changed[own]
        if own not in self._parts:
            return b""
        return inflate(self._data, self._parts[own]).removeprefix(_MARK)

    def write(self, name: str, content: bytes) -> None:
        """Change a part, or add one; what stays the same is not touched."""
        own = self._names.setdefault(name.casefold(), name)
        if content != self.read(own) or own not in self._parts:
            self._changed[own] = content

    def free_name(self, before: str, after: str) -> str:
        """A name for a new part: `xl/comments` and `.xml` give `xl/comments3.xml`."""
        number = 1
        while f"{before}{number}{after}" in self:
            number += 1
        return f"{before}{number}{after}"

    def done(self) -> bytes:
        """The container: its parts in the order in which they lay, then the new ones."""
        if not self._changed:
            return self._data
        _, start, _ = find_directory(self._data)
        pieces: list[bytes] = []
        entries: dict[str, bytes] = {}
        reached = 0
        in_order = sorted(self._parts.values(), key=lambda part: part.offset)
        nexts = [*(part.offset for part in in_order), start][1:]
        for part, following in zip(in_order, nexts, strict=True):
            if part.name in self._changed:
                lump, entries[part.name] = self._again(part, reached)
            else:
                lump = self._data[part.offset : following]
                entries[part.name] = _moved(self._data[slice(*part.entry)], reached)
            pieces.append(lump)
            reached += len(lump)
        for name, content in self._changed.items():
            if name not in self._parts:
                raw = name.encode()
                lump, entries[name] = _packed(raw, content, _UTF8, _FIRST_DAY << 16, reached)
                pieces.append(lump)
                reached += len(lump)
        order = dict.fromkeys((*self._parts, *self._changed))
        directory = b"".join(entries[name] for name in order)
        end = END.pack(b"PK\x05\x06", 0, 0, len(entries), len(entries), len(directory), reached, 0)
        return b"".join((*pieces, directory, end))

    def _again(self, part: Part, offset: int) -> tuple[bytes, bytes]:
        """A changed part under its own name and date."""
        fields = LOCAL.unpack_from(self._data, part.offset)
        name_at = part.offset + LOCAL.size
        raw = self._data[name_at : name_at + fields[9]]
        mark = _MARK if self._data_begins_with_mark(part) else b""
        moment = fields[4] | fields[5] << 16
        return _packed(raw, mark + self._changed[part.name], fields[2] & _UTF8, moment, offset)

    def _data_begins_with_mark(self, part: Part) -> bool:
        return inflate(self._data, part).startswith(_MARK)


def pack(parts: dict[str, bytes]) -> bytes:
    """A container of these parts alone."""
    empty = END.pack(b"PK\x05\x06", 0, 0, 0, 0, 0, 0, 0)
    box = Box(empty)
    for name, content in parts.items():
        box.write(name, content)
    return box.done()


def _moved(entry: bytes, offset: int) -> bytes:
    return entry[:_OFFSET_AT] + struct.pack("<L", offset) + entry[_OFFSET_AT + 4 :]


def _packed(
    name: bytes, content: bytes, flags: int, moment: int, offset: int
) -> tuple[bytes, bytes]:
    """A part as it lies in the container, and its line in the directory."""
    engine = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    lump = engine.compress(content) + engine.flush()
    sizes = (zlib.crc32(content), len(lump), len(content))
    time, day = moment & 0xFFFF, moment >> 16
    head = (_VERSION, flags, _DEFLATED, time, day, *sizes, len(name), 0)
    local = LOCAL.pack(b"PK\x03\x04", *head) + name + lump
    entry = ENTRY.pack(b"PK\x01\x02", _VERSION, *head, 0, 0, 0, 0, offset) + name
    return local, entry
