"""What people type, made plain: Khmer digits, invisible characters, spaces of all widths."""

from mne.typed import clean, clean_words

__all__ = ["clean", "clean_words"]
