"""What a case file is due for on a day: to be closed, handed over to the archive, reviewed. Only ever proposed.

Handing over: not before a year after the year in which it was finished, and within three («Правила организации
хранения … архивных документов», order of Rosarchiv No. 77 of 31.07.2023), for permanent terms and those over ten years.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from archive_app.db.models import CaseFileState, Custody, DueStep
from retention.term import Outcome, Trigger
from retention.verdict import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive_app.db.models import CaseFile
    from archive_app.services.life.judging import Judged
    from retention.term import RetentionRule, Term

LONG_YEARS = 10
"""Terms over so many years are kept in the archive, the others by the units."""
_SEPTEMBER = 9


@dataclass(frozen=True, slots=True)
class Due:
    """The step, and from which day on."""

    step: DueStep
    on: date


def due_step(case_file: CaseFile, judged: Judged, events: Mapping[str, date], today: date) -> Due | None:
    """What somebody should do with the case file by `today`; `events` are the days of what happened, by trigger."""
    if case_file.state is CaseFileState.OPEN:
        day = close_on(case_file, judged.rule, events)
        return Due(DueStep.CLOSE, day) if day is not None and day <= today else None
    if judged.verdict.status is Status.ELIGIBLE and judged.verdict.date is not None:
        return Due(DueStep.REVIEW, judged.verdict.date)
    day = transfer_on(case_file, judged)
    return Due(DueStep.TRANSFER, day) if day is not None and day <= today else None


def close_on(case_file: CaseFile, rule: RetentionRule, events: Mapping[str, date]) -> date | None:
    """From when an open case file should be closed; None: nobody can know it yet (a person has not left).

    Class journals (their pages are to be extracted) and what is kept for a school year end with it, on 31 August.
    """
    if case_file.person_id is not None:
        return events.get(Trigger.AFTER_LEAVING.value)
    if rule.trigger is Trigger.SCHOOL_YEAR_END or rule.outcome is Outcome.EXTRACT:
        return date(case_file.year + 1, _SEPTEMBER, 1)
    return date((case_file.carried_to or case_file.year) + 1, 1, 1)


def transfer_on(case_file: CaseFile, judged: Judged) -> date | None:
    """From when a closed case file should go to the archive; None: it stays with the unit, or is there."""
    if case_file.state is not CaseFileState.CLOSED or case_file.custody is not Custody.UNIT:
        return None
    if judged.finished_on is None or not goes_to_archive(judged.rule.term):
        return None
    return date(judged.finished_on.year + 2, 1, 1)


def goes_to_archive(term: Term) -> bool:
    """Whether case files of this term are kept in the archive: permanent ones, and those over ten years."""
    return term.permanent or max(term.years or 0, term.years_before_2003 or 0, term.floor or 0) > LONG_YEARS
