"""What a plan may be linked to beside other plans: goals, work plans and classifications."""

from __future__ import annotations

from mne.model.common import Definition, Id, Provenance, Text


class FrameworkItem(Definition):
    """One entry that a link may name."""

    id: Id
    title: Text


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
