"""Says in our own words what a model cannot take, and where: by codes that name sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from mne.model.words import as_written, words_in_files
from mne.typed import nearest

Step = str | int

_CODE_BY_FIRST_WORD = {
    "bool": "value-not-yes-no",
    "dataclass": "value-not-period",
    "date": "value-not-date",
    "decimal": "value-not-number",
    "dict": "value-not-mapping",
    "finite": "value-not-number",
    "frozen": "value-not-list",
    "greater": "value-too-small",
    "int": "value-not-whole-number",
    "less": "value-too-large",
    "model": "value-not-mapping",
    "string": "value-not-text",
    "too": "list-empty",
    "tuple": "value-not-list",
}
"""By the first word of the validator's own name for it."""
_LONGEST_VALUE = 60
_CURRENCY = "^[A-Z]{3}$"


class Misfit(NamedTuple):
    """A fault, at the place where the model has it."""

    path: tuple[Step, ...]
    code: str
    facts: Mapping[str, object]


def find_misfits(error: ValidationError, model: type[BaseModel]) -> Iterator[Misfit]:
    """Everything that a model could not take; several lists of words for one value count once."""
    choices: dict[tuple[Step, ...], dict[str, None]] = {}
    values: dict[tuple[Step, ...], object] = {}
    errors = error.errors(include_url=False)
    places = {one["loc"][:-1] for one in errors}
    for one in errors:
        if one["type"] == "too_short" and one["loc"] in places:
            continue  # short only because what it holds does not fit
        path = tuple(step for step in one["loc"] if not str(step).startswith(("literal[", "[key]")))
        if one["type"] == "literal_error" and one["input"] is not None:
            words = re.findall("'([^']*)'", one["ctx"]["expected"])
            choices.setdefault(path, {}).update(dict.fromkeys(words))
            values[path] = one["input"]
        else:
            yield _misfit(path, one, model)
    for path, offered in choices.items():
        listed = words_in_files(offered)
        facts = {"key": _key(path), "value": _shown(values[path]), "known": ", ".join(listed)}
        yield Misfit(
            path, "value-not-listed", {**facts, "near": nearest(_shown(values[path]), listed)}
        )


def _misfit(path: tuple[Step, ...], error: ErrorDetails, model: type[BaseModel]) -> Misfit:
    kind, key = error["type"], _key(path)
    if kind == "missing":
        written = as_written(_model_at(model, path[:-1]), key)
        return Misfit(path, "definition-key-needed", {"key": key, "written": written})
    if kind == "extra_forbidden":
        known = _known_keys(_model_at(model, path[:-1]))
        facts = {"key": key, "known": ", ".join(known), "near": nearest(key, known)}
        return Misfit(path, "definition-key-unknown", facts)
    if error["input"] is None:
        return Misfit(path, "value-blank", {"key": key})
    facts = {"key": key, "value": _shown(error["input"])}
    context = error.get("ctx") or {}
    if "-" in kind:
        return Misfit(path, kind, {**context, **facts})
    if kind == "string_pattern_mismatch":
        is_currency = context["pattern"] == _CURRENCY
        return Misfit(path, "currency-malformed" if is_currency else "id-malformed", facts)
    code = _CODE_BY_FIRST_WORD[kind.partition("_")[0]]
    limits = [context[name] for name in ("ge", "gt", "le", "lt") if name in context]
    return Misfit(path, code, {**facts, "limit": limits[0]} if limits else facts)


def _key(path: tuple[Step, ...]) -> str:
    """The nearest name: of a list's third thing, the list."""
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "{...}"
    if isinstance(value, list):
        return "[...]"
    text = str(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}..."


def _known_keys(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys that a model may have; those that have no default first."""
    fields = model.model_fields
    return (
        *(key for key in fields if fields[key].is_required()),
        *(key for key in fields if not fields[key].is_required()),
    )


def _model_at(model: type[BaseModel], path: tuple[Step, ...]) -> type[BaseModel]:
    """The model whose keys stand at a place."""
    here = model
    is_by_key = False
    for step in path:
        if is_by_key or isinstance(step, int):
            is_by_key = False
            continue
        annotation = here.model_fields[step].annotation
        is_by_key = get_origin(annotation) is dict
        here = next(_models_in(annotation))
    return here


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
