"""Verdicts on case files: from when a case file may be put forward, why, and what forbids it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.db.models import Act, CaseFile, CaseFileClosing, CaseFileState
from archive_app.db.queries.life import events_of, holds_on, rules_of
from archive_app.errors import NotFound
from archive_app.i18n import translate
from retention.term import RetentionRule, Trigger
from retention.verdict import Facts, Hold, Status, Verdict, verdict

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Collection

    from sqlalchemy.orm import Session, sessionmaker

KEEPERS = (Act.ARCHIVE, Act.PLANS)
"""Whoever keeps the archive or its file plans sees the headings and dates of all case files; not what is inside."""
DUE_STATES = (CaseFileState.CLOSED, CaseFileState.ARCHIVED)
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Judged:
    """A case file with the verdict on it for a day."""

    case_file_id: int
    index: str
    year: int
    title: str
    rule: RetentionRule
    finished_on: datetime.date | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Judging:
    """Asks the rules, the events and the holds; decides nothing by itself."""

    sessions: sessionmaker[Session]
    today: Callable[[], datetime.date]

    def explain(self, case_file_id: int, actor: Actor, on: datetime.date | None = None) -> Judged:
        """The verdict on one case file. Raises NotAllowed, NotFound."""
        require_one(actor, KEEPERS)
        with reading(self.sessions) as session:
            judged = judge(session, [case_file_id], on or self.today())
        if not judged:
            raise NotFound(str(case_file_id), what=translate("Case file {number}", number=case_file_id))
        return judged[0]

    def due(
        self, actor: Actor, on: datetime.date | None = None, *, after: int = 0, limit: int = AT_ONCE
    ) -> tuple[Judged, ...]:
        """Up to `limit` closed case files after the number `after` whose period is over, also those that are held."""
        require_one(actor, KEEPERS)
        day = on or self.today()
        found: list[Judged] = []
        with reading(self.sessions) as session:
            while len(found) < limit:
                numbers = _closed_after(session, after)
                if not numbers:
                    break
                after = numbers[-1]
                over = {Status.ELIGIBLE, Status.HELD}
                found += [one for one in judge(session, numbers, day) if one.verdict.status in over]
        return tuple(found[:limit])


def judge(session: Session, case_files: Collection[int], on: datetime.date) -> list[Judged]:
    """The verdicts on case files, in the order of their numbers: four statements, however many there are."""
    rules, events = rules_of(session, case_files), events_of(session, case_files)
    holds = holds_on(session, case_files)
    query = (
        select(CaseFile, CaseFileClosing.finished_on)
        .outerjoin(CaseFileClosing, CaseFileClosing.case_file_id == CaseFile.id)
        .options(joinedload(CaseFile.item))
        .where(CaseFile.id.in_(case_files))
        .order_by(CaseFile.id)
    )
    judged = []
    for case_file, finished in session.execute(query):
        rule = RetentionRule.from_dict(dict(rules[case_file.id]))
        finished_on = None if case_file.state is CaseFileState.OPEN else finished
        facts = Facts(finished_on, {Trigger(name): day for name, day in events.get(case_file.id, {}).items()})
        bans = [Hold(hold.reference, hold.since, hold.until) for hold in holds.get(case_file.id, ())]
        judged.append(
            Judged(
                case_file.id,
                case_file.item.index,
                case_file.year,
                case_file.title,
                rule,
                finished_on,
                verdict(facts, rule, bans, on),
            )
        )
    return judged


def _closed_after(session: Session, after: int) -> list[int]:
    query = select(CaseFile.id).where(CaseFile.id > after, CaseFile.state.in_(DUE_STATES))
    return list(session.scalars(query.order_by(CaseFile.id).limit(AT_ONCE)))
