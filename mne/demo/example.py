"""The example's own file: what its reporters send, and the texture of real life."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def example() -> dict[str, Any]:
    """The example's file."""
    text = Path(__file__).with_name("example.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe loader
    return found
