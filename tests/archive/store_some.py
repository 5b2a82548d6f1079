"""A writer of its own: `store_some.py FOLDER WHO COUNT [DIE_AT]` stores that many returns."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from archive_samples import store
from fault_points import kill, machine, never

from mne.archive import Archive

folder, who, count = sys.argv[1:4]
archive = Archive(Path(folder), patience=60)
with machine(kill(int(sys.argv[4])) if sys.argv[4:] else never, really_sync=True):
    for number in range(int(count)):
        print(store(archive, f"{who} {number}".encode()).receipt.id, flush=True)
