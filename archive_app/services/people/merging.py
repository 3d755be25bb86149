"""Two cards of one person become one: what moves is told before, kept as it was, and can be put back.

The card that is given up stays as a signpost: its number leads to the card that is kept. Rights follow the person, so
nobody merges cards that the own account has a duty for.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import (
    Act,
    CaseFile,
    ClassListLine,
    Document,
    DocumentPerson,
    Duty,
    Person,
    PersonMerge,
    PersonName,
    PersonSource,
    User,
)
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.i18n import translate
from archive_app.jobs import enqueue
from archive_app.services.consents import forget_end, is_consented
from archive_app.services.documents import spoken_name
from archive_app.services.kinds import index_job, name_job
from archive_app.services.people.errors import BirthDatesDiffer, OnePerson, OwnDuty, PersonChanged
from archive_app.services.people.ground import known_person
from archive_app.services.people.keeping import commit, index_anew, touch
from archive_app.services.people.moving_life import move_events, move_holds, move_kin
from archive_app.services.people.moving_studies import move_studies, studies_over

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from archive_app.services.people.ground import People


@dataclass
class Moved:
    """What a merge changed: numbers of rows now of the kept card, and what else is needed to put them back.

    `links` are those that somebody typed, `read` those found in the text. `joined` were on the kept card too: their
    `pages` went into the link `into`, whose pages were `before` and are `after`. `left` rows stay on the card that is
    given up, since the kept one has the same; `papers` of such studies, see `moving_studies`. `ends` of consent no
    longer hold: one of the cards has a consent in force.
    """

    names: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    read: list[int] = field(default_factory=list)
    joined: list[dict[str, Any]] = field(default_factory=list)
    subjects: list[int] = field(default_factory=list)
    case_files: list[int] = field(default_factory=list)
    studies: list[int] = field(default_factory=list)
    papers: list[dict[str, Any]] = field(default_factory=list)
    class_lists: list[int] = field(default_factory=list)
    duties: list[int] = field(default_factory=list)
    events: list[int] = field(default_factory=list)
    holds: list[int] = field(default_factory=list)
    wards: list[int] = field(default_factory=list)
    guardians: list[int] = field(default_factory=list)
    consents: list[int] = field(default_factory=list)
    consents_given: list[int] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)
    disclosures: list[int] = field(default_factory=list)
    register_entries: list[int] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    portal_accounts: list[int] = field(default_factory=list)
    portfolio: list[int] = field(default_factory=list)
    outside_results: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    birth_date: bool = False
    left: dict[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What would move from `merged` to `kept`, in numbers; `names` and `accounts` (who gains sight of it) in words."""

    kept_id: int
    kept_name: str
    merged_id: int
    merged_name: str
    kept_born: datetime.date | None
    merged_born: datetime.date | None
    names: tuple[str, ...]
    documents: int
    own_records: int
    case_files: int
    studies: int
    papers: tuple[str, ...]
    """Of studies that the kept card has, too, but without them; in words."""
    papers_left: tuple[str, ...]
    """Those that stay with the card that is given up: the kept card says something else."""
    accounts: tuple[str, ...]
    takes_birth_date: bool
    versions: tuple[int, int]
    """Of the kept and of the merged card: what was looked at is what is merged."""


def preview_merge(people: People, kept_id: int, merged_id: int, actor: Actor) -> MergePreview:
    """What `merge_persons` would do. Raises as it does."""
    require(actor, Act.PERSONS)
    with reading(people.sessions) as session:
        kept, merged = _two(session, kept_id, merged_id, actor)
        duties = accounts_with_duties(session, (merged.id,))
        over = studies_over(session, kept.id, merged.id)
        linked = select(DocumentPerson.document_id).where(DocumentPerson.person_id == merged.id).distinct()
        return MergePreview(
            kept_id=kept.id,
            kept_name=spoken_name(kept),
            merged_id=merged.id,
            merged_name=spoken_name(merged),
            kept_born=kept.birth_date,
            merged_born=merged.birth_date,
            names=tuple(spoken_name(name) for name in _new_names(kept, merged)),
            documents=len(session.scalars(linked).all()),
            own_records=len(_of(session, Document.id, Document.subject_id, merged.id)),
            case_files=len(_of(session, CaseFile.id, CaseFile.person_id, merged.id)),
            studies=len(over.moved),
            papers=over.told,
            papers_left=over.left,
            accounts=tuple(sorted({name for _, name in duties})),
            takes_birth_date=kept.birth_date is None and merged.birth_date is not None,
            versions=(kept.version, merged.version),
        )


def merge_persons(
    people: People, kept_id: int, merged_id: int, actor: Actor, *, versions: tuple[int, int] | None = None
) -> int:
    """Make `merged_id` part of `kept_id`; the number of the merge, for `unmerge_persons`.

    Documents, own records, case files, studies, authority, consents, requests, duties, events and holds move; names are
    added to the history; search follows by the same commit's job.

    Raises:
        NotAllowed, NotFound, OnePerson, BirthDatesDiffer, OwnDuty;
        PersonChanged: not as the preview has shown.
    """
    require(actor, Act.PERSONS)
    with UnitOfWork(people.sessions) as uow:
        session = uow.session
        kept, merged = _two(session, kept_id, merged_id, actor)
        if versions is not None and versions != (kept.version, merged.version):
            raise PersonChanged(spoken_name(kept), name=spoken_name(kept))
        index_anew(session, [kept.id, merged.id])
        ends = _forget_ends(people, uow, (kept.id, merged.id), actor)
        moved = _move(session, kept, merged)
        moved.ends = ends
        merged.merged_into_id = kept.id
        touch(kept)
        merge = PersonMerge(
            kept=kept, merged=merged, moved=asdict(moved), merged_at=people.clock(), merged_by=actor.login
        )
        session.add(merge)
        trail = AuditTrail(uow, actor=actor.login, now=people.clock)
        counts = {name: len(rows) for name, rows in asdict(moved).items() if isinstance(rows, list) and rows}
        trail.record("person:card:merge", kept, merged=merged.id, **counts)
        enqueue(session, index_job(), now=people.clock())
        enqueue(session, name_job([kept.id]), now=people.clock())
        session.flush()
        number = merge.id
        commit(uow, kept)
        return number


def _forget_ends(people: People, uow: UnitOfWork, cards: tuple[int, int], actor: Actor) -> list[int]:
    """Before anything moves, so that no file that stays behind is told of an end that holds no more."""
    if not any(is_consented(uow.session, card, people.today()) for card in cards):
        return []
    why = translate("a joined card brought a consent in force")
    return [number for card in cards for number in forget_end(people, uow, card, why, actor)]


def _two(session: Session, kept_id: int, merged_id: int, actor: Actor) -> tuple[Person, Person]:
    kept, merged = (known_person(session, number, actor) for number in (kept_id, merged_id))
    if kept.id == merged.id:
        raise OnePerson
    if kept.birth_date and merged.birth_date and kept.birth_date != merged.birth_date:
        raise BirthDatesDiffer
    if any(user_id == actor.user_id for user_id, _ in accounts_with_duties(session, (kept.id, merged.id))):
        raise OwnDuty
    return kept, merged


def accounts_with_duties(session: Session, person_ids: tuple[int, ...]) -> list[tuple[int, str]]:
    """Number and name of the accounts that have a duty for one of these persons."""
    query = select(User.id, User.display_name).join(Duty, Duty.user_id == User.id)
    rows = session.execute(query.where(Duty.person_id.in_(person_ids), Duty.revoked_at.is_(None)).distinct())
    return [(user_id, name) for user_id, name in rows]


def _new_names(kept: Person, merged: Person) -> list[PersonName]:
    had = {name.folded for name in kept.names}
    return [name for name in merged.names if name.folded not in had]


def _of(session: Session, column: Any, person: Any, person_id: int) -> Sequence[int]:
    return session.scalars(select(column).where(person == person_id).order_by(column)).all()


def _move(session: Session, kept: Person, merged: Person) -> Moved:
    moved = Moved()
    _add_names(session, kept, merged, moved)
    _move_links(session, kept.id, merged.id, moved)
    for document in session.scalars(select(Document).where(Document.subject_id == merged.id)):
        document.subject_id = kept.id  # its own scope follows, see `archive_app.db.models.scopes`
        moved.subjects.append(document.id)
    _move_case_files(session, kept.id, merged.id, moved)
    left_files = moved.left.get("case_files", [])
    moved.events = move_events(session, kept.id, merged.id, left_files)
    moved.holds = move_holds(session, kept.id, merged.id, left_files)
    for name, numbers in move_kin(session, kept.id, merged.id):
        setattr(moved, name, numbers)
    moved.studies, same, moved.papers = move_studies(session, kept.id, merged.id)
    if same:
        moved.left["studies"] = same
    _move_class_lists(session, kept.id, merged.id, moved)
    for duty in session.scalars(select(Duty).where(Duty.person_id == merged.id)):
        duty.person_id = kept.id
        moved.duties.append(duty.id)
    if kept.birth_date is None and merged.birth_date is not None:
        kept.birth_date, moved.birth_date = merged.birth_date, True
    session.flush()
    return moved


def _move_class_lists(session: Session, kept_id: int, merged_id: int, moved: Moved) -> None:
    """A list that names both keeps both lines: the one of the card that is given up leads to the kept one."""
    both = select(ClassListLine.class_list_id).where(ClassListLine.person_id == kept_id)
    lines = select(ClassListLine).where(ClassListLine.person_id == merged_id, ClassListLine.class_list_id.not_in(both))
    for line in session.scalars(lines).all():
        line.person_id = kept_id
        moved.class_lists.append(line.class_list_id)


def _add_names(session: Session, kept: Person, merged: Person, moved: Moved) -> None:
    """Copies: the card that is given up keeps its own, and is whole again as soon as it is wanted back."""
    copies = [
        PersonName(
            surname=name.surname,
            given=name.given,
            patronymic=name.patronymic,
            valid_from=name.valid_from,
            valid_to=name.valid_to,
            ground=name.ground,
            document_id=name.document_id,
            folded=name.folded,
            is_current=False,
        )
        for name in _new_names(kept, merged)
    ]
    kept.names.extend(copies)
    session.flush()
    moved.names = [copy.id for copy in copies]


def _move_links(session: Session, kept_id: int, merged_id: int, moved: Moved) -> None:
    there = {(link.document_id, link.role, link.source): link for link in _links(session, kept_id)}
    for link in _links(session, merged_id):
        same = there.get((link.document_id, link.role, link.source))
        if same is None:
            link.person_id = kept_id
            (moved.read if link.source is PersonSource.RECOGNISED else moved.links).append(link.id)
            continue
        # No pages stand for the whole document, and the whole and a part are the whole.
        pages = sorted({*same.pages, *link.pages}) if same.pages and link.pages else []
        moved.joined.append(
            {
                "link": link.id,
                "document": link.document_id,
                "role": link.role,
                "source": link.source.value,
                "pages": link.pages,
                "into": same.id,
                "before": same.pages,
                "after": pages,
            }
        )
        same.pages = pages
        session.delete(link)
    session.flush()


def _links(session: Session, person_id: int) -> Sequence[DocumentPerson]:
    query = select(DocumentPerson).where(DocumentPerson.person_id == person_id)
    return session.scalars(query.order_by(DocumentPerson.id)).all()


def _move_case_files(session: Session, kept_id: int, merged_id: int, moved: Moved) -> None:
    """One item holds one case file a person: a second one of the same item stays with the card that is given up."""
    held = set(session.scalars(select(CaseFile.item_id).where(CaseFile.person_id == kept_id)))
    for case_file in session.scalars(select(CaseFile).where(CaseFile.person_id == merged_id)):
        if case_file.item_id in held:
            moved.left.setdefault("case_files", []).append(case_file.id)
            continue
        case_file.person_id = kept_id
        moved.case_files.append(case_file.id)
