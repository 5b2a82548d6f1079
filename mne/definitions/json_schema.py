"""The shapes of the definition files as JSON Schema, so that editors offer keys and explain them.

Derived from the models, which alone decide what is right. What the files write otherwise than the
models hold it is turned round here: mappings by id, states by name, terms as text, scalars without
quotes.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from pydantic import BaseModel

from mne.definitions.yaml_text import KEYED
from mne.model import (
    Activities,
    Cases,
    Codelist,
    Frameworks,
    Objective,
    OwnLayout,
    PlanHeader,
    Register,
)
from mne.model.words import words_in_files

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = "schema"
MODELS: dict[str, type[BaseModel]] = {
    "plan": PlanHeader,
    "objective": Objective,
    "activities": Activities,
    "codelist": Codelist,
    "reporters": Register,
    "frameworks": Frameworks,
    "cases": Cases,
    "layout": OwnLayout,
}
"""Each kind of file, and what it holds."""

_NAMED_BY_FILE = frozenset({"PlanHeader", "Codelist", "OwnLayout"})
_NAMES_ONLY = frozenset({"states", "flags"})
_ID = r"^[A-Za-z0-9][A-Za-z0-9._+-]*$"
_TYPES: dict[str, Schema] = {
    "string": {"type": ["string", "number", "boolean"]},
    "integer": {"type": ["integer", "string"], "pattern": "^-?[0-9]+$"},
    "boolean": {"enum": [True, False, "yes", "no"]},
}
"""Scalars are read as text: `012` and `no` are what was typed, with quotes or without."""


def json_schemas() -> dict[str, Schema]:
    """Every schema, by its name."""
    return {name: _schema(model) for name, model in MODELS.items()}


def schema_of(path: PurePosixPath) -> str | None:
    """The schema of a file, by its place in the folder `indicators`."""
    match path.parts:
        case ("reporters.yaml" | "frameworks.yaml",):
            return path.stem
        case ("codelists", _):
            return "codelist"
        case (_, "plan.yaml" | "activities.yaml"):
            return path.stem
        case (_, _):
            return "objective"
        case (_, "cases" | "layouts" as folder, _):
            return {"cases": "cases", "layouts": "layout"}[folder]
    return None


def modeline(path: PurePosixPath) -> str:
    """The first line by which an editor finds the schema of a file."""
    up = "../" * (len(path.parts) - 1)
    return f"# yaml-language-server: $schema={up}{FOLDER}/{schema_of(path)}.json"


def _schema(model: type[BaseModel]) -> Schema:
    raw = model.model_json_schema()
    by_name = _models_by_name()
    defs = {
        name: _described(_turned(one), by_name[name])
        for name, one in sorted(raw.pop("$defs", {}).items())
    }
    for name in _keyed_models(model):
        _without_id(defs[name])
    whole = _described(_turned(raw), model)
    if model.__name__ in _NAMED_BY_FILE:
        _without_id(whole)
    if model is PlanHeader:
        _list_of_files(whole)
    return {"$schema": DIALECT, **whole, "$defs": defs}


def _turned(schema: Any) -> Any:
    """The same as it stands in a file."""
    if isinstance(schema, list):
        return [_turned(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _turned(one) for key, one in schema.items() if key not in {"title", "default"}}
    if "properties" in schema:
        found["properties"] = {
            key: _property(key, one) for key, one in schema["properties"].items()
        }
    if "patternProperties" in found:
        ((pattern, values),) = found.pop("patternProperties").items()
        found |= {"propertyNames": {"pattern": pattern}, "additionalProperties": values}
    if _is_decimal(found.get("anyOf", [])):
        found["anyOf"][1] = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
    return _plain_scalar(found)


def _is_decimal(choices: list[Schema]) -> bool:
    """Whether it is a number that may also be written as text."""
    return len(choices) > 1 and choices[0].get("type") == "number"


def _plain_scalar(schema: Schema) -> Schema:
    """A value as an editor sees it, which takes 2011 for a number and true for a truth value."""
    known = _TYPES.get(str(schema.get("type")))
    if known is None or "format" in schema or "const" in schema:
        return schema
    if "enum" in schema:
        return {**schema, "enum": words_in_files(schema["enum"])}
    without = {key: one for key, one in schema.items() if key != "type"}
    return {**known, **without}


def _property(key: str, schema: Schema) -> Schema:
    """A key's value; a list of things that know their id is written as a mapping by id."""
    entry = schema.get("items", {}).get("$ref")
    if key not in KEYED or entry is None:
        return dict(_turned(schema))
    reference = {"$ref": "#/$defs/Text"} if key in _NAMES_ONLY else {"$ref": entry}
    mapping = {
        "type": "object",
        "propertyNames": {"pattern": _ID},
        "additionalProperties": reference,
    }
    if key == "reporters":
        listed = {"type": "array", "items": {**_TYPES["string"], "pattern": _ID}}
        return {"anyOf": [listed, mapping]}
    return mapping


def _described(schema: Schema, model: type[BaseModel]) -> Schema:
    """With what the model says of each key, and Text as the languages that it needs."""
    if hasattr(model, "_from_text"):
        return {"type": "string", "description": inspect.getdoc(model)}
    for key, words in field_words(model).items():
        if key in schema.get("properties", {}):
            schema["properties"][key] = {"description": words, **schema["properties"][key]}
    if model.__name__ == "Text":
        schema["required"] = ["en"]
    return schema


def _without_id(schema: Schema) -> None:
    """The id is the key, or the name of the file."""
    schema.get("properties", {}).pop("id", None)
    if "required" in schema:
        schema["required"] = [key for key in schema["required"] if key != "id"]


def _list_of_files(schema: Schema) -> None:
    schema["properties"]["objectives"] = {
        "description": "The plan's objectives, in its order: each the name of a file beside this "
        "one, without `.yaml`.",
        "type": "array",
        "items": dict(_TYPES["string"]),
    }
    schema["required"].append("objectives")


def _keyed_models(model: type[BaseModel]) -> set[str]:
    """The models that stand under their id somewhere in a file."""
    raw = model.model_json_schema()
    shapes = [raw, *raw.get("$defs", {}).values()]
    return {
        reference.removeprefix("#/$defs/")
        for shape in shapes
        for key, one in shape.get("properties", {}).items()
        if key in KEYED and (reference := one.get("items", {}).get("$ref"))
    }


@cache
def _models_by_name() -> dict[str, type[BaseModel]]:
    return {model.__name__: model for model in _descendants(BaseModel)}


def _descendants(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for child in model.__subclasses__():
        if child.__module__.startswith("mne."):
            yield child
        yield from _descendants(child)


def field_words(model: type[BaseModel]) -> dict[str, str]:
    """What stands under each key of a model in its source, its ancestors' included."""
    found: dict[str, str] = {}
    for one in reversed(model.__mro__):
        if one.__module__.startswith("mne."):
            found |= _words_under(one)
    return found


@cache
def _words_under(model: type) -> dict[str, str]:
    found: dict[str, str] = {}
    key = ""
    for node in _class_body(model.__module__, model.__name__):
        match node:
            case ast.AnnAssign(target=ast.Name(id=name)):
                key = name
            case ast.Expr(value=ast.Constant(value=str(words))) if key:
                found[key] = re.sub(r"\s+", " ", words).strip()
                key = ""
            case _:
                key = ""
    return found


def _class_body(module: str, name: str) -> list[ast.stmt]:
    for node in _module_body(module):
        if isinstance(node, ast.ClassDef) and node.name == name:
            return node.body
    return []


@cache
def _module_body(module: str) -> list[ast.stmt]:
    return ast.parse(inspect.getsource(sys.modules[module])).body
