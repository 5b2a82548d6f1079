"""`mne trace`: from a figure back to the cells it was typed in, and from a cell on to the figures.

`command` reads what is asked, `screen` says it to a person, `listing` to a script.
"""

from mne.cli.trace.command import command

__all__ = ["command"]
