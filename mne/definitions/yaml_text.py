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
_NOTHING = frozenset({"null", "~", ""})

Mark = Any
"""The parser's own place in a text: a line and a column, counted from 0."""
Event = Any
"""What the parser says: a word, or that a mapping or a list begins or ends."""
Data = Any
"""A word, nothing, a list or a mapping of data."""


class Keys(dict[str, Any]):
    """A mapping that knows where each of its keys stands."""

    __slots__ = ("marks",)

    def __init__(self) -> None:
        super().__init__()
        self.marks: dict[str, Mark] = {}


class Items(list[Any]):
    """A list that knows where each of its items stands; its ids, if it was written as a mapping."""

    __slots__ = ("ids", "marks")

    def __init__(self) -> None:
        super().__init__()
        self.marks: list[Mark] = []
        self.ids: list[str] = []


class Words(NamedTuple):
    """A text that stands in a file in several languages."""

    key: str
    mark: Mark
    by_language: dict[str, Any]


class Slip(NamedTuple):
    """A key that could not be taken: the code of a fault, and its facts."""

    mark: Mark
    code: str
    facts: dict[str, object]


class NotReadError(Exception):
    """Something of YAML that definitions do without: the code of a fault, and where it is."""

    def __init__(self, code: str, mark: Mark) -> None:
        super().__init__(code)
        self.code, self.mark = code, mark


@dataclass
class Reading:
    """What a text holds."""

    data: Data = None
    start: Mark | None = None
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
        self.found.start = first.start_mark
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
            return None if event.value in _NOTHING and not event.style else event.value
        if kind is yaml.MappingStartEvent:
            return self._mapping(key)
        items = Items()
        while type(item := self.next()) is not yaml.SequenceEndEvent:
            items.marks.append(item.start_mark)
            items.append(self._value(item, ""))
        return items

    def _mapping(self, parent: str) -> Keys:
        found = Keys()
        by_id = _NO_KEYS if parent in _BY_AUTHORS_WORDS else KEYED
        while type(key_event := self.next()) is not yaml.MappingEndEvent:
            key = self._key(key_event, found)
            event = self.next()
            if key is None:
                self._value(event, "")
                continue
            found.marks[key] = key_event.start_mark
            if key in by_id and type(event) is yaml.MappingStartEvent:
                found[key] = self._entries(key)
            else:
                value = found[key] = self._value(event, key)
                if type(value) is Keys and "en" in value and key != "languages":
                    self.found.texts.append(Words(key, key_event.start_mark, value))
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
                    self.found.texts.append(Words(parent, key_event.start_mark, entry))
                entry = {"id": id_, "name": entry}
            elif type(entry) is Keys:
                if "id" in entry:
                    self._slip(key_event, "id-not-needed", id=id_)
                entry["id"] = id_
            listed.append(entry)
            listed.ids.append(id_)
            listed.marks.append(key_event.start_mark)
        return listed

    def _key(self, event: Event, found: Container[str]) -> str | None:
        """A key, or None where it is none or was given before."""
        if type(event) is not yaml.ScalarEvent:
            self._value(event, "")
            self._slip(event, "key-not-a-word")
        elif event.value in found:
            self._slip(event, "key-twice", key=event.value)
        else:
            return str(event.value)
        return None

    def _slip(self, event: Event, code: str, **facts: object) -> None:
        self.found.slips.append(Slip(event.start_mark, code, facts))


def find_mark(reading: Reading, path: Iterable[Step]) -> Mark | None:
    """Where a key path stands, or the nearest above it; in a list by id, id or number do."""
    here: Data = reading.data
    mark = reading.start
    for step in path:
        if type(here) is Items:
            index = here.ids.index(step) if step in here.ids else step
            if not isinstance(index, int) or index >= len(here):
                break
            here, mark = here[index], here.marks[index]
        elif type(here) is Keys and step in here.marks:
            here, mark = here.get(str(step)), here.marks[str(step)]
        elif type(here) is dict:  # a state: the file writes its name directly under its id
            here = here.get(str(step))
        else:
            break
    return mark
