"""The life of a case file as points on a line: what has happened, and what the retention rule says of the future."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.db.models import CaseFileState
from archive_app.i18n import mark, translate
from retention.term import RetentionRule
from retention.verdict import Facts, Status, verdict

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from archive_app.db.models import CaseFile
    from retention.verdict import Verdict

POINT_WORDS = {
    "opened": mark("Opened"),
    "last_document": mark("Last document"),
    "closed": mark("Closed"),
    "archived": mark("In the archive"),
    "eligible": mark("May be proposed for destruction"),
    "no_date": mark("No date yet"),
    "never": mark("Kept for ever"),
    "destroyed": mark("Destroyed"),
}
WHY_NO_DATE = {
    "permanent": mark("the term is permanent"),
    "not_closed": mark("the term is counted after the case file is closed"),
    "event_missing": mark("the term waits for an event that nobody has entered"),
    "decision_missing": mark("a person decides when it is no longer needed"),
    "handed_over": mark("it was handed over to its owner"),
}


@dataclass(frozen=True, slots=True)
class LifePoint:
    """A point: `day` is None where nobody can know it; `future` is drawn dashed; `why` explains it."""

    code: str
    title: str
    day: datetime.date | None
    future: bool
    why: str


def life_of(case_file: CaseFile, last_dates: Sequence[datetime.date], today: datetime.date) -> tuple[LifePoint, ...]:
    """The points in their order. `last_dates`: of the volumes; the rule is that of the closing, else of the plan."""
    rule = RetentionRule.from_dict(case_file.rule_snapshot or case_file.item.term)
    last = max(last_dates, default=None)
    finished = (last or case_file.closed_on) if case_file.closed_on else None
    judged = verdict(Facts(finished_on=finished), rule, (), today)
    return tuple(_points(case_file, last, judged, today))


def _points(
    case_file: CaseFile, last: datetime.date | None, judged: Verdict, today: datetime.date
) -> Iterator[LifePoint]:
    retention = case_file.item.retention_text
    yield _point("opened", case_file.opened_on, today)
    if last is not None:
        yield _point("last_document", last, today)
    if case_file.closed_on is None:
        yield LifePoint("closed", translate(POINT_WORDS["closed"]), None, future=True, why=translate("still open"))
    else:
        yield _point("closed", case_file.closed_on, today)
    if case_file.state is CaseFileState.ARCHIVED:
        yield LifePoint("archived", translate(POINT_WORDS["archived"]), None, future=False, why="")
    if case_file.state in {CaseFileState.DESTROYING, CaseFileState.DESTROYED}:
        yield LifePoint("destroyed", translate(POINT_WORDS["destroyed"]), None, future=False, why="")
        return
    if judged.date is not None:
        yield _point("eligible", judged.date, today, f"{retention}: {judged.arithmetic}")
        return
    code = "never" if judged.status is Status.NEVER else "no_date"
    reasons = [translate(WHY_NO_DATE[each.code]) for each in judged.reasons if each.code in WHY_NO_DATE]
    yield LifePoint(code, translate(POINT_WORDS[code]), None, future=True, why=f"{retention}: {', '.join(reasons)}")


def _point(code: str, day: datetime.date, today: datetime.date, why: str = "") -> LifePoint:
    return LifePoint(code, translate(POINT_WORDS[code]), day, future=day > today, why=why)
