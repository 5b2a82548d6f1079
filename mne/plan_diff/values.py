"""Two versions of one thing, compared key by key; what has an id of its own is matched by it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from pydantic import BaseModel

from mne.model import Text
from mne.plan_diff.change import Change, ChangeKind, What


class Subject(NamedTuple):
    """What is being compared."""

    what: What
    id: str
    title: Text | None = None
    objective: str = ""
    parent: str = ""

    def change(
        self, kind: ChangeKind, key: str = "", old: object = None, new: object = None
    ) -> Change:
        """A change of it."""
        return Change(
            kind=kind,
            what=self.what,
            subject=self.id,
            title=self.title,
            objective=self.objective,
            parent=self.parent,
            key=key,
            old=old,
            new=new,
        )


def compare_keys(
    subject: Subject, old: BaseModel, new: BaseModel, without: Iterable[str] = ()
) -> Iterator[Change]:
    """Every key that differs, but for those that are compared elsewhere."""
    left_out = {"id", *without}
    for key in type(new).model_fields:
        if key not in left_out:
            yield from compare_value(subject, key, getattr(old, key), getattr(new, key))


def compare_value(subject: Subject, key: str, old: object, new: object) -> Iterator[Change]:
    """How the value of one key differs."""
    if old == new:
        return
    if isinstance(old, Text) and isinstance(new, Text):
        yield from _reworded(subject, key, old, new)
    elif isinstance(old, BaseModel) and type(old) is type(new) and not isinstance(new, Text):
        for name in type(old).model_fields:
            was, becomes = getattr(old, name), getattr(new, name)
            yield from compare_value(subject, f"{key}.{name}", was, becomes)
    elif isinstance(old, tuple | frozenset) and isinstance(new, tuple | frozenset):
        yield from _listed(subject, key, old, new)
    else:
        yield subject.change("altered", key=key, old=_plain(old), new=_plain(new))


def _reworded(subject: Subject, key: str, old: Text, new: Text) -> Iterator[Change]:
    for language in dict.fromkeys((*old.root, *new.root)):
        was, becomes = old.root.get(language), new.root.get(language)
        if was != becomes:
            yield replace(subject.change("reworded", key, was, becomes), language=language)


def _listed(
    subject: Subject,
    key: str,
    old: Collection[object],
    new: Collection[object],
) -> Iterator[Change]:
    """What is new in a list, what is gone, and whether the rest stands in another order."""
    for one in new:
        if one not in old:
            yield subject.change("listed", key=key, new=_plain(one))
    for one in old:
        if one not in new:
            yield subject.change("unlisted", key=key, old=_plain(one))
    kept = [one for one in old if one in new]
    ordered = [one for one in new if one in old]
    if kept != ordered and not isinstance(new, frozenset):
        yield subject.change("reordered", key=key, old=_plain(tuple(old)), new=_plain(tuple(new)))


def _plain(value: object) -> object:
    """A value that can be printed: no model, no nothing that looks like something."""
    if value is None or isinstance(value, Text):
        return value
    if isinstance(value, BaseModel):
        said = value.model_dump(mode="json", exclude_defaults=True)
        return "; ".join(f"{key}: {_flat(one)}" for key, one in said.items())
    return _flat(value)


def _flat(value: object) -> str:
    if isinstance(value, Mapping):
        return str(value["en"]) if "en" in value else ", ".join(map(_flat, value.values()))
    if isinstance(value, BaseModel):
        return str(_plain(value))
    if isinstance(value, list | tuple | frozenset):
        pieces = sorted(map(_flat, value)) if isinstance(value, frozenset) else map(_flat, value)
        return ", ".join(pieces)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
