"""All suggestions for one document that waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.audit.reads import PAGE_READ
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import (
    Act,
    Document,
    DocumentKind,
    DocumentPerson,
    FilePlan,
    FilePlanItem,
    FilePlanStatus,
    Page,
    Person,
    PersonSource,
)
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.documents import document_ref, spoken_name
from archive_app.services.kind_places import kind_help
from archive_app.services.suggesting.blanks import ON_BLANKS, suggest_blanks
from archive_app.services.suggesting.dates import suggest_dates
from archive_app.services.suggesting.head import head_of
from archive_app.services.suggesting.headings import Headings
from archive_app.services.suggesting.kinds import suggest_kinds
from archive_app.services.suggesting.model import Suggestion
from archive_app.services.suggesting.numbers import suggest_numbers
from archive_app.services.suggesting.people import suggest_persons
from archive_app.services.suggesting.similar import Similar, together, votes
from archive_app.services.suggesting.titles import suggest_titles
from archive_app.services.suggesting.years import suggest_years
from indexer.search import IndexUnavailableError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor
    from archive_app.services.suggesting.head import Head
    from archive_app.services.suggesting.model import Suggestions
    from archive_app.services.suggesting.similar import Neighbour
    from indexer.analysis import Analyzer
    from indexer.search import SearchEngine

PERSONS = 12


@dataclass(frozen=True, slots=True)
class Suggesting:
    """Reads the first page of a document and asks the index for similar ones; some ten statements, no writing."""

    reads: ReadLog
    engine: SearchEngine
    analyzer: Analyzer
    today: Callable[[], datetime.date]

    def suggest(self, document_id: int, actor: Actor) -> Suggestions:
        """By field, the best first; empty where the text is not there yet. A look at the page.

        Raises NotFound: there is no such document, or the person may not file it.
        """
        with reading(self.reads.sessions) as session:
            text = _first_page(session, document_id, actor)
            found = self._read(session, document_id, text, actor) if text else {}
        if text:
            self.reads.record(actor.login, PAGE_READ, document_ref(document_id), page=1)
        return found

    def _read(self, session: Session, document_id: int, text: str, actor: Actor) -> Suggestions:
        head, titles = head_of(text), _kinds(session)
        neighbours = self._neighbours(session, text, document_id, actor)
        kinds = together(suggest_kinds(head, titles), votes(neighbours, "kind", titles))
        dates = suggest_dates(head, self.today())
        years = suggest_years(head, dates[0] if dates else None, _planned(session))
        on_blank = bool(kinds) and kinds[0].value in ON_BLANKS
        return {
            "kind": kinds,
            "date": dates,
            "number": suggest_blanks(session, head) if on_blank else suggest_numbers(head),
            "title": suggest_titles(head, kinds[0].shown if kinds else None),
            "persons": suggest_persons(head, _recognised(session, document_id)),
            "year": years,
            "item": self._items(session, head, neighbours, kinds, years),
        }

    def _items(
        self,
        session: Session,
        head: Head,
        neighbours: tuple[Neighbour, ...],
        kinds: tuple[Suggestion, ...],
        years: tuple[Suggestion, ...],
    ) -> tuple[Suggestion, ...]:
        headings = _headings(session, int(years[0].value)) if years else {}
        shown = {index: f"{index} {heading}" for index, heading in headings.items()}
        said = f"{kinds[0].shown if kinds else ''}\n{head.joined}"
        found = together(votes(neighbours, "item", shown), Headings(self.analyzer).like(said, headings))
        return found or _place(session, kinds, years)

    def _neighbours(self, session: Session, text: str, document_id: int, actor: Actor) -> tuple[Neighbour, ...]:
        try:
            return Similar(self.engine, self.analyzer).to(session, text, document_id, actor)
        except IndexUnavailableError:  # an index that is being rebuilt takes one road away, not the form
            return ()


def _place(session: Session, kinds: tuple[Suggestion, ...], years: tuple[Suggestion, ...]) -> tuple[Suggestion, ...]:
    """Where the kind is kept: said where nothing else speaks."""
    told = kind_help(session, kinds[0].value, int(years[0].value)) if kinds and years else None
    if told is None or not told.item:
        return ()
    reason = translate("the place of the kind «{kind}»", kind=kinds[0].shown)
    return (Suggestion(told.item.split(maxsplit=1)[0], told.item, kinds[0].confidence / 2, reason),)


def _first_page(session: Session, document_id: int, actor: Actor) -> str:
    query = (
        select(Page.text)
        .select_from(Document)
        .outerjoin(Page, (Page.document_id == Document.id) & (Page.number == 1))
        .where(Document.id == document_id, visible(actor, Act.FILE))
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound(str(document_id), what=translate("Document {number}", number=document_id))
    return row[0] or ""


def _kinds(session: Session) -> dict[str, str]:
    query = select(DocumentKind.code, DocumentKind.title).where(DocumentKind.retired_at.is_(None))
    return dict(session.execute(query.order_by(DocumentKind.position)).all())


def _planned(session: Session) -> frozenset[int]:
    return frozenset(session.scalars(select(FilePlan.year).where(FilePlan.status == FilePlanStatus.IN_FORCE)))


def _headings(session: Session, year: int) -> dict[str, str]:
    query = select(FilePlanItem.index, FilePlanItem.title).join(FilePlanItem.plan)
    rows = session.execute(query.where(FilePlan.year == year, FilePlan.status == FilePlanStatus.IN_FORCE))
    return dict(rows.all())


def _recognised(session: Session, document_id: int) -> list[tuple[int, str]]:
    query = (
        select(Person)
        .join(DocumentPerson, DocumentPerson.person_id == Person.id)
        .where(DocumentPerson.document_id == document_id, DocumentPerson.source == PersonSource.RECOGNISED)
        .order_by(Person.surname)
        .limit(PERSONS)
    )
    return [(person.id, spoken_name(person)) for person in session.scalars(query)]
