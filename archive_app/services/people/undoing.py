"""A merge undone: every row goes back where it was, or nothing does and the reason is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.models import (
    Act,
    ArchiveRequest,
    CaseEvent,
    CaseFile,
    ClassListLine,
    Consent,
    Disclosure,
    Document,
    DocumentPerson,
    Duty,
    Guardianship,
    Hold,
    Mark,
    OutsideResult,
    Person,
    PersonMerge,
    PersonName,
    PersonSource,
    PortalAccount,
    PortfolioEntry,
    RegisterEntry,
    Study,
)
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import mark, translate
from archive_app.jobs import enqueue
from archive_app.services.consents import resume_end
from archive_app.services.kinds import index_job, name_job
from archive_app.services.people.errors import ChangedSince, MergedOver, MergeUndone, OwnDuty
from archive_app.services.people.keeping import commit, index_anew, touch
from archive_app.services.people.merging import Moved, accounts_with_duties
from archive_app.services.people.moving_life import KIN
from archive_app.services.people.moving_studies import papers_back

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from archive_app.services.people.ground import People

R = TypeVar("R", PersonName, DocumentPerson, Document, CaseFile, Study, Duty, CaseEvent, Hold, Consent, Guardianship)


def unmerge_persons(people: People, merge_id: int, actor: Actor) -> tuple[int, int]:
    """Undo a merge; the numbers of the two persons, the kept one first.

    Links that were found in the text are found anew where a later reading has changed them; whatever a person has
    changed since forbids the undoing.

    Raises:
        NotAllowed, NotFound, MergeUndone, MergedOver, ChangedSince, OwnDuty.
    """
    require(actor, Act.PERSONS)
    with UnitOfWork(people.sessions) as uow:
        session = uow.session
        merge = session.get(PersonMerge, merge_id)
        if merge is None:
            raise NotFound(str(merge_id), what=translate("Merge {number}", number=merge_id))
        kept, merged = merge.kept, merge.merged
        _require_undoable(session, merge, actor)
        index_anew(session, [kept.id])
        moved = Moved(**merge.moved)
        _put_back(session, kept, merged, moved)
        resume_end(people, uow, moved.ends, actor)
        merged.merged_into_id = None
        touch(kept)
        merge.undone_at, merge.undone_by = people.clock(), actor.login
        AuditTrail(uow, actor=actor.login, now=people.clock).record("person:card:unmerge", kept, merged=merged.id)
        enqueue(session, index_job(), now=people.clock())
        enqueue(session, name_job([kept.id, merged.id]), now=people.clock())
        both = kept.id, merged.id
        commit(uow, kept)
        return both


def _require_undoable(session: Session, merge: PersonMerge, actor: Actor) -> None:
    if merge.undone_at is not None:
        raise MergeUndone
    if merge.kept.merged_into_id is not None:
        raise MergedOver(number=merge.kept.merged_into_id)
    later = select(PersonMerge.merged_id).where(
        PersonMerge.kept_id == merge.kept_id, PersonMerge.id > merge.id, PersonMerge.undone_at.is_(None)
    )
    number = session.scalar(later.order_by(PersonMerge.id.desc()).limit(1))
    if number is not None:
        raise MergedOver(number=number)
    if any(user_id == actor.user_id for user_id, _ in accounts_with_duties(session, (merge.kept_id,))):
        raise OwnDuty


def _put_back(session: Session, kept: Person, merged: Person, moved: Moved) -> None:
    for name in _mine(session, PersonName, moved.names, PersonName.person_id, kept.id):
        if name.is_current:
            raise _changed(PersonName)
        kept.names.remove(name)
        session.delete(name)
    _links_back(session, kept.id, merged.id, moved)
    for document in _mine(session, Document, moved.subjects, Document.subject_id, kept.id):
        document.subject_id = merged.id
    _class_lists_back(session, kept.id, merged.id, moved)
    _papers_back(session, kept.id, moved)
    for model, ids in _rows_of(moved):
        for row in _mine(session, model, ids, model.person_id, kept.id):
            row.person_id = merged.id
    for moved_as, (kin, column, _) in KIN.items():
        for row in _mine(session, kin, getattr(moved, moved_as), getattr(kin, column), kept.id):
            setattr(row, column, merged.id)
    if moved.birth_date:
        if kept.birth_date != merged.birth_date:
            raise _changed(Person)
        kept.birth_date = None
    session.flush()


def _rows_of(moved: Moved) -> tuple[tuple[type[Any], Sequence[int]], ...]:
    """The rows that name a person and were moved as they are."""
    return (
        (CaseFile, moved.case_files),
        (Study, moved.studies),
        (Duty, moved.duties),
        (CaseEvent, moved.events),
        (Hold, moved.holds),
    )


_WHAT: dict[type[Any], str] = {
    Person: mark("the birth date"),
    PersonName: mark("the name"),
    Document: mark("whose own record a document is"),
    DocumentPerson: mark("the persons of a document"),
    CaseFile: mark("a personal file"),
    Study: mark("a study"),
    ClassListLine: mark("a class list"),
    Duty: mark("a duty"),
    CaseEvent: mark("an event"),
    Hold: mark("a hold"),
    Guardianship: mark("an authority"),
    Consent: mark("a consent"),
    ArchiveRequest: mark("a request"),
    Disclosure: mark("a disclosure"),
    RegisterEntry: mark("an entry of a register"),
    Mark: mark("a summary mark"),
    PortalAccount: mark("a portal account"),
    PortfolioEntry: mark("an entry of a portfolio"),
    OutsideResult: mark("a result from another organisation"),
}


def _mine(session: Session, model: type[R], ids: Sequence[int], person: Any, kept_id: int) -> Sequence[R]:
    """Those rows, all of them still of the kept card. Raises ChangedSince."""
    found = session.scalars(select(model).where(model.id.in_(ids), person == kept_id)).all()
    if len(found) != len(ids):
        raise _changed(model)
    return found


def _class_lists_back(session: Session, kept_id: int, merged_id: int, moved: Moved) -> None:
    lines = select(ClassListLine).where(
        ClassListLine.person_id == kept_id, ClassListLine.class_list_id.in_(moved.class_lists)
    )
    found = session.scalars(lines).all()
    if len(found) != len(moved.class_lists):
        raise _changed(ClassListLine)
    for line in found:
        line.person_id = merged_id


def _papers_back(session: Session, kept_id: int, moved: Moved) -> None:
    if not papers_back(session, kept_id, moved.papers):
        raise _changed(Study)


def _links_back(session: Session, kept_id: int, merged_id: int, moved: Moved) -> None:
    for link in _mine(session, DocumentPerson, moved.links, DocumentPerson.person_id, kept_id):
        link.person_id = merged_id
    read = select(DocumentPerson).where(DocumentPerson.id.in_(moved.read), DocumentPerson.person_id == kept_id)
    for link in session.scalars(read):  # those that a later reading took away are found anew by the job
        link.person_id = merged_id
    for joined in moved.joined:
        _part(session, joined, merged_id)
    session.flush()


def _part(session: Session, joined: dict[str, Any], merged_id: int) -> None:
    """Two links that were made one."""
    source = PersonSource(joined["source"])
    into = session.get(DocumentPerson, joined["into"])
    unchanged = into is not None and into.pages == joined["after"]
    if into is not None and unchanged:
        into.pages = joined["before"]
    elif source is not PersonSource.RECOGNISED:
        raise _changed(DocumentPerson)
    taken = session.get(DocumentPerson, joined["link"])  # SQLite gives the number of a row that is gone to the next one
    session.add(
        DocumentPerson(
            id=None if taken is not None else joined["link"],
            document_id=joined["document"],
            person_id=merged_id,
            role=joined["role"],
            source=source,
            pages=joined["pages"],
        )
    )


def _changed(model: type[Any]) -> ChangedSince:
    return ChangedSince(what=translate(_WHAT[model]))
