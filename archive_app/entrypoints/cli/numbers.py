"""Numbers on the command line: a wrong one is told as such, before anything is opened."""

import click

from archive_app.numbers import CONFIDENTIALITY, LARGEST, SHEETS, YEARS


def _within(numbers: range) -> click.IntRange:
    return click.IntRange(numbers[0], numbers[-1])


NUMBER = click.IntRange(1, LARGEST)
"""Of a document, a page, a job."""
NUMBER_OR_NONE = click.IntRange(0, LARGEST)
"""The same, with 0 for the time before the first."""
YEAR = _within(YEARS)
SHEET_COUNT = _within(SHEETS)
CONFIDENTIALITY_LEVEL = _within(CONFIDENTIALITY)
