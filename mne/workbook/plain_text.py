"""The pieces of the patterns for XML that is written plainly: a text, a value, attributes."""

from __future__ import annotations

_LETTERS = r"[^<&\x00-\x08\x0b-\x1f]*+"
TEXT = rf"{_LETTERS}(?:&(?:amp|lt|gt|quot|apos);{_LETTERS})*+"
"""A text between two tags."""
VALUES = r"[^\"<>&\x00-\x1f]*+"
"""What stands between the quotation marks of an attribute."""
NAME = r"[A-Za-z_][A-Za-z0-9_:]*+"
MORE = rf"(?: {NAME}=\"[^\"<>&\x00-\x20]*+\")*+"
"""Any attributes whose values hold no space."""
