"""The command line: every command a short recipe, loaded only when it is called."""

from mne.cli.app import main

__all__ = ["main"]
