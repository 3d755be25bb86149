"""Russian for what comes of the lines of a table of marks, shared by the browser and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.i18n import mark, translate, translate_plural
from archive_app.services.marks.reading import MarkOutcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive_app.services.marks.reading import MarkedLine

MARK_OUTCOME_WORDS = {
    MarkOutcome.NOT_UNDERSTOOD: mark("no name is understood: surname, given name, patronymic"),
    MarkOutcome.UNKNOWN: mark("nobody has this name and birth date: take the contingent in first"),
    MarkOutcome.SEVERAL: mark("several persons have this name: choose the group, or add the birth date to the table"),
    MarkOutcome.NOTHING: mark("there is no mark in the line"),
    MarkOutcome.TOO_LONG: mark("too long: a mark has at most 40 characters, a subject or a period at most 200"),
    MarkOutcome.AGAIN: mark("marks of this person in the same subject stand above"),
}


def mark_words(line: MarkedLine, *, kept: bool) -> str:
    """What would come of a line, or has come of it."""
    if line.outcome is MarkOutcome.READY:
        number = len(line.row.said)
        if kept:
            return translate_plural("{number} mark is kept", "{number} marks are kept", number)
        return translate_plural("{number} mark will be kept", "{number} marks will be kept", number)
    return translate(MARK_OUTCOME_WORDS[line.outcome])


def mark_counts(lines: Sequence[MarkedLine]) -> str:
    """How many lines are understood, and how many are left out."""
    ready = sum(line.outcome is MarkOutcome.READY for line in lines)
    good = translate_plural("{number} line is right", "{number} lines are right", ready)
    left = translate_plural("{number} line is left out", "{number} lines are left out", len(lines) - ready)
    return f"{good}, {left}."


def school_year_words(year: int) -> str:
    """2025 → «2025/2026»."""
    return f"{year}/{year + 1}"
