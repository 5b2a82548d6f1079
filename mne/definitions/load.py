"""Puts the files of a plan together: header, objectives with their indicators, code lists."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from mne.definitions.canonical import with_digest
from mne.definitions.fault import Fault, errors_in
from mne.definitions.faults import Sources, note, note_faults
from mne.definitions.faults.bodies import body_flaws
from mne.definitions.register import take_reporters
from mne.definitions.shelf import (
    CODELISTS,
    FRAMEWORKS,
    REGISTER,
    Named,
    Shelf,
    read_frameworks,
    take_lists,
)
from mne.definitions.source import Source, read_source
from mne.errors import DefinitionsError, UsageError
from mne.model import (
    Activities,
    Codelist,
    Frameworks,
    Objective,
    OwnLayout,
    Plan,
    PlanHeader,
    Register,
)
from mne.typed import nearest

HEADER, ACTIVITIES = "plan", "activities"
LAYOUTS = "layouts"
_PLANS_KEPT = 16


class Read(NamedTuple):
    """A plan as far as it can be put together, and its files."""

    plan: Plan | None
    sources: Sources

    @property
    def is_whole(self) -> bool:
        """Whether nothing had to be left out."""
        return self.plan is not None and all(one.is_whole for one in self.sources.every)

    @property
    def faults(self) -> set[Fault]:
        """What is wrong in its files."""
        return {fault for source in self.sources.every for fault in source.faults}


def list_plans(indicators: Path) -> tuple[str, ...]:
    """The ids of all plans in a workspace, in alphabetical order."""
    return tuple(sorted(file.parent.name for file in indicators.glob("*/plan.yaml")))


def load_plan(indicators: Path, plan_id: str) -> Plan:
    """One plan with its code lists. DefinitionsError lists every fault found.

    A plan is kept in memory, and read anew when the bytes of any file that it may rest on differ.
    """
    known = list_plans(indicators)
    if plan_id not in known:
        raise UsageError("plan-unknown", plan=plan_id, known=", ".join(known) or "-")
    return _load(indicators, plan_id, _fingerprint(indicators, plan_id))


@lru_cache(maxsize=_PLANS_KEPT)
def _load(indicators: Path, plan_id: str, _bytes: str) -> Plan:
    plan, faults = check_plan(indicators, plan_id)
    if plan is None or errors_in(faults):
        raise DefinitionsError("definitions-faulty", faults, plan=plan_id)
    return plan


def _fingerprint(indicators: Path, plan_id: str) -> str:
    """The digest of all files that a plan may rest on. A day of change would be coarser."""
    digest = hashlib.sha256()
    folders = (indicators / plan_id, indicators / plan_id / LAYOUTS, indicators / CODELISTS)
    files = [*(file for one in folders for file in one.glob("*.yaml")), indicators / REGISTER]
    for file in sorted(one for one in files if one.is_file()):
        content = file.read_bytes()
        digest.update(f"{file} {len(content)} ".encode())
        digest.update(content)
    return digest.hexdigest()


def load_frameworks(indicators: Path) -> Frameworks:
    """What links may name beside plans; nothing where the workspace has no such file."""
    source, frameworks = read_frameworks(indicators)
    if frameworks is None:
        faults = tuple(source.faults) if source else ()
        raise DefinitionsError("definitions-faulty", faults, plan=FRAMEWORKS)
    return frameworks


def check_plan(indicators: Path, plan_id: str) -> tuple[Plan | None, tuple[Fault, ...]]:
    """The plan, or None where it cannot be put together, and every fault in its files."""
    read = read_plan(Shelf(indicators), plan_id)
    plan = with_digest(read.plan) if read.plan and read.is_whole else None
    return plan, tuple(sorted(read.faults))


def read_plan(shelf: Shelf, plan_id: str) -> Read:
    """A plan as far as it can be put together; every fault stands in its files then."""
    folder = shelf.indicators / plan_id
    header = read_source(folder / "plan.yaml", shelf.base)
    objectives = tuple(_objectives(header, folder, shelf.base))
    activity_source, activities = _activities(folder, shelf.base)
    layouts = tuple(_layouts(folder, shelf.base))
    register, named = _named_reporters(header, shelf)
    built = header.build(PlanHeader, aside="objectives", id=plan_id, **named)
    codelists = take_lists(shelf, [*_dimensions(header, built, objectives)])
    codelists |= _family_lists(shelf, built)
    if built:
        families = _families(built)
        objectives = tuple((one, _with_members(each, families)) for one, each in objectives)
    lists = {name: shelf.sources[name] for name in {*codelists, *shelf.family_lists}}
    sources = Sources(header, objectives, activity_source, lists, register, layouts)
    if built is None:
        return Read(None, sources)
    plan = Plan.model_construct(
        **{name: getattr(built, name) for name in PlanHeader.model_fields},
        objectives=tuple(one for _, one in objectives if one),
        activities=activities.activities,
        layouts=tuple(one for _, one in layouts if one),
        codelists={name: one for name, one in sorted(codelists.items()) if one},
    )
    if register is None:
        own = Register.model_construct(reporters=plan.reporters, families={})
        note(header, body_flaws(own, (), shelf.countries()))
    note_faults(plan, sources, shelf.bodies(plan.reporters))
    return Read(plan, sources)


def _objectives(
    header: Source, folder: Path, base: Path
) -> Iterator[tuple[Source, Objective | None]]:
    """The objectives in the plan's order; a file that no list names would be forgotten."""
    names = header.data.get("objectives") if isinstance(header.data, dict) else []
    if names is None:
        facts = {"key": "objectives", "written": "objectives: ..."}
        header.fault(("objectives",), "definition-key-needed", **facts)
        return
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        header.fault(("objectives",), "value-not-list", key="objectives", value=names)
        return
    files = (
        {file.stem for file in folder.glob("*.yaml")} if isinstance(header.data, dict) else set()
    )
    unlisted = files - {HEADER, ACTIVITIES, *names}
    for index, name in enumerate(names):
        path = folder / f"{name}.yaml"
        if name in names[:index]:
            header.fault(("objectives", index), "objective-listed-twice", file=path.name)
        elif not path.is_file():
            near = nearest(name, unlisted)
            unlisted.discard(near)
            header.fault(
                ("objectives", index), "definition-file-missing", file=path.name, near=near
            )
            header.is_lost = True
        else:
            source = read_source(path, base)
            yield source, source.build(Objective, "indicators")
    for name in sorted(unlisted):
        header.fault(("objectives",), "objective-not-listed", file=f"{name}.yaml")


def _activities(folder: Path, base: Path) -> tuple[Source | None, Activities]:
    """The plan's activities; a plan without that file has none."""
    path = folder / f"{ACTIVITIES}.yaml"
    if not path.is_file():
        return None, Activities()
    source = read_source(path, base)
    return source, source.build(Activities, "activities") or Activities()


def _layouts(folder: Path, base: Path) -> Iterator[tuple[Source, OwnLayout | None]]:
    """How spreadsheets of the reporters' own are read; each is known by its file's name."""
    for path in sorted((folder / LAYOUTS).glob("*.yaml")):
        source = read_source(path, base)
        yield source, source.build(OwnLayout, id=path.stem)


def _named_reporters(header: Source, shelf: Shelf) -> tuple[Source | None, dict[str, Any]]:
    """The register and the bodies in it, if the plan lists its reporters by id alone."""
    names = header.data.get("reporters") if isinstance(header.data, dict) else None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return None, {}
    if not shelf.has_register:
        header.fault(("reporters",), "definition-file-missing", file=REGISTER)
        header.is_lost = True
        return None, {"reporters": []}
    source = shelf.register_source()
    return source, {"reporters": take_reporters(header, shelf.members, source.unread)}


def _dimensions(
    header: Source,
    built: PlanHeader | None,
    objectives: Iterable[tuple[Source, Objective | None]],
) -> Iterator[Named]:
    """Every place where a plan names the list of a dimension."""
    for source, objective in objectives:
        for indicator in objective.indicators if objective else ():
            for index, group in enumerate(indicator.breakdowns):
                for place, dimension in enumerate(group):
                    path = ("indicators", indicator.id, "breakdowns", index, place)
                    yield Named(source, path, dimension)
    if built and built.coverage:
        yield Named(header, ("coverage", "dimension"), built.coverage.dimension)


def _families(header: PlanHeader) -> dict[str, list[str]]:
    """The members of each family that a plan names."""
    found: dict[str, list[str]] = {}
    for one in header.reporters:
        if one.family:
            found.setdefault(one.family, []).append(one.id)
    return found


def _family_lists(shelf: Shelf, header: PlanHeader | None) -> dict[str, Codelist | None]:
    """The lists by which the families of a plan are spread out: their codes are its places."""
    if header is None or shelf.register is None:
        return {}
    named = {shelf.register.families[one].each for one in _families(header)}
    return {dimension: shelf.codelists.get(dimension) for dimension in named}


def _with_members(
    objective: Objective | None, families: Mapping[str, list[str]]
) -> Objective | None:
    """A family among the contributors stands for its members."""
    if objective is None or not any(
        one in families for each in objective.indicators for one in each.contributing
    ):
        return objective
    indicators = tuple(
        one.model_copy(
            update={
                "contributing": tuple(
                    member for name in one.contributing for member in families.get(name, (name,))
                )
            }
        )
        for one in objective.indicators
    )
    return objective.model_copy(update={"indicators": indicators})
