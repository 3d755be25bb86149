"""The code on a cover and on a substitution card: number of the case file and of the volume, `152/1`."""

from __future__ import annotations

from archive_app.numbers import read_number


def code_of(case_file: int, volume: int) -> str:
    """What the scanner reads."""
    return f"{case_file}/{volume}"


def read_code(text: str) -> tuple[int, int | None] | None:
    """The case file and the volume that `152/1` or `152` names; None: it is no such code."""
    first, slash, second = text.strip().lstrip("№ ").partition("/")
    case_file, volume = read_number(first.strip()), read_number(second.strip())
    if case_file is None or (slash and volume is None):
        return None
    return case_file, volume
