"""The yearly analysis on paper (п. 4.7): indicators, groups by unit, semesters; a second sheet by teachers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.db.engine import reading
from archive_app.i18n import translate
from archive_app.services.control.files import FileState
from archive_app.services.control.ground import Slice
from archive_app.services.control.states import SheetState
from archive_app.services.forms.form import Column, Form, Heading, Sign, Table
from archive_app.services.forms.signing import organisation_of
from retention.entries import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archive_app.auth.actor import Actor
    from archive_app.services.control.analysis import Analysis, Part, YearSheet
    from archive_app.services.control.issued import Issued
    from archive_app.services.control.states import Counts


@dataclass(frozen=True, slots=True)
class Printing:
    """Prints what the page of the analysis shows: the same numbers from the same service."""

    analysis: Analysis

    def form(self, year: int, actor: Actor, _volume: int | None = None) -> Iterator[Form]:
        """The analysis of the school year that begins in `year`. Raises NotAllowed, NotFound."""
        told = self.analysis.of(Slice(year), actor)
        with reading(self.analysis.ground.sessions) as session:
            organisation = organisation_of(session)[0]
        under = [
            translate("School year {year}/{following}", year=year, following=year + 1),
            translate("as of {day}", day=f"{told.on:%d.%m.%Y}"),
        ]
        signs = [Sign(translate("Deputy head")), Sign(translate("Head of the organisation"))]
        yield Form(
            title=translate("YEARLY ANALYSIS OF INDIVIDUAL RECORDS"),
            under=under,
            left=[organisation],
            facts=list(indicators(told)),
            table=Table(_columns(), _rows(told)),
            totals=Table(_sheet_columns(translate("Semester")), _semesters(told)),
            closing=[translate("Terms: {terms}", terms="; ".join(_terms()))],
            signs=signs,
            landscape=True,
        )
        yield Form(
            title=translate("Exam sheets by teachers"),
            under=under,
            left=[organisation],
            table=Table(_sheet_columns(translate("Teacher")), _teachers(told)),
            signs=signs,
            landscape=True,
        )


def indicators(told: YearSheet) -> Iterator[tuple[str, str]]:
    """Words and value of each indicator, as the page and the paper tell them."""
    whole = told.whole
    yield translate("Students"), str(whole.students)
    yield translate("Personal files complete"), _of(whole.files[FileState.COMPLETE], whole.students)
    yield translate("Journals complete"), _of(whole.journals[FileState.COMPLETE], sum(whole.journals.values()))
    yield translate("Exam sheets filed"), _of(whole.sheets.filed, whole.sheets.expected)
    yield translate("Exam sheets not within the term"), _of(whole.sheets.late, whole.sheets.expected)
    yield translate("Portfolios begun"), _of(whole.portfolios, whole.students)
    yield translate("Certificates of study in time"), _issued(told.certificates)
    yield translate("Diplomas in time"), _issued(told.diplomas)


def _of(number: int, whole: int) -> str:
    return translate("{number} of {whole}", number=number, whole=whole)


def _issued(issued: Issued) -> str:
    return _of(issued.in_time, issued.asked)


def _columns() -> list[Column]:
    named = (
        translate("Students"),
        translate("Personal files"),
        translate("complete"),
        translate("Journal"),
        translate("Portfolios"),
        translate("Sheets expected"),
        translate("Sheets filed"),
        translate("late"),
        translate("overdue"),
    )
    return [Column(translate("Group"), 19), *(Column(words, 9, number=True) for words in named)]


def _rows(told: YearSheet) -> Iterator[Sequence[object] | Heading]:
    for unit in told.units:
        yield Heading(unit.name)
        for group in told.groups:
            if (group.unit_id or 0) == unit.unit_id:
                yield _cells(group)
        if len(told.units) > 1:
            yield _cells(unit, translate("In all"))
    yield _cells(told.whole)


def _cells(part: Part, name: str = "") -> tuple[object, ...]:
    return (
        name or part.name,
        part.students,
        part.students - part.files[FileState.NONE],
        part.files[FileState.COMPLETE],
        sum(part.journals.values()) - part.journals[FileState.NONE],
        part.portfolios,
        part.sheets.expected,
        part.sheets.filed,
        part.sheets.of[SheetState.LATE],
        part.sheets.of[SheetState.OVERDUE],
    )


def _sheet_columns(first: str) -> list[Column]:
    words = (
        translate("Sheets expected"),
        translate("entered in time"),
        translate("entered late"),
        translate("overdue"),
        translate("the term runs"),
        translate("day not set"),
    )
    return [Column(first, 28), *(Column(each, 12, number=True) for each in words)]


def _semesters(told: YearSheet) -> Iterator[tuple[object, ...]]:
    for semester, counts in told.semesters.items():
        yield semester, *_sheet_cells(counts)
    yield translate("In all"), *_sheet_cells(told.whole.sheets)


def _teachers(told: YearSheet) -> Iterator[tuple[object, ...]]:
    for teacher in told.teachers:
        yield teacher.name, *_sheet_cells(teacher.sheets)


def _sheet_cells(counts: Counts) -> tuple[int, ...]:
    return counts.expected, *(counts.of[state] for state in SheetState)


def _terms() -> Iterator[str]:
    for rule in RULES.values():
        yield f"{rule.what} — {rule.term_words} ({rule.source})"
