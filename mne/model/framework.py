"""What a plan may be linked to beside other plans: goals, work plans and classifications."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from mne.model.common import Definition, Id, PeriodField, Provenance, Text
from mne.model.indicator import CountingUnit


class Population(Definition):
    """How many there are below the line of a rate, in one country, as a named source says."""

    country: Id
    """The country, by the code of the list `country`."""
    period: PeriodField
    """The year for which it was estimated or counted; figures within it are held against it."""
    value: Decimal = Field(gt=0)
    """The number."""
    where: dict[Id, Id] = Field(default_factory=dict)
    """The part of the population that is meant, such as {sex: female}; all of it if not given."""
    source: str = Field(min_length=1)
    """Title and address of the page where it was read."""


class FrameworkItem(Definition):
    """One entry that a link may name."""

    id: Id
    title: Text
    counting_unit: CountingUnit | None = None
    """What one unit of its figure is, where it is one; other figures give it no rate."""
    by: tuple[Id, ...] = ()
    """The dimensions by which it is asked; what the plans break down by them is shown."""
    per: int | None = Field(default=None, gt=0)
    """Where it is a rate: for how many of the population, such as 100000."""
    population: tuple[Population, ...] = ()
    """What stands below the line of the rate, each with its source."""


class Framework(Definition):
    """A set of entries that other people keep, such as the Sustainable Development Goals."""

    id: Id
    title: Text
    provenance: Provenance
    items: tuple[FrameworkItem, ...]
    """Its entries, each under its id."""


class Frameworks(Definition):
    """The file `frameworks.yaml`."""

    frameworks: tuple[Framework, ...] = ()
    """The frameworks, each under its id."""
