"""Numbers on the command line: a wrong one is told as such, before anything is opened."""

from __future__ import annotations

from typing import Any

import click

from archive_app.numbers import CONFIDENTIALITY, LARGEST, SHEETS, YEARS


def _within(numbers: range) -> click.IntRange:
    return click.IntRange(numbers[0], numbers[-1])


class NumberType(click.ParamType["int"]):
    """A number in the archive; what the database can hold is no bound that help pages should tell."""

    name = "integer"

    def __init__(self, least: int) -> None:
        self._within = click.IntRange(least, LARGEST)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read what was typed; click tells what is no such number."""
        return self._within.convert(value, param, ctx)


NUMBER = NumberType(1)
"""Of a document, a page, a job."""
NUMBER_OR_NONE = NumberType(0)
"""The same, with 0 for the time before the first."""
YEAR = _within(YEARS)
SHEET_COUNT = NumberType(SHEETS[0])
CONFIDENTIALITY_LEVEL = _within(CONFIDENTIALITY)
