"""Class lists: brought in line by line, or the members of a group of study; picked from while pages are reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import exists, select

from archive_app.audit import AuditTrail
from archive_app.auth.actor import require
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import (
    Act,
    ClassList,
    ClassListLine,
    Document,
    DocumentClassList,
    Person,
    PersonName,
    Study,
    StudyGroup,
)
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import ArchiveError, NotFound
from archive_app.i18n import translate
from archive_app.services.class_list_lines import LONGEST_LIST_TITLE, ReadLine, read_lines
from archive_app.services.documents import spoken_name
from archive_app.services.persons import find_or_add_persons
from archive_app.services.typed import one_line

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.auth.actor import Actor

OFFERED: Final = 50
"""Lists and groups offered for a document."""
LIST, GROUP = "list", "group"


class EmptyClassList(ArchiveError):
    """No line holds a name."""

    code = "empty_class_list"


class Verdict(StrEnum):
    """What a line of a new list means."""

    KNOWN = "known"
    NEW = "new"
    """Nobody has this name yet: a card is made."""
    SEVERAL = "several"
    """Several persons have this name: somebody says which."""
    AGAIN = "again"
    """The name stands on the list already: the line is left out."""
    NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True, slots=True)
class Namesake:
    """One of several persons of one name."""

    person_id: int
    name: str
    birth_date: datetime.date | None


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A line and what would come of it; `namesakes` are the persons of this name."""

    number: int
    text: str
    verdict: Verdict
    namesakes: tuple[Namesake, ...] = ()


@dataclass(frozen=True, slots=True)
class ListChoice:
    """A list that may be chosen: `key` is `list-3` or `group-5`."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class ClassLists:
    """The use cases of class lists."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]

    def preview(self, text: str, actor: Actor) -> tuple[PreviewLine, ...]:
        """What each line would do; nothing is written. Raises NotAllowed, EmptyClassList, TooMany."""
        require(actor, Act.REVIEW)
        lines = _lines(text)
        with reading(self.sessions) as session:
            known = _namesakes(session, lines)
        return tuple(_judged(lines, known))

    def keep(
        self, title: str, text: str, actor: Actor, *, chosen: Mapping[int, int] | None = None, document_id: int = 0
    ) -> int:
        """Make a list of the lines that are understood, and choose it for a document; its number.

        `chosen` says of a line with namesakes which person is meant; 0, or nothing said: a new card.

        Raises:
            EmptyClassList: no line holds a name. NotFound: the document, not for this person.
            NotAllowed, TooLong, TooMany.
        """
        require(actor, Act.REVIEW)
        lines = _lines(text)
        now = self.clock()
        with UnitOfWork(self.sessions) as uow:
            session = uow.session
            persons = self._persons(session, lines, chosen or {}, now)
            title = one_line(title, "list_title", LONGEST_LIST_TITLE) or translate("Class list")
            made = ClassList(title=title, created_at=now, created_by=actor.login)
            made.lines = [ClassListLine(person_id=person, position=at) for at, person in enumerate(persons, start=1)]
            session.add(made)
            session.flush()
            AuditTrail(uow, actor=actor.login, now=self.clock).record("class_list:record:add", made, persons=persons)
            if document_id:
                _choose(session, document_id, actor, class_list_id=made.id)
            uow.commit()
            return made.id

    def choose(self, document_id: int, key: str, actor: Actor) -> None:
        """Let names of a document be picked from this list. Raises NotFound, NotAllowed."""
        require(actor, Act.REVIEW)
        kind, _, number = key.partition("-")
        if kind not in {LIST, GROUP} or not number.isdecimal():
            raise NotFound(key, what=translate("Class list"))
        with UnitOfWork(self.sessions) as uow:
            if not _is_list(uow.session, kind, int(number)):
                raise NotFound(key, what=translate("Class list"))
            column = "class_list_id" if kind == LIST else "group_id"
            document = _choose(uow.session, document_id, actor, **{column: int(number)})
            AuditTrail(uow, actor=actor.login, now=self.clock).record("document:class_list:choose", document, list=key)
            uow.commit()

    @staticmethod
    def _persons(
        session: Session, lines: Sequence[ReadLine], chosen: Mapping[int, int], now: datetime.datetime
    ) -> list[int]:
        """The numbers of the persons in the order of the list, each once."""
        known = _namesakes(session, lines)
        persons: dict[int, None] = {}
        for line in _judged(lines, known):
            name = next(read.name for read in lines if read.number == line.number)
            if name is None or line.verdict is Verdict.AGAIN:
                continue
            numbers = {namesake.person_id for namesake in line.namesakes}
            meant = chosen.get(line.number)
            person = meant if meant in numbers else find_or_add_persons(session, [name], now)[0].id
            persons.setdefault(person)
        if not persons:
            raise EmptyClassList
        return list(persons)


def offered_lists(session: Session, document: Document) -> tuple[tuple[ListChoice, ...], str]:
    """What names may be picked from, and what is chosen: by somebody, or the group of the document."""
    lists = session.execute(select(ClassList.id, ClassList.title).order_by(ClassList.id.desc()).limit(OFFERED))
    members = exists().where(Study.group_id == StudyGroup.id)
    own_first = (StudyGroup.id != (document.group_id or 0), StudyGroup.started_on.desc(), StudyGroup.id)
    groups = session.execute(
        select(StudyGroup.id, StudyGroup.name, StudyGroup.started_on).where(members).order_by(*own_first).limit(OFFERED)
    )
    choices = [ListChoice(f"{LIST}-{number}", title) for number, title in lists]
    choices += [ListChoice(f"{GROUP}-{number}", f"{name} ({day.year})") for number, name, day in groups]
    kept = session.get(DocumentClassList, document.id)
    if kept is not None:
        return tuple(choices), f"{LIST}-{kept.class_list_id}" if kept.class_list_id else f"{GROUP}-{kept.group_id}"
    own = f"{GROUP}-{document.group_id}"
    return tuple(choices), own if any(choice.key == own for choice in choices) else ""


def persons_of(session: Session, key: str) -> tuple[Person, ...]:
    """The persons of a list, in its order; of a group by name. An empty key gives nobody."""
    kind, _, number = key.partition("-")
    if kind == LIST:
        query = (
            select(Person)
            .join(ClassListLine, ClassListLine.person_id == Person.id)
            .where(ClassListLine.class_list_id == int(number))
            .order_by(ClassListLine.position)
        )
    elif kind == GROUP:
        members = select(Study.person_id).where(Study.group_id == int(number))
        query = select(Person).where(Person.id.in_(members)).order_by(Person.folded)
    else:
        return ()
    return tuple(session.scalars(query))


def _is_list(session: Session, kind: str, number: int) -> bool:
    found = session.get(ClassList, number) if kind == LIST else session.get(StudyGroup, number)
    return found is not None


def _lines(text: str) -> tuple[ReadLine, ...]:
    lines = read_lines(text)
    if not lines:
        raise EmptyClassList
    return lines


def _namesakes(session: Session, lines: Sequence[ReadLine]) -> dict[str, list[Namesake]]:
    keys = {line.name.folded for line in lines if line.name}
    query = (
        select(PersonName.folded, Person)
        .join(Person, Person.id == PersonName.person_id)
        .where(PersonName.folded.in_(keys))
        .order_by(Person.id)
    )
    known: dict[str, dict[int, Namesake]] = {}
    for folded, person in session.execute(query):
        namesake = Namesake(person.id, spoken_name(person), person.birth_date)
        known.setdefault(folded, {})[person.id] = namesake
    return {folded: list(found.values()) for folded, found in known.items()}


def _judged(lines: Sequence[ReadLine], known: Mapping[str, list[Namesake]]) -> list[PreviewLine]:
    seen: set[str] = set()
    judged = []
    for line in lines:
        if line.name is None:
            judged.append(PreviewLine(line.number, line.text, Verdict.NOT_UNDERSTOOD))
            continue
        persons = tuple(known.get(line.name.folded, ()))
        several = Verdict.SEVERAL if len(persons) > 1 else Verdict.KNOWN
        verdict = Verdict.AGAIN if line.name.folded in seen else several if persons else Verdict.NEW
        seen.add(line.name.folded)
        judged.append(PreviewLine(line.number, line.text, verdict, persons))
    return judged


def _choose(session: Session, document_id: int, actor: Actor, **said: int) -> Document:
    document = session.scalar(select(Document).where(Document.id == document_id, visible(actor, Act.REVIEW)))
    if document is None:
        raise NotFound(str(document_id), what=translate("Document {number}", number=document_id))
    row = session.get(DocumentClassList, document_id) or DocumentClassList(document_id=document_id)
    row.class_list_id, row.group_id = said.get("class_list_id"), said.get("group_id")
    session.add(row)
    session.flush()
    return document
