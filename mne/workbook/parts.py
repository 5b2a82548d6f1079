"""Opens the container that a workbook really is: many small parts packed into one zip file.

The standard zip reader believes what the file says about itself. This one believes nothing: each
part is really inflated and counted, both of its two names must agree, no byte may belong to two
parts, and no byte may lie where no part owns it. Whoever passes here reads the same everywhere.
"""

from __future__ import annotations

import struct
import zlib

from mne.workbook.faults import Refusal, ambiguous, damaged, too_large, unsafe

MAX_PARTS = 2_000
MAX_PART_BYTES = 128 * 2**20
MAX_ALL_BYTES = 256 * 2**20
RATIO_FROM_BYTES = 4 * 2**20
MAX_RATIO = 250

END = struct.Struct("<4s4H2LH")
ENTRY = struct.Struct("<4s6H3L5H2L")
LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_SIZES_FOLLOW = 0x0008
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_UTF8 = 0x0800
_UNICODE_PATH = 0x7075
_ZIP64, _ZIP64_COUNT = 0xFFFFFFFF, 0xFFFF
_LONGEST_DESCRIPTOR = 24


class Part:
    """One entry of the container, not yet inflated."""

    __slots__ = ("check", "deflated", "end", "entry", "name", "offset", "packed", "size", "start")

    def __init__(self, name: str, method: int, sizes: tuple[int, int, int], offset: int) -> None:
        self.name = name
        self.deflated = method == _DEFLATED
        self.check, self.packed, self.size = sizes
        self.offset = offset
        self.start = 0
        self.end = 0
        self.entry = (0, 0)
        """Where its line in the container's directory begins and ends."""


def list_parts(data: bytes) -> dict[str, Part]:
    """Every part by its name, once the container's own bookkeeping has been found sound."""
    count, start, end = find_directory(data)
    parts: dict[str, Part] = {}
    folded: dict[str, str] = {}
    position = start
    for _ in range(count):
        part, position = _read_entry(data, position, end)
        if part.name in parts:
            raise ambiguous("part-twice", part.name)
        if folded.setdefault(part.name.casefold(), part.name) != part.name:
            raise ambiguous("part-case", part.name)
        parts[part.name] = part
    if position != end:
        raise unsafe("extra-bytes")
    _lay_out(data, sorted(parts.values(), key=_offset), start)
    return parts


def inflate(data: bytes, part: Part) -> bytes:
    """The content of one part, never more than the limits allow."""
    packed = data[part.start : part.end]
    content = _inflate(packed, part) if part.deflated else packed
    if len(content) != part.size:
        raise unsafe("size", part.name)
    if zlib.crc32(content) != part.check:
        raise damaged(part.name)
    return content


def find_directory(data: bytes) -> tuple[int, int, int]:
    """How many parts the container has, and where the list of them begins and ends."""
    at = data.rfind(b"PK\x05\x06")
    if at < 0 or at + END.size > len(data):
        raise damaged()
    _, disk, first_disk, here, count, size, start, comment = END.unpack_from(data, at)
    if start == _ZIP64 or count == _ZIP64_COUNT:
        raise unsafe("zip64")
    if at + END.size + comment != len(data) or comment:
        raise unsafe("extra-bytes")
    if disk or first_disk or here != count or start + size != at:
        raise unsafe("extra-bytes") if start + size < at else damaged()
    if count > MAX_PARTS:
        raise too_large("parts", count, MAX_PARTS)
    return count, start, at


def _read_entry(data: bytes, position: int, end: int) -> tuple[Part, int]:
    if position + ENTRY.size > end:
        raise damaged()
    fields = ENTRY.unpack_from(data, position)
    signature, _, _, flags, method, _, _, check, packed, size, name_size, extra_size, note = fields[
        :13
    ]
    if signature != b"PK\x01\x02":
        raise damaged()
    name_at = position + ENTRY.size
    name = _part_name(data[name_at : name_at + name_size], flags)
    extra_at = name_at + name_size
    if flags & _ENCRYPTED:
        raise Refusal("file-encrypted", found="zip")
    if method not in (_STORED, _DEFLATED):
        raise unsafe("compression", name)
    if _ZIP64 in (packed, size, fields[16]):
        raise unsafe("zip64", name)
    other = _extra_fields(data[extra_at : extra_at + extra_size]).get(_UNICODE_PATH)
    if other is not None and other[5:] != name.encode():
        raise unsafe("two-names", name)
    part = Part(name, method, (check, packed, size), fields[16])
    part.entry = (position, extra_at + extra_size + note)
    return part, part.entry[1]


def _part_name(raw: bytes, flags: int) -> str:
    try:
        name = raw.decode("utf-8" if flags & _UTF8 or raw.isascii() else "cp437")
    except UnicodeDecodeError:
        raise unsafe("part-name") from None
    # Some writers on Windows part folders with backslashes; readers take both for the same.
    name = name.replace("\\", "/")
    steps = name.rstrip("/").split("/")
    if {"", ".", ".."} & set(steps) or ":" in steps[0] or not name.isprintable():
        raise unsafe("part-name", ascii(name))
    return name


def _extra_fields(extra: bytes) -> dict[int, bytes]:
    fields = {}
    position = 0
    while position + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, position)
        fields[kind] = extra[position + 4 : position + 4 + size]
        position += 4 + size
    return fields


def _offset(part: Part) -> int:
    return part.offset


def _lay_out(data: bytes, parts: list[Part], directory: int) -> None:
    """Find each part's bytes; together they must fill the file up to the directory."""
    reached = 0
    for part in parts:
        _skip_descriptor(reached, part)
        if part.offset + LOCAL.size > directory:
            raise damaged(part.name)
        fields = LOCAL.unpack_from(data, part.offset)
        if fields[0] != b"PK\x03\x04" or _contradicts(fields, part):
            raise damaged(part.name)
        name_at = part.offset + LOCAL.size
        if _part_name(data[name_at : name_at + fields[9]], fields[2]) != part.name:
            raise unsafe("two-names", part.name)
        part.start = name_at + fields[9] + fields[10]
        part.end = reached = part.start + part.packed
    if reached > directory:
        raise unsafe("overlap")
    if directory - reached > _LONGEST_DESCRIPTOR:
        raise unsafe("extra-bytes")


def _contradicts(fields: tuple[int, ...], part: Part) -> bool:
    """Whether a part's own head says other things of it than the directory does."""
    _, _, flags, method, _, _, check, packed, size = fields[:9]
    if flags & _ENCRYPTED or method != (_DEFLATED if part.deflated else _STORED):
        return True
    if flags & _SIZES_FOLLOW:
        return False
    return (check, packed, size) != (part.check, part.packed, part.size)


def _skip_descriptor(reached: int, part: Part) -> None:
    """Between two parts only the few bytes may stand that repeat the size of the first."""
    gap = part.offset - reached
    if gap < 0:
        raise unsafe("overlap", part.name)
    if gap > _LONGEST_DESCRIPTOR or (gap and not reached):
        raise unsafe("extra-bytes", part.name)


def _inflate(packed: bytes, part: Part) -> bytes:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = engine.decompress(packed, min(part.size, MAX_PART_BYTES) + 1)
    except zlib.error:
        raise damaged(part.name) from None
    if len(content) > MAX_PART_BYTES:
        raise too_large("part-bytes", len(content), MAX_PART_BYTES)
    if len(content) > RATIO_FROM_BYTES and len(content) > MAX_RATIO * len(packed):
        raise unsafe("ratio", part.name)
    if len(content) > part.size or engine.unused_data:
        raise unsafe("size", part.name)
    if not engine.eof:
        raise damaged(part.name)
    return content
