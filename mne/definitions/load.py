"""Puts the files of a plan together: header, objectives with their indicators, code lists."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from mne.definitions.faults import Sources, note_cross_faults
from mne.definitions.register import named_register
from mne.definitions.source import Fault, Source, read_source
from mne.errors import DefinitionsError, UsageError
from mne.model import (
    Activities,
    Activity,
    Codelist,
    Frameworks,
    Objective,
    Plan,
    PlanHeader,
)

CODELISTS = "codelists"
ACTIVITIES = "activities.yaml"
FRAMEWORKS = "frameworks.yaml"


def list_plans(indicators: Path) -> tuple[str, ...]:
    """The ids of all plans in a workspace, in alphabetical order."""
    return tuple(sorted(file.parent.name for file in indicators.glob("*/plan.yaml")))


def load_plan(indicators: Path, plan_id: str) -> Plan:
    """One plan with its code lists. DefinitionsError lists every fault found."""
    known = list_plans(indicators)
    if plan_id not in known:
        raise UsageError("plan-unknown", plan=plan_id, known=", ".join(known) or "-")
    plan, faults = check_plan(indicators, plan_id)
    if plan is None or faults:
        raise DefinitionsError("definitions-faulty", faults, plan=plan_id)
    return plan


def load_frameworks(indicators: Path) -> Frameworks:
    """What links may name beside plans; nothing where the workspace has no such file."""
    source, frameworks = _frameworks(indicators)
    if frameworks is None:
        raise DefinitionsError("definitions-faulty", tuple(source.faults), plan=FRAMEWORKS)
    return frameworks


def _frameworks(indicators: Path) -> tuple[Source, Frameworks | None]:
    path = indicators / FRAMEWORKS
    if not path.is_file():
        return Source(FRAMEWORKS), Frameworks()
    source = read_source(path, indicators.parent)
    return source, source.build(Frameworks)


def check_workspace(indicators: Path) -> tuple[tuple[Plan, ...], tuple[Fault, ...]]:
    """All plans that can be read, and every fault: also an id that two plans use."""
    plans: list[Plan] = []
    faults: list[Fault] = []
    owner: dict[str, str] = {}
    for plan_id in list_plans(indicators):
        plan, found = check_plan(indicators, plan_id)
        faults.extend(found)
        if plan is None:
            continue
        plans.append(plan)
        for indicator in plan.indicators:
            first = owner.setdefault(indicator.id, plan_id)
            if first != plan_id:
                facts = (("indicator", indicator.id), ("plans", f"{first}, {plan_id}"))
                file = f"{indicators.name}/{plan_id}/plan.yaml"
                faults.append(Fault(file, 1, 1, "indicator-in-two-plans", facts))
    return tuple(plans), tuple(sorted(set(faults)))


def check_plan(indicators: Path, plan_id: str) -> tuple[Plan | None, tuple[Fault, ...]]:
    """The plan, or None where it cannot be put together, and every fault in its files."""
    folder, base = indicators / plan_id, indicators.parent
    header = read_source(folder / "plan.yaml", base)
    names = _objective_names(header, folder)
    objective_sources = [read_source(folder / f"{name}.yaml", base) for name in names]
    objectives = [source.build(Objective) for source in objective_sources]
    activity_source, activities = _activities(folder, base)
    register = named_register(header, indicators)
    dimensions = _dimensions(objectives) | _more_dimensions(header) | register.dimensions
    codelist_sources = {
        dimension: read_source(indicators / CODELISTS / f"{dimension}.yaml", base)
        for dimension in sorted(dimensions)
    }
    codelists = {
        dimension: source.build(Codelist, id=dimension)
        for dimension, source in codelist_sources.items()
    }
    register.take_reporters(codelists)
    built = header.build(PlanHeader, id=plan_id)
    plan = None
    whole = [one for one in objectives if one]
    lists = {name: one for name, one in codelists.items() if one}
    if built and activities and len(whole) == len(objectives) and len(lists) == len(codelists):
        plan = _assemble(built, whole, activities.activities, lists)
        note_cross_faults(plan, Sources(header, objective_sources, activity_source))
    sources = (
        header,
        register.source,
        activity_source,
        *codelist_sources.values(),
        *objective_sources,
    )
    found = {fault for source in sources if source for fault in source.faults}
    return plan, tuple(sorted(found))


def _activities(folder: Path, base: Path) -> tuple[Source | None, Activities | None]:
    """The plan's activities; a plan without that file has none."""
    path = folder / ACTIVITIES
    if not path.is_file():
        return None, Activities()
    source = read_source(path, base)
    return source, source.build(Activities)


def _objective_names(header: Source, folder: Path) -> list[str]:
    """The objectives in the plan's order; a file that no list names would be forgotten."""
    names = header.data.pop("objectives", None) if isinstance(header.data, dict) else None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        if isinstance(header.data, dict):
            header.fault(("objectives",), "definition-key-needed", key="objectives")
        return []
    for file in sorted(folder.glob("*.yaml")):
        if file.stem not in {"plan", "activities", *names}:
            header.fault(("objectives",), "objective-not-listed", file=file.name)
    return names


def _dimensions(objectives: Iterable[Objective | None]) -> set[str]:
    return {
        dimension
        for objective in objectives
        if objective
        for indicator in objective.indicators
        for group in indicator.breakdowns
        for dimension in group
    }


def _more_dimensions(header: Source) -> set[str]:
    """The list of the offices that a reporter hears from."""
    coverage = header.data.get("coverage") if isinstance(header.data, dict) else None
    named = coverage.get("dimension") if isinstance(coverage, dict) else None
    return {named} if isinstance(named, str) else set()


def _assemble(
    header: PlanHeader,
    objectives: Sequence[Objective],
    activities: tuple[Activity, ...],
    codelists: dict[str, Codelist],
) -> Plan:
    fields = {name: getattr(header, name) for name in PlanHeader.model_fields}
    families: dict[str, list[str]] = {}
    for one in header.reporters:
        if one.family:
            families.setdefault(one.family, []).append(one.id)
    plan = Plan.model_construct(
        **fields,
        objectives=tuple(_with_members(one, families) for one in objectives),
        activities=activities,
        codelists=codelists,
    )
    return plan.model_copy(update={"digest": _digest(plan)})


def _with_members(objective: Objective, families: Mapping[str, list[str]]) -> Objective:
    """A family among the contributors stands for its members."""
    if not any(one in families for each in objective.indicators for one in each.contributing):
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


def canonical_text(plan: Plan) -> str:
    """The definitions as canonical JSON: what a digest is taken of and what the archive keeps.

    A key that is not used leaves no trace, so that a key that mne learns later changes no digest.
    """
    data = plan.model_dump(mode="json", exclude={"digest"}, exclude_defaults=True)
    if "holidays" in data:
        data["holidays"] = sorted(data["holidays"])
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _digest(plan: Plan) -> str:
    return hashlib.sha256(canonical_text(plan).encode()).hexdigest()


def plan_from_text(text: str) -> Plan:
    """The plan that `canonical_text` was given: how old definitions are read again."""
    plan = Plan.model_validate_json(text)
    return plan.model_copy(update={"digest": _digest(plan)})
