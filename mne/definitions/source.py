"""One YAML file: its data as text, where every key stands, and what is wrong with it.

Every scalar is read as text and given its type by the key it stands under, so that `NO`, `010` and
`3.10` mean what was typed. Anchors, aliases, tags and keys given twice are faults. The tree that
the parser made is kept: a line is looked up in it when something is wrong there, and not before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from mne.definitions.fault import Fault
from mne.definitions.misfits import Step, find_misfits

Model = TypeVar("Model", bound=BaseModel)

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
_NOTHING = frozenset({"null", "~", ""})


class _Loader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """The parser, without its guesses at what a plain word may mean."""

    def resolve(self, *_: object) -> str:
        """Every word is a word."""
        return ""


class Words(NamedTuple):
    """A text that stands in a file in several languages."""

    key: str
    node: yaml.Node
    by_language: dict[str, Any]


@dataclass
class Source:
    """What was found in one file."""

    file: str
    data: Any = None
    faults: list[Fault] = field(default_factory=list)
    texts: list[Words] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """The ids of entries that do not fit their model: what refers to them is not judged."""
    is_lost: bool = False
    """Whether not even the ids that it defines are known."""
    _root: yaml.Node | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing in it had to be left out."""
        return not self.is_lost and not self.unread

    def fault(self, path: Iterable[Step], code: str, **facts: object) -> None:
        """Note a fault at the nearest key at or above a path; in a list by id, id or number do."""
        node = self._find(path)
        self.fault_at(node.start_mark if node else None, code, **facts)

    def fault_at(self, mark: Any, code: str, **facts: object) -> None:
        """Note a fault at a mark of the parser; at the top of the file where there is none."""
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        params = tuple((key, str(value)) for key, value in facts.items())
        self.faults.append(Fault(self.file, line, column, code, params))

    def build(self, model: type[Model], entries: str = "", **more: object) -> Model | None:
        """The file's data as a model; what does not fit is noted, all of it.

        Where all of that lies within `entries`, the rest of them still make a model.
        """
        if not isinstance(self.data, dict):
            if not self.faults:
                self.fault((), "definition-file-empty")
            self.is_lost = True
            return None
        data = {**self.data, **more}
        for key in more.keys() & self.data.keys():
            if key == "id":
                self.fault((key,), "id-not-needed", id=more[key])
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for misfit in find_misfits(error, model):
                self.fault(misfit.path, misfit.code, **misfit.facts)
            return self._build_rest(model, data, entries, error)

    def _build_rest(
        self, model: type[Model], data: dict[str, Any], entries: str, error: ValidationError
    ) -> Model | None:
        """The model without the entries that do not fit."""
        listed = data.get(entries) if entries else None
        listed = listed if isinstance(listed, list) else []
        paths = [one["loc"] for one in error.errors(include_url=False, include_input=False)]
        bad = {path[1] for path in paths if path[0] == entries and len(path) > 1}
        inside = all(path[0] == entries and len(path) > 1 for path in paths)
        self.unread |= {
            _id_of(one) for index, one in enumerate(listed) if not inside or index in bad
        }
        self.unread |= {self.file, str(data.get("id", ""))}
        if not inside or not listed:
            return None
        rest = [one for index, one in enumerate(listed) if index not in bad]
        return model.model_validate({**data, entries: rest})

    def _find(self, path: Iterable[Step]) -> yaml.Node | None:
        """The node at which a key path stands, or the nearest above it."""
        here = place = self._root
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
        return place

    def read(self, text: str) -> None:
        """Take in the text of the file."""
        self._refuse_wonders(text)
        self._root = yaml.compose(text, Loader=_Loader)
        self.data = self._value(self._root, "") if self._root else None

    def _refuse_wonders(self, text: str) -> None:
        """An alias can make a small file endless, and a reader of the file lose the thread."""
        if "*" not in text and "&" not in text and "!" not in text:
            return
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise _NotReadError("alias-not-read", event.start_mark)
            if getattr(event, "tag", None):
                raise _NotReadError("tag-not-read", event.start_mark)

    def _value(self, node: Any, key: str) -> Any:
        kind = type(node)
        if kind is yaml.ScalarNode:
            return None if node.value in _NOTHING and not node.style else node.value
        if kind is yaml.SequenceNode:
            return [self._value(item, "") for item in node.value]
        return self._mapping(node, key)

    def _mapping(self, node: yaml.MappingNode, parent: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        by_id = KEYED if parent not in _BY_AUTHORS_WORDS else frozenset()
        for key_node, value_node in node.value:
            key = self._key(key_node, found)
            if key is None:
                continue
            if key in by_id and type(value_node) is yaml.MappingNode:
                found[key] = self._entries(value_node, key)
                continue
            value = found[key] = self._value(value_node, key)
            if type(value) is dict and "en" in value and key != "languages":
                self.texts.append(Words(key, key_node, value))
        return found

    def _entries(self, node: yaml.MappingNode, parent: str) -> list[Any]:
        """A mapping by id, as a list of things that know their id."""
        listed: dict[str, Any] = {}
        for key_node, value_node in node.value:
            id_ = self._key(key_node, listed)
            if id_ is None:
                continue
            entry = self._value(value_node, "")
            if parent in _NAMES_ONLY:
                listed[id_] = {"id": id_, "name": entry}
                if type(entry) is dict and "en" in entry:
                    self.texts.append(Words(parent, key_node, entry))
            elif type(entry) is dict:
                if "id" in entry:
                    self.fault_at(key_node.start_mark, "id-not-needed", id=id_)
                listed[id_] = {**entry, "id": id_}
            else:
                listed[id_] = entry
        return list(listed.values())

    def _key(self, node: yaml.Node, found: dict[str, Any]) -> str | None:
        """A key, or None where there is none or it was given before."""
        if not isinstance(node.value, str):
            self.fault_at(node.start_mark, "key-not-a-word")
        elif node.value in found:
            self.fault_at(node.start_mark, "key-twice", key=node.value)
        else:
            return node.value
        return None


class _NotReadError(Exception):
    """Something of YAML that definitions do without: the code of a fault, and where it is."""

    def __init__(self, code: str, mark: Any) -> None:
        super().__init__(code)
        self.code, self.mark = code, mark


def read_source(path: Path, base: Path) -> Source:
    """Read one file; whatever is wrong with it stands in its faults."""
    source = Source(path.relative_to(base).as_posix())
    try:
        source.read(path.read_text("utf-8"))
    except FileNotFoundError:
        source.fault((), "definition-file-missing", file=source.file)
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        mark: Any = yaml.Mark(
            "", 0, before.count(b"\n"), error.start - before.rfind(b"\n") - 1, None, 0
        )
        source.fault_at(mark, "definition-not-utf8")
    except _NotReadError as error:
        source.fault_at(error.mark, error.code)
    except (yaml.YAMLError, RecursionError) as error:
        problem = getattr(error, "problem", None) or "the text cannot be read as YAML"
        mark = getattr(error, "problem_mark", None)
        source.fault_at(mark, "yaml-malformed", problem=problem)
    return source


def _id_of(entry: object) -> str:
    return str(entry.get("id", "")) if isinstance(entry, dict) else ""


def _pair(node: yaml.MappingNode, step: Step) -> tuple[yaml.Node, yaml.Node] | None:
    """The key and value at a step: by the key, or by its number among those that differ."""
    if isinstance(step, str):
        return next((pair for pair in node.value if pair[0].value == step), None)
    by_key: dict[Any, tuple[yaml.Node, yaml.Node]] = {}
    for pair in node.value:
        if isinstance(pair[0].value, str):
            by_key.setdefault(pair[0].value, pair)
    return list(by_key.values())[step] if step < len(by_key) else None
