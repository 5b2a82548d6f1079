"""The definitions of a workspace as they are when the desk opens: each plan is read once."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from mne.definitions import list_plans, load_plan
from mne.model import Plan


class Plans:
    """The plans under `indicators/`. All files of one call are taken under the same."""

    def __init__(self, indicators: Path) -> None:
        self._indicators = indicators
        self._plan_by_id: dict[str, Plan] = {}

    @cached_property
    def ids(self) -> frozenset[str]:
        """What plans there are."""
        return frozenset(list_plans(self._indicators))

    def plan(self, id_: str) -> Plan:
        """A plan; UsageError where there is none, DefinitionsError where it has faults."""
        if id_ not in self._plan_by_id:
            self._plan_by_id[id_] = load_plan(self._indicators, id_)
        return self._plan_by_id[id_]
