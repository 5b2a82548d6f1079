"""One YAML file: its data as text, where every key stands, and what is wrong with it.

Every scalar is read as text and given its type by the key it stands under, so that `NO`, `010` and
`3.10` mean what was typed. Anchors, aliases and keys given twice are faults.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[int, int]
Path_ = tuple[object, ...]

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


class Fault(NamedTuple):
    """One thing wrong in a definitions file; the code names the sentence."""

    file: str
    line: int
    column: int
    code: str
    params: tuple[tuple[str, str], ...]


@dataclass
class Source:
    """What was found in one file."""

    file: str
    data: Any = None
    places: dict[Path_, Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, path: Iterable[object], code: str, **params: object) -> None:
        """Note a fault at the nearest known place at or above a key path."""
        steps = tuple(path)
        while steps and steps not in self.places:
            steps = steps[:-1]
        line, column = self.places.get(steps, (1, 1))
        facts = tuple((key, str(value)) for key, value in params.items())
        self.faults.append(Fault(self.file, line, column, code, facts))

    def build(self, model: type[Model], **more: object) -> Model | None:
        """The file's data as a model; what does not fit is noted, all of it."""
        if not isinstance(self.data, dict):
            if not self.faults:
                self.fault((), "definition-file-empty")
            return None
        ids: dict[Path_, list[str]] = {}
        data = {**_as_lists(self.data, (), ids), **more}
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for one in error.errors(include_url=False, include_context=False):
                self._note(one, ids)
            return None

    def _note(self, error: Any, ids: dict[Path_, list[str]]) -> None:
        path = _yaml_path(error["loc"], ids)
        code = {"missing": "definition-key-needed", "extra_forbidden": "definition-key-unknown"}
        key = str(path[-1]) if path else ""
        known = code.get(error["type"])
        if known:
            self.fault(path, known, key=key)
        else:
            problem = str(error["msg"]).removeprefix("Value error, ")
            self.fault(path, "definition-value", key=key, problem=problem)


def read_source(path: Path, base: Path) -> Source:
    """Read one file; whatever is wrong with it stands in its faults."""
    source = Source(path.relative_to(base).as_posix())
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        source.fault((), "definition-file-missing", file=source.file)
        return source
    except UnicodeDecodeError:
        source.fault((), "definition-not-utf8")
        return source
    try:
        _refuse_aliases(text)
        source.data = _walk(source, yaml.compose(text, Loader=_Loader), ())
    except (yaml.MarkedYAMLError, yaml.reader.ReaderError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        source.places[()] = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = getattr(error, "problem", None) or "the text cannot be read as YAML"
        source.fault((), "yaml-malformed", problem=problem)
    return source


def _refuse_aliases(text: str) -> None:
    """An alias can make a small file endless, and a reader of the file lose the thread."""
    if "*" not in text and "&" not in text:
        return
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.MarkedYAMLError(
                problem="anchors and aliases (& and *) are not read",
                problem_mark=event.start_mark,  # type: ignore[arg-type] # the C loader's mark
            )


def _walk(source: Source, node: yaml.Node | None, path: Path_) -> Any:
    if node is None:
        return None
    source.places.setdefault(path, _place(node))
    if isinstance(node, yaml.MappingNode):
        return _walk_mapping(source, node, path)
    if isinstance(node, yaml.SequenceNode):
        return [_walk(source, item, (*path, index)) for index, item in enumerate(node.value)]
    if node.value in {"null", "~", ""} and not getattr(node, "style", None):
        return None
    return node.value


def _walk_mapping(source: Source, node: yaml.MappingNode, path: Path_) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value
        if not isinstance(key, str):
            raise yaml.MarkedYAMLError(
                problem="a key must be one word", problem_mark=key_node.start_mark
            )
        if key in found:
            source.places[(*path, key)] = _place(key_node)
            source.fault((*path, key), "key-twice", key=key)
            continue
        source.places[(*path, key)] = _place(key_node)
        found[key] = _walk(source, value_node, (*path, key))
    return found


def _place(node: yaml.Node) -> Place:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _as_lists(data: Any, path: Path_, ids: dict[Path_, list[str]]) -> Any:
    """Mappings by id become lists of things that know their id."""
    if isinstance(data, list):
        return [_as_lists(item, (*path, index), ids) for index, item in enumerate(data)]
    if not isinstance(data, dict):
        return data
    return {
        key: _by_id(key, value, (*path, key), ids)
        if key in KEYED and isinstance(value, dict)
        else _as_lists(value, (*path, key), ids)
        for key, value in data.items()
    }


def _by_id(key: str, entries: dict[str, Any], path: Path_, ids: dict[Path_, list[str]]) -> Any:
    ids[path] = list(entries)
    listed = []
    for entry_id, entry in entries.items():
        inner = _as_lists(entry, (*path, entry_id), ids)
        if key in _NAMES_ONLY:
            listed.append({"id": entry_id, "name": inner})
        elif isinstance(inner, dict):
            listed.append({"id": entry_id, **inner})
        else:
            listed.append(inner)
    return listed


def _yaml_path(loc: Iterable[object], ids: dict[Path_, list[str]]) -> Path_:
    """A model's location, with list places turned back into the ids that the file shows."""
    path: Path_ = ()
    for step in loc:
        if path in ids and isinstance(step, int):
            path = (*path, ids[path][step])
        elif len(path) > 1 and path[-2] in _NAMES_ONLY and step == "name":
            continue  # the file writes a state's name directly under its id
        else:
            path = (*path, step)
    return path
