"""What becomes due by year, in case files, sheets and bytes; what is due now, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import extract, func, select

from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.db.models import CaseFile, CaseFileState, CaseProspect, DueStep, FilePlanItem
from archive_app.i18n import mark, translate
from archive_app.services.life.judging import KEEPERS
from archive_app.words import size_unit
from retention.verdict import Status

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session, sessionmaker

HEADS = (mark("Year"), mark("Case files"), mark("Sheets"))
STATES = {
    DueStep.CLOSE: (CaseFileState.OPEN,),
    DueStep.TRANSFER: (CaseFileState.CLOSED,),
    DueStep.REVIEW: (CaseFileState.CLOSED, CaseFileState.ARCHIVED),
}
"""What was done since the run is due no more."""


@dataclass(frozen=True, slots=True)
class ForecastYear:
    """What becomes due in a year; what has become due before counts in the year of that day."""

    year: int
    case_files: int
    sheets: int
    volume_bytes: int


@dataclass(frozen=True, slots=True)
class ForecastTable:
    """`judged_on` is the day of the run, None where there was none; `without_date` counts case files by status."""

    judged_on: datetime.date | None
    years: tuple[ForecastYear, ...]
    without_date: dict[str, int]


@dataclass(frozen=True, slots=True)
class DueLine:
    """A case file that waits for somebody."""

    case_file_id: int
    index: str
    title: str
    year: int
    due_on: datetime.date | None
    sheets: int


def still_due(step: DueStep) -> ColumnElement[bool]:
    """The condition on `CaseProspect` joined with `CaseFile`."""
    return (CaseProspect.due == step) & CaseFile.state.in_(STATES[step])


@dataclass(frozen=True, slots=True)
class Forecasting:
    """Reads what the daily run has found."""

    sessions: sessionmaker[Session]
    today: Callable[[], datetime.date]

    def table(self, actor: Actor) -> ForecastTable:
        """Three statements, however many case files. Raises NotAllowed."""
        require_one(actor, KEEPERS)
        year = extract("year", CaseProspect.eligible_on)
        sums = (func.count(), func.sum(CaseProspect.sheets), func.sum(CaseProspect.volume_bytes))
        dated = CaseProspect.eligible_on.is_not(None)
        with reading(self.sessions) as session:
            judged_on = session.scalar(select(func.min(CaseProspect.judged_on)))
            rows = session.execute(select(year, *sums).where(dated).group_by(year).order_by(year)).all()
            by_status = select(CaseProspect.status, func.count()).where(~dated).group_by(CaseProspect.status)
            others = session.execute(by_status).all()
        years = tuple(ForecastYear(int(one[0]), one[1], int(one[2] or 0), int(one[3] or 0)) for one in rows)
        counts = {Status.NO_DATE.value: 0, Status.NEVER.value: 0} | dict(others)
        return ForecastTable(judged_on, years, counts)

    def due(self, step: DueStep, actor: Actor, *, after: int = 0, limit: int = 50) -> tuple[DueLine, ...]:
        """Case files that are due for `step`, by number, after the number `after`. Raises NotAllowed."""
        require_one(actor, KEEPERS)
        query = (
            select(
                CaseFile.id,
                FilePlanItem.index,
                CaseFile.title,
                CaseFile.year,
                CaseProspect.due_on,
                CaseProspect.sheets,
            )
            .join(CaseProspect, CaseProspect.case_file_id == CaseFile.id)
            .join(CaseFile.item)
            .where(still_due(step), CaseFile.id > after)
            .order_by(CaseFile.id)
            .limit(limit)
        )
        with reading(self.sessions) as session:
            return tuple(DueLine(*row) for row in session.execute(query))

    def xlsx(self, target: Path, actor: Actor) -> int:
        """The forecast as a workbook at `target`; how many years. Raises NotAllowed."""
        import xlsxwriter

        table = self.table(actor)
        with xlsxwriter.Workbook(str(target), {"strings_to_formulas": False}) as book:
            sheet = book.add_worksheet(translate("Forecast"))
            head = book.add_format({"bold": True})
            unit, factor = size_unit(max((row.volume_bytes for row in table.years), default=0))
            size = book.add_format({"num_format": "0.0"})
            for column, name in enumerate((*map(translate, HEADS), translate("Size, {unit}", unit=unit))):
                sheet.set_column(column, column, 14)
                sheet.write_string(0, column, name, head)
            for line, row in enumerate(table.years, start=1):
                sheet.write_row(line, 0, [row.year, row.case_files, row.sheets])
                sheet.write_number(line, len(HEADS), row.volume_bytes / factor, size)
            sheet.freeze_panes(1, 0)
        return len(table.years)
