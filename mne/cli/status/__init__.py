"""`mne status`: who owes a return, who sent one, when, and how complete.

`command` reads what is asked, `grid` draws reporters by periods, `listing` writes one line for each
return, `below` says what they come to, and `as_json` gives all of it to scripts.
"""

from mne.cli.status.command import command

__all__ = ["command"]
