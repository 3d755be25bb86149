"""The life of a case file as points on a line: its steps, and what the retention rule says of the rest."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.db.models import CaseFileState, StepKind
from archive_app.i18n import mark, translate
from archive_app.retention_words import reason_sentence
from retention.verdict import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archive_app.db.models import CaseFile, CaseStep
    from archive_app.services.life.judging import Judged
    from retention.verdict import Verdict

POINT_WORDS = {
    "opened": mark("Opened"),
    "last_document": mark("Last document"),
    "closed": mark("Closed"),
    "reopened": mark("Opened again"),
    "split": mark("Split into volumes"),
    "carried": mark("Carried over"),
    "transferred": mark("Handed over to the archive"),
    "decided": mark("Decided by the commission"),
    "extracted": mark("Summary pages extracted"),
    "held": mark("Hold on destruction"),
    "eligible": mark("May be proposed for destruction"),
    "no_date": mark("No date yet"),
    "never": mark("Kept for ever"),
    "destroyed": mark("Destroyed"),
}
_HELD = "held"
GONE = frozenset({CaseFileState.DESTROYING, CaseFileState.DESTROYED})
"""States of a case file that an act has taken."""


@dataclass(frozen=True, slots=True)
class LifePoint:
    """A point: `day` is None where nobody can know it; `future` is drawn dashed; `why` explains it."""

    code: str
    title: str
    day: datetime.date | None
    future: bool
    why: str


def life_of(
    case_file: CaseFile,
    steps: Sequence[CaseStep],
    last: datetime.date | None,
    judged: Judged,
    today: datetime.date,
) -> tuple[LifePoint, ...]:
    """The points in their order. `steps` as they were made; `last`: the date of the last document."""
    return tuple(_points(case_file, steps, last, judged, today))


def _points(
    case_file: CaseFile,
    steps: Sequence[CaseStep],
    last: datetime.date | None,
    judged: Judged,
    today: datetime.date,
) -> Iterator[LifePoint]:
    yield _point("opened", case_file.opened_on, today)
    if last is not None:
        yield _point("last_document", last, today)
    for step in steps:
        yield _point(step.kind.value, step.day, today, _why(step))
    if case_file.state is CaseFileState.OPEN:
        yield LifePoint("closed", translate(POINT_WORDS["closed"]), None, future=True, why=translate("still open"))
    if case_file.state not in GONE:
        yield from _to_come(judged.verdict, judged.rule.term.printed, today)


def _why(step: CaseStep) -> str:
    if step.kind is StepKind.CARRIED:
        return translate("into the year {year}", year=step.reason)
    return step.reason or ""


def _to_come(judged: Verdict, term: str, today: datetime.date) -> Iterator[LifePoint]:
    """The holds of this day, then what the verdict says, with every step of it in words."""
    for reason in judged.reasons:
        if reason.code == _HELD:
            since = reason.params["since"]
            day = since if isinstance(since, datetime.date) else None
            yield LifePoint(_HELD, translate(POINT_WORDS[_HELD]), day, future=False, why=reason_sentence(reason))
    said = " ".join(reason_sentence(reason) for reason in judged.reasons if reason.code != _HELD)
    why = f"{term}: {judged.arithmetic}. {said}" if judged.arithmetic else f"{term}: {said}"
    if judged.date is not None:
        yield _point("eligible", judged.date, today, why)
        return
    code = "never" if judged.status is Status.NEVER else "no_date"
    yield LifePoint(code, translate(POINT_WORDS[code]), None, future=True, why=why)


def _point(code: str, day: datetime.date, today: datetime.date, why: str = "") -> LifePoint:
    return LifePoint(code, translate(POINT_WORDS[code]), day, future=day > today, why=why)
