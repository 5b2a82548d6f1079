"""Reads the text of a YAML file: its data as words, and, when something is wrong, its places.

Every scalar is read as text and given its type by the key it stands under, so that `NO`, `010` and
`3.10` mean what was typed. The data is made in one pass over what the parser says; where a key
stands is looked up in a second pass, and only when it is asked for.
"""

from __future__ import annotations

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
        self.found.data = self._value(self.next(), "")
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
        items = []
        while type(item := self.next()) is not yaml.SequenceEndEvent:
            items.append(self._value(item, ""))
        return items

    def _mapping(self, parent: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        by_id = _NO_KEYS if parent in _BY_AUTHORS_WORDS else KEYED
        while type(key_event := self.next()) is not yaml.MappingEndEvent:
            key = self._key(key_event, found)
            event = self.next()
            if key is None:
                self._value(event, "")
            elif key in by_id and type(event) is yaml.MappingStartEvent:
                found[key] = self._entries(key)
            else:
                value = found[key] = self._value(event, key)
                if type(value) is dict and "en" in value and key != "languages":
                    self.found.texts.append(Words(key, key_event.start_mark, value))
        return found

    def _entries(self, parent: str) -> list[Any]:
        """A mapping by id, as a list of things that know their id."""
        listed: dict[str, Any] = {}
        while type(key_event := self.next()) is not yaml.MappingEndEvent:
            id_ = self._key(key_event, listed)
            entry = self._value(self.next(), "")
            if id_ is None:
                continue
            if parent in _NAMES_ONLY:
                if type(entry) is dict and "en" in entry:
                    self.found.texts.append(Words(parent, key_event.start_mark, entry))
                entry = {"id": id_, "name": entry}
            elif type(entry) is dict:
                if "id" in entry:
                    self._slip(key_event, "id-not-needed", id=id_)
                entry["id"] = id_
            listed[id_] = entry
        return list(listed.values())

    def _key(self, event: Event, found: dict[str, Any]) -> str | None:
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


def find_place(text: str, path: tuple[Step, ...]) -> Mark | None:
    """Where a key path stands, or the nearest above it; in a list by id, id or number do."""
    try:
        here = place = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, RecursionError):
        return None
    above = ""
    for step in path:
        if isinstance(here, yaml.MappingNode):
            pair = _pair(here, step)
            if pair is None and above in _NAMES_ONLY and step == "name":
                continue  # the file writes a state's name directly under its id
            if pair is None:
                break
            place, here = pair
            above = place.value if isinstance(step, str) else above
        elif isinstance(here, yaml.SequenceNode) and isinstance(step, int):
            if step >= len(here.value):
                break
            place = here = here.value[step]
        else:
            break
    return place.start_mark if place else None


def _pair(node: yaml.MappingNode, step: Step) -> tuple[yaml.Node, yaml.Node] | None:
    """The key and value at a step: by the key, or by its number among those that differ."""
    if isinstance(step, str):
        return next((pair for pair in node.value if pair[0].value == step), None)
    by_key: dict[Any, tuple[yaml.Node, yaml.Node]] = {}
    for pair in node.value:
        if isinstance(pair[0].value, str):
            by_key.setdefault(pair[0].value, pair)
    return list(by_key.values())[step] if step < len(by_key) else None
