"""Studies of a card that is given up: they go over; of a stay that both cards have, the papers that the kept one lacks.

The study that stays behind keeps its own papers, as the card keeps its names: it is whole as soon as it is wanted back.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from archive_app.db.models import Study
from archive_app.i18n import translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy.orm import Session

SLOTS: Final = {"beginning": ("ground", "document_id"), "end": ("leaving_ground", "leaving_document_id")}
"""Which paper -> the columns of its words and of its number in this archive."""


@dataclass(frozen=True, slots=True)
class PaperOver:
    """What a `study` of the kept card is given as its paper of `SLOTS`: `before` and `after`, each words and number."""

    study: int
    slot: str
    before: list[Any]
    after: list[Any]


@dataclass(frozen=True, slots=True)
class StudiesOver:
    """Studies that go over as they are, those that stay since the kept card has the same stay, and papers of these.

    `told` and `left` are words: the papers that go over, and those that the card that is given up keeps alone.
    """

    moved: list[Study]
    same: list[Study]
    papers: list[PaperOver]
    told: tuple[str, ...]
    left: tuple[str, ...]


def studies_over(session: Session, kept_id: int, merged_id: int) -> StudiesOver:
    """What a merge would do with the studies of a card; two statements, nothing is changed."""
    mine, theirs = (session.scalars(_of(person)).all() for person in (kept_id, merged_id))
    there = {study.id: [other for other in mine if _overlap(study, other)] for study in theirs}
    papers: dict[tuple[int, str], PaperOver] = {}
    told, left = [], []
    for study in theirs:
        for slot, paper in _papers(study) if there[study.id] else ():
            over = _given(slot, paper, study, there[study.id])
            if over is not None and (over.study, slot) not in papers:
                papers[over.study, slot] = over
                told.append(_words(study, slot, paper))
            elif not any(_paper(other, slot)[0] == paper[0] for other in there[study.id]):
                left.append(_words(study, slot, paper))
    return StudiesOver(
        moved=[study for study in theirs if not there[study.id]],
        same=[study for study in theirs if there[study.id]],
        papers=list(papers.values()),
        told=tuple(told),
        left=tuple(left),
    )


def move_studies(session: Session, kept_id: int, merged_id: int) -> tuple[list[int], list[int], list[dict[str, Any]]]:
    """Do it: the numbers of those moved and of those that stay, and the papers, for `papers_back`."""
    over = studies_over(session, kept_id, merged_id)
    for study in over.moved:
        study.person_id = kept_id
    for paper in over.papers:
        _put(session.get_one(Study, paper.study), paper.slot, paper.after)
    return [one.id for one in over.moved], [one.id for one in over.same], [asdict(paper) for paper in over.papers]


def papers_back(session: Session, kept_id: int, papers: Iterable[dict[str, Any]]) -> bool:
    """Take the papers off again; whether all of them are still as the merge has left them: else nothing is done."""
    given = [PaperOver(**paper) for paper in papers]
    numbers = {paper.study for paper in given}
    query = select(Study).where(Study.id.in_(numbers), Study.person_id == kept_id)
    studies = {study.id: study for study in session.scalars(query)}
    if any(one.study not in studies or _paper(studies[one.study], one.slot) != one.after for one in given):
        return False
    for one in given:
        _put(studies[one.study], one.slot, one.before)
    return True


def _of(person_id: int) -> Any:
    query = select(Study).where(Study.person_id == person_id).options(joinedload(Study.group, innerjoin=True))
    return query.order_by(Study.started_on, Study.id)


def _given(slot: str, paper: list[Any], study: Study, same: Sequence[Study]) -> PaperOver | None:
    """The first of the same stays lacks the paper of the beginning, or the last one that of the same end."""
    target = same[0] if slot == "beginning" else same[-1]
    before = _paper(target, slot)
    if slot == "end" and (target.ended_on is None or target.leaving not in {None, study.leaving}):
        return None  # the kept card says that the stay goes on, or ended otherwise: a person decides which is right
    nothing, same_words = before == [None, None], before == [paper[0], None] and paper[1] is not None
    return PaperOver(target.id, slot, before, paper) if nothing or same_words else None


def _papers(study: Study) -> Iterator[tuple[str, list[Any]]]:
    yield from ((slot, _paper(study, slot)) for slot in SLOTS if _paper(study, slot) != [None, None])


def _paper(study: Study, slot: str) -> list[Any]:
    return [getattr(study, column) for column in SLOTS[slot]]


def _put(study: Study, slot: str, paper: list[Any]) -> None:
    for column, value in zip(SLOTS[slot], paper, strict=True):
        setattr(study, column, value)


def _words(study: Study, slot: str, paper: list[Any]) -> str:
    day = study.started_on if slot == "beginning" else study.ended_on
    said = translate("{group} from {day}: {paper}") if slot == "beginning" else translate("{group} to {day}: {paper}")
    return said.format(group=study.group.name, day=f"{day:%d.%m.%Y}", paper=paper[0])


def _overlap(one: Study, other: Study) -> bool:
    """A stay that shares days with one of the kept card in the same group is the same stay."""
    begins = one.ended_on is None or other.started_on <= one.ended_on
    return one.group_id == other.group_id and begins and (other.ended_on is None or one.started_on <= other.ended_on)
