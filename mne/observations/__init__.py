"""Every figure that was ever sent under a plan, in files that can be added up quickly.

The files are a copy for reckoning, never evidence: evidence is what the archive keeps. They lie
under the workspace's cache, parted by plan and year, and may be deleted at any time. Receipts never
change, so a receipt that stands in a file is not read again: what is new is added beside it.
"""

from mne.observations.given import Keeper, canonical_at
from mne.observations.load import forget_observations, load_observations
from mne.observations.table import (
    ObservationTable,
    while_it_lasts,
    write_observations,
)

__all__ = [
    "Keeper",
    "ObservationTable",
    "canonical_at",
    "forget_observations",
    "load_observations",
    "while_it_lasts",
    "write_observations",
]
