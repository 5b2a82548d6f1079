"""Reads the text of a YAML file in one pass: its data as words, and where each key stands.

Every scalar is read as text and given its type by the key it stands under, so that `NO`, `010` and
`3.10` mean what was typed. Anchors, aliases, tags and keys given twice are faults.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from mne.definitions.misfits import Step

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

KEYED = frozenset(
    {
        "activities",
        "cases",
        "flags",
        "frameworks",
        "indicators",
        "items",
        "reporters",
        "rules",
        "states",
    }
)
"""Mappings from an id to its keys, in an order that matters: lists in the model."""
_NAMES_ONLY = frozenset({"states", "flags"})
_BY_AUTHORS_WORDS = frozenset({"codes", "families"})
"""Mappings from an id whose ids may be any of the words above."""
_NO_KEYS: frozenset[str] = frozenset()
_MERGE = "<<"
_NOTHING = frozenset({"null", "~", ""})

_COLUMN_BITS = 20

Place = int
"""A line and a column, counted from 0, in one number: thousands of them are kept for every file,
and the parser's own marks would each be visited by the collector of garbage."""
Mark = Any
"""The parser's own place in a text."""
Event = Any
"""What the parser says: a word, or that a mapping or a list begins or ends."""
Data = Any
"""A word, nothing, a list or a mapping of data."""


class Keys(dict[str, Any]):
    """A mapping that knows where each of its keys stands."""

    __slots__ = ("places",)

    def __init__(self) -> None:
        super().__init__()
        self.places: dict[str, Place] = {}


class Items(list[Any]):
    """A list that knows where each of its items stands; its ids, if it was written as a mapping."""

    __slots__ = ("ids", "places")

    def __init__(self) -> None:
        super().__init__()
        self.places: list[Place] = []
        self.ids: list[str] = []


class Words(NamedTuple):
    """A text that stands in a file in several languages."""

    key: str
    place: Place
    by_language: dict[str, Any]


class Slip(NamedTuple):
    """A key that could not be taken: the code of a fault, and its facts."""

    place: Place
    code: str
    facts: dict[str, object]


class NotReadError(Exception):
    """Something of YAML that definitions do without: the code of a fault, and where it is."""

    def __init__(self, code: str, mark: Mark) -> None:
        super().__init__(code)
        self.code, self.place = code, place_of(mark)


@dataclass
class Reading:
    """What a text holds."""

    data: Data = None
    start: Place = 0
    texts: list[Words] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)


def read_yaml(text: str) -> Reading:
    """The data of a text. A YAMLError, RecursionError or NotReadError where it is none."""
    _refuse_wonders(text)
    reader = _Reader(_Loader(text).get_event, Reading())
    return reader.read()


def _refuse_wonders(text: str) -> None:
    """An alias can make a small file endless, and a reader of the file lose the thread."""
    if "*" not in text and "&" not in text and "!" not in text:
        return
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise NotReadError("alias-not-read", event.start_mark)
        if getattr(event, "tag", None):
            raise NotReadError("tag-not-read", event.start_mark)


@dataclass
class _Reader:
    """Makes data of what the parser says, one event after the other."""

    next: Any
    found: Reading

    def read(self) -> Reading:
        """The whole text: one document, or nothing."""
        self.next()
        if type(self.next()) is yaml.StreamEndEvent:
            return self.found
        first = self.next()
        self.found.start = place_of(first.start_mark)
        self.found.data = self._value(first, "")
        self.next()
        after = self.next()
        if type(after) is not yaml.StreamEndEvent:
            problem = "a second document begins here"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=after.start_mark)
        return self.found

    def _value(self, event: Event, key: str) -> Data:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return _word(event)
        if kind is yaml.MappingStartEvent:
            return self._mapping(key)
        items = Items()
        while type(item := self.next()) is not yaml.SequenceEndEvent:
            mark = item.start_mark
            items.places.append(mark.line << _COLUMN_BITS | mark.column)
            items.append(self._value(item, ""))
        return items

    def _mapping(self, parent: str) -> Keys:
        found = Keys()
        by_id = _NO_KEYS if parent in _BY_AUTHORS_WORDS else KEYED
        while type(key_event := self.next()) is not yaml.MappingEndEvent:
            key = self._key(key_event, found)
            event = self.next()
            kind = type(event)
            if key is None:
                self._value(event, "")
                continue
            mark = key_event.start_mark
            found.places[key] = mark.line << _COLUMN_BITS | mark.column
            if kind is yaml.ScalarEvent:
                found[key] = _word(event)
            elif kind is yaml.MappingStartEvent and key in by_id:
                found[key] = self._entries(key)
            else:
                value = found[key] = self._value(event, key)
                if type(value) is Keys and "en" in value and key != "languages":
                    self.found.texts.append(Words(key, found.places[key], value))
        return found

    def _entries(self, parent: str) -> Items:
        """A mapping by id, as a list of things that know their id."""
        listed = Items()
        while type(key_event := self.next()) is not yaml.MappingEndEvent:
            id_ = self._key(key_event, listed.ids)
            entry = self._value(self.next(), "")
            if id_ is None:
                continue
            if parent in _NAMES_ONLY:
                if type(entry) is Keys and "en" in entry:
                    self.found.texts.append(Words(parent, place_of(key_event.start_mark), entry))
                entry = {"id": id_, "name": entry}
            elif type(entry) is Keys:
                if "id" in entry:
                    self._slip(key_event, "id-not-needed", id=id_)
                entry["id"] = id_
            listed.append(entry)
            listed.ids.append(id_)
            mark = key_event.start_mark
            listed.places.append(mark.line << _COLUMN_BITS | mark.column)
        return listed

    def _key(self, event: Event, found: Container[str]) -> str | None:
        """A key, or None where it is none or was given before."""
        if type(event) is yaml.ScalarEvent:
            key: str = event.value
            if key == _MERGE and not event.style:
                self._slip(event, "merge-not-read")
                return None
            if key not in found:
                return key
            self._slip(event, "key-twice", key=key)
        else:
            self._value(event, "")
            self._slip(event, "key-not-a-word")
        return None

    def _slip(self, event: Event, code: str, **facts: object) -> None:
        self.found.slips.append(Slip(place_of(event.start_mark), code, facts))


def _word(event: Event) -> str | None:
    """What was typed; nothing where nothing was, or the word for it without quotes."""
    value: str = event.value
    return None if value in _NOTHING and not event.style else value


def find_place(reading: Reading, path: Iterable[Step]) -> Place:
    """Where a key path stands, or the nearest above it; in a list by id, id or number do."""
    here: Data = reading.data
    place = reading.start
    for step in path:
        if type(here) is Items:
            index = here.ids.index(step) if step in here.ids else step
            if not isinstance(index, int) or index >= len(here):
                break
            here, place = here[index], here.places[index]
        elif type(here) is Keys and step in here.places:
            here, place = here.get(str(step)), here.places[str(step)]
        elif type(here) is dict:  # a state: the file writes its name directly under its id
            here = here.get(str(step))
        else:
            break
    return place


def place_of(mark: Mark) -> Place:
    """A mark of the parser as a place."""
    return int(mark.line << _COLUMN_BITS | mark.column)


def line_and_column(place: Place) -> tuple[int, int]:
    """A place as editors count it, from 1."""
    return (place >> _COLUMN_BITS) + 1, (place & (1 << _COLUMN_BITS) - 1) + 1
