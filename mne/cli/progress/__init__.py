"""`mne progress`: what was achieved against what was meant, with its coverage.

`command` reads what is asked, `screen` draws the tables, `listing` writes CSV and JSON,
`trend` reads and lists what a figure is compared with, and `activities` does both for the
activities.
"""

from mne.cli.progress.command import command

__all__ = ["command"]
