"""Monitoring and evaluation: from forms filled in by ministries to reports that can be rebuilt."""

__version__ = "0.1.0"
