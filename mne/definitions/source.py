"""One file of definitions: its data, what is wrong with it, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from mne.definitions.fault import Fault
from mne.definitions.misfits import Step, find_misfits
from mne.definitions.yaml_text import (
    Data,
    NotReadError,
    Place,
    Reading,
    find_place,
    line_and_column,
    place_of,
    read_yaml,
)

Model = TypeVar("Model", bound=BaseModel)


@dataclass
class Source:
    """What was found in one file."""

    file: str
    reading: Reading = field(default_factory=Reading)
    faults: list[Fault] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """The ids of entries that do not fit their model: what refers to them is not judged."""
    is_lost: bool = False
    """Whether not even the ids that it defines are known."""

    @property
    def data(self) -> Data:
        """What the file says: keys and values, if it is a file of definitions."""
        return self.reading.data

    @property
    def is_whole(self) -> bool:
        """Whether nothing in it had to be left out."""
        return not self.is_lost and not self.unread

    def fault(self, path: Iterable[Step], code: str, /, **facts: object) -> None:
        """Note a fault at the nearest key at or above a path; in a list by id, id or number do."""
        self.fault_at(find_place(self.reading, path), code, **facts)

    def fault_at(self, place: Place, code: str, /, **facts: object) -> None:
        """Note a fault at a place."""
        line, column = line_and_column(place)
        params = tuple((key, str(value)) for key, value in facts.items())
        self.faults.append(Fault(self.file, line, column, code, params))

    def build(
        self, model: type[Model], entries: str = "", aside: str = "", **more: object
    ) -> Model | None:
        """The file's data, but the key `aside`, as a model; what does not fit is noted, all of it.

        Where all of that lies within `entries`, the rest of them still make a model.
        """
        if not isinstance(self.data, dict):
            if not self.faults:
                self.fault((), "definition-file-empty")
            self.is_lost = True
            return None
        data = {key: value for key, value in self.data.items() if key != aside} | more
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


def read_source(path: Path, base: Path) -> Source:
    """Read one file; whatever is wrong with it stands in its faults."""
    source = Source(path.relative_to(base).as_posix())
    try:
        source.reading = read_yaml(path.read_text("utf-8"))
    except FileNotFoundError:
        source.fault((), "definition-file-missing", file=source.file)
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        column = error.start - before.rfind(b"\n") - 1
        place = place_of(yaml.Mark("", 0, before.count(b"\n"), column, None, 0))
        source.fault_at(place, "definition-not-utf8")
    except NotReadError as error:
        source.fault_at(error.place, error.code)
    except (yaml.YAMLError, RecursionError) as error:
        problem = getattr(error, "problem", None) or "the text cannot be read as YAML"
        mark = getattr(error, "problem_mark", None)
        source.fault_at(place_of(mark) if mark else 0, "yaml-malformed", problem=problem)
    else:
        for slip in source.reading.slips:
            source.fault_at(slip.place, slip.code, **slip.facts)
    return source


def _id_of(entry: object) -> str:
    return str(entry.get("id", "")) if isinstance(entry, dict) else ""
