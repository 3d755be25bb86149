"""Search: the question read, the engine asked under the person's access, hits shown with their words marked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

from sqlalchemy import and_, false, or_, select

from archive_app.audit import ObjectRef
from archive_app.audit.reads import PAGE_READ, SEARCHED
from archive_app.auth.policy import access
from archive_app.db.engine import reading
from archive_app.db.models import CaseFile, Document, DocumentKind, FilePlan, FilePlanItem, Page, Person, Volume
from archive_app.errors import ArchiveError
from archive_app.i18n import mark, translate
from archive_app.numbers import HELD, read_number
from archive_app.services.documents import document_ref, spoken_name, visible_document
from archive_app.services.page_rows import words_of
from archive_app.services.people.ground import present_id
from indexer.query import And, Field, Node, Note, Phrase, QueryParser, Term, leaves
from indexer.search import Facet, SearchRequest, highlight, matching_words
from indexer.search import Filters as EngineFilters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor
    from indexer.analysis import Analyzer
    from indexer.model import Word
    from indexer.search import Hit, SearchEngine, SearchResult

T = TypeVar("T")
SNIPPET_WIDTH = 240
FILTERS = ("kind", "item", "year", "unit", "confidentiality", "person")
FACET_LENGTH = 12

NOTES = {
    Note.UNBALANCED: mark("A quote or a bracket has no pair: the question was read as plain words."),
    Note.DANGLING_OPERATOR: mark("AND, OR or NOT lacks a word beside it: the question was read as plain words."),
    Note.WILDCARD_INSIDE: mark("An asterisk works only at the end of a word: the question was read as plain words."),
    Note.PREFIX_TOO_SHORT: mark("Too few letters before the asterisk: type at least two."),
    Note.PREFIX_OF_VALUE: mark("An asterisk does not work for this field."),
    Note.RANGE_OF_WORDS: mark("A range works only for years and dates: the question was read as plain words."),
    Note.BAD_VALUE: mark("A year is written as 2015, a date as 26.05.2015: the question was read as plain words."),
    Note.UNKNOWN_SYNTAX: mark("The question was read as plain words."),
    Note.TOO_LONG: mark("The question is too long: its end was left out."),
    Note.TOO_MANY_WORDS: mark("There are too many words: the last ones were left out."),
}


class BadFilter(ArchiveError):
    """A filter's value cannot be read. Params: `name`, `value`."""

    code = "bad_filter"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the search is narrowed to; `person` is a number or a name in any case.

    Raises:
        BadFilter: a number that no index holds.
    """

    kind: str | None = None
    item: str | None = None
    year: int | None = None
    unit: str | None = None
    confidentiality: int | None = None
    person: str | None = None

    def __post_init__(self) -> None:
        """Refuse what an engine would stumble over."""
        for name, number in (("year", self.year), ("confidentiality", self.confidentiality)):
            if number is not None and number not in HELD:
                raise BadFilter(name, name=name, value=str(number))
        if self.person and self.person.isdecimal():
            _number("person", self.person)

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> Self:
        """From text, as a page's address has it. Raises BadFilter."""
        numbers = {name: _number(name, values[name]) for name in ("year", "confidentiality") if name in values}
        texts = {name: values[name] for name in ("kind", "item", "unit", "person") if name in values}
        return cls(**texts, **numbers)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class FoundHit:
    """A document found: `page` is its best page (`drawn`: with an image), `spans` mark the words in `snippet`."""

    document_id: int
    title: str
    item: str | None
    year: int | None
    page: int | None
    drawn: bool
    other_pages: tuple[int, ...]
    snippet: str
    spans: tuple[tuple[int, int], ...]
    score: float


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value with the number of documents that have it; `label` is for a person."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """An answer. `took_ms` is the engine's time; `notes` say how the question was read."""

    total: int
    took_ms: int
    hits: tuple[FoundHit, ...]
    did_you_mean: str | None
    facets: Mapping[str, tuple[FacetValue, ...]]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Searching:
    """Answers questions."""

    sessions: sessionmaker[Session]
    engine: SearchEngine
    analyzer: Analyzer
    query_length: int
    reads: ReadLog

    def search(
        self,
        text: str,
        actor: Actor,
        filters: Filters | None = None,
        *,
        limit: int = 20,
        offset: int = 0,
        facets: bool = True,
    ) -> Found:
        """Find documents that `actor` may see; with `facets` counted by what they have.

        Raises:
            IndexUnavailableError: the index must be rebuilt first.
        """
        chosen = filters or Filters()
        with reading(self.sessions) as session:
            parser = self._parser(session)
            parsed = parser.parse(text)
            tree, engine_filters = self._narrowed(session, parser, parsed.tree, chosen)
            request = SearchRequest(tree=tree, filters=engine_filters, limit=limit, offset=offset, facets=facets)
            result = self.engine.search(request, access(actor))
            hits = self._hits(session, result, tree)
            counted = _facets(session, result)
        suggestion = None if result.total else self.engine.did_you_mean(parsed, access(actor))
        notes = tuple(translate(NOTES[note]) for note in parsed.notes)
        self._record(text, chosen, result, actor)
        return Found(result.total, round(result.took_ms), hits, suggestion, counted, notes)

    def boxes(self, document_id: int, number: int, text: str, actor: Actor) -> tuple[Word, ...]:
        """The words of a page that the question `text` asks for, with their boxes. Raises NotFound."""
        with reading(self.sessions) as session:
            visible_document(session, document_id, actor)
            tree = self._parser(session).parse(text).tree
            query = select(Page.state, Page.text, Page.words)
            page = session.execute(query.where(Page.document_id == document_id, Page.number == number)).one_or_none()
        self.reads.record(actor.login, PAGE_READ, document_ref(document_id), page=number)
        words = words_of(*page) if page else ()
        return tuple(words[at] for at in matching_words(words, tree, self.analyzer))

    def understood(self, session: Session, text: str) -> Node:
        """The question as the engines read it."""
        return self._parser(session).parse(text).tree

    def marked(self, words: Sequence[Word], text: str) -> tuple[Word, ...]:
        """Those of a page's words that the question `text` asks for."""
        with reading(self.sessions) as session:
            tree = self.understood(session, text)
        return tuple(words[at] for at in matching_words(words, tree, self.analyzer))

    def _record(self, text: str, chosen: Filters, result: SearchResult, actor: Actor) -> None:
        """One event a question; a question about one person by number is an event on that person."""
        of_person = chosen.person is not None and chosen.person.isdecimal()
        self.reads.record(
            actor.login,
            SEARCHED,
            ObjectRef("person", str(chosen.person)) if of_person else ObjectRef("search", "-"),
            query=text[: self.query_length],
            filters={name: value for name in FILTERS if (value := getattr(chosen, name)) is not None},
            total=result.total,
            documents=[hit.document_id for hit in result.hits],
        )

    def _parser(self, session: Session) -> QueryParser:
        rows = session.execute(select(DocumentKind.title, DocumentKind.code).order_by(DocumentKind.code))
        kinds = tuple((title.casefold(), code) for title, code in rows)
        return _parser_for(self.analyzer, kinds, self.query_length)

    @staticmethod
    def _narrowed(session: Session, parser: QueryParser, tree: Node, chosen: Filters) -> tuple[Node, EngineFilters]:
        person: tuple[int, ...] = ()
        if chosen.person and chosen.person.isdecimal():
            person = (present_id(session, int(chosen.person)),)
        elif chosen.person:
            tree = And((tree, *_of_person(parser, chosen.person)))
        return tree, EngineFilters(
            kind=_one(chosen.kind),
            item=_one(chosen.item),
            year=_one(chosen.year),
            unit=_one(chosen.unit),
            confidentiality=_one(chosen.confidentiality),
            person=person,
        )

    def _hits(self, session: Session, result: SearchResult, tree: Node) -> tuple[FoundHit, ...]:
        documents = _lines(session, [hit.document_id for hit in result.hits])
        texts = _texts(session, result.hits)
        return tuple(
            self._hit(hit, documents[hit.document_id], texts.get((hit.document_id, hit.page or 0), ("", 0)), tree)
            for hit in result.hits
            if hit.document_id in documents
        )

    def _hit(self, hit: Hit, document: _Line, page: tuple[str, int], tree: Node) -> FoundHit:
        text, width_px = page
        snippet = highlight(text or document.title, tree, self.analyzer, SNIPPET_WIDTH)
        return FoundHit(
            document_id=hit.document_id,
            title=document.title,
            item=document.item,
            year=document.year,
            page=hit.page,
            drawn=width_px > 0,
            other_pages=hit.other_pages,
            snippet=snippet.text,
            spans=snippet.spans,
            score=round(hit.score, 4),
        )


@lru_cache(maxsize=4)
def _parser_for(analyzer: Analyzer, kinds: tuple[tuple[str, str], ...], query_length: int) -> QueryParser:
    """Making a parser costs as much as a search, and the dictionary of kinds hardly ever changes."""
    return QueryParser(analyzer, kinds=dict(kinds), longest_text=query_length)


def _number(name: str, value: str) -> int:
    number = read_number(value)
    if number is None:
        raise BadFilter(name, name=name, value=value)
    return number


def _one(value: T | None) -> tuple[T, ...]:
    return () if value is None else (value,)


def _of_person(parser: QueryParser, name: str) -> list[Node]:
    """Each word of a name, asked of the persons that a document names."""
    plain = "".join(character if character.isalnum() or character == "-" else " " for character in name)
    return [
        replace(leaf, field=Field.PERSON)
        for leaf in leaves(parser.parse(plain).tree)
        if isinstance(leaf, (Term, Phrase))
    ]


class _Line(NamedTuple):
    """What a hit says of its document."""

    title: str
    item: str | None
    year: int | None


def _lines(session: Session, ids: Sequence[int]) -> dict[int, _Line]:
    query = (
        select(Document.id, Document.title, FilePlanItem.index, CaseFile.year)
        .outerjoin(Volume, Volume.id == Document.volume_id)
        .outerjoin(CaseFile, CaseFile.id == Volume.case_file_id)
        .outerjoin(FilePlanItem, FilePlanItem.id == CaseFile.item_id)
        .where(Document.id.in_(ids))
    )
    rows = session.execute(query)
    return {document_id: _Line(title, item, year) for document_id, title, item, year in rows}


def _texts(session: Session, hits: Sequence[Hit]) -> dict[tuple[int, int], tuple[str, int]]:
    # Said as alternatives, not as a list of pairs: SQLite walks the whole table for the latter.
    pages = [and_(Page.document_id == hit.document_id, Page.number == hit.page) for hit in hits]
    query = select(Page.document_id, Page.number, Page.text, Page.width_px).where(or_(false(), *pages))
    return {(document_id, number): (text, width) for document_id, number, text, width in session.execute(query)}


def _facets(session: Session, result: SearchResult) -> dict[str, tuple[FacetValue, ...]]:
    kinds: dict[str, str] = dict(session.execute(select(DocumentKind.code, DocumentKind.title)).all())
    persons = _person_names(session, [int(value) for value, _ in result.facets.get(Facet.PERSON, ())[:FACET_LENGTH]])
    items = _item_headings(session, [str(value) for value, _ in result.facets.get(Facet.ITEM, ())[:FACET_LENGTH]])
    labels: dict[Facet, Mapping[str, str]] = {Facet.KIND: kinds, Facet.PERSON: persons, Facet.ITEM: items}
    return {
        facet.value: tuple(
            FacetValue(str(value), labels.get(facet, {}).get(str(value), str(value)), count)
            for value, count in values[:FACET_LENGTH]
        )
        for facet, values in result.facets.items()
    }


def _person_names(session: Session, ids: Sequence[int]) -> dict[str, str]:
    return {str(person.id): spoken_name(person) for person in session.scalars(select(Person).where(Person.id.in_(ids)))}


def _item_headings(session: Session, indexes: Sequence[str]) -> dict[str, str]:
    """`02-13 Протоколы и ведомости`, as the newest plan that has the item calls it."""
    query = (
        select(FilePlanItem.index, FilePlanItem.title)
        .join(FilePlanItem.plan)
        .where(FilePlanItem.index.in_(indexes))
        .order_by(FilePlan.year, FilePlan.version)
    )
    return {index: f"{index} {title}" for index, title in session.execute(query)}
