"""Which program this is."""

from __future__ import annotations

from importlib.metadata import version


def product_version() -> str:
    """The version of the program, such as 0.1.0."""
    return version("archivarius")
