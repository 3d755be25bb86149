"""Search: the question read, the engine asked under the person's access, hits shown with their words marked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sqlalchemy import and_, false, or_, select

from archive_app.audit import ObjectRef
from archive_app.audit.reads import PAGE_READ, SEARCHED
from archive_app.auth.policy import access
from archive_app.db.engine import reading
from archive_app.db.models import CaseFile, Document, DocumentKind, FilePlanItem, Page, Volume
from archive_app.i18n import mark, translate
from archive_app.services.documents import document_ref, require_seen
from archive_app.services.page_rows import words_of
from archive_app.services.people.ground import present_id
from archive_app.services.search_cursor import Place
from archive_app.services.search_facets import FacetValue, counted, in_words
from archive_app.services.search_filters import Filters
from indexer.query import And, Field, Node, Note, Or, Phrase, QueryParser, Term, leaves
from indexer.search import Filters as EngineFilters
from indexer.search import SearchRequest, Sort, highlight, matching_words
from indexer.search.model import DEEPEST

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

    @property
    def marked(self) -> bool:
        """Whether words of the question stand on the page itself."""
        return bool(self.page and self.spans and self.snippet != self.title)


@dataclass(frozen=True, slots=True)
class Found:
    """An answer. `took_ms` is the engine's time; `notes` say how the question was read.

    `offset`: how many hits lie before these. `after` leads on to the next ones, None at the end.
    """

    total: int
    took_ms: int
    hits: tuple[FoundHit, ...]
    did_you_mean: str | None
    facets: Mapping[str, tuple[FacetValue, ...]]
    notes: tuple[str, ...]
    offset: int = 0
    after: str | None = None


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
        sort: Sort = Sort.RELEVANCE,
        after: str = "",
    ) -> Found:
        """Find documents that `actor` may see; with `facets` counted by what they have.

        `after` is the cursor of the part before, and counts more than `offset`.

        Raises:
            IndexUnavailableError: the index must be rebuilt first. BadCursor.
        """
        place = Place.read(after) if after else Place(shown=offset)
        start, more = place.window if after else (offset, 0)
        chosen = filters or Filters()
        with reading(self.sessions) as session:
            parser = self._parser(session)
            parsed = parser.parse(text)
            tree, engine_filters = self._narrowed(session, parser, parsed.tree, chosen)
            request = SearchRequest(tree, engine_filters, limit + more, start, sort, facets)
            found = self.engine.search(request, access(actor))
            shown = place.behind(found.hits, limit) if after else found.hits
            result = replace(found, hits=shown)
            hits = self._hits(session, result, tree)
            counts = counted(found, request, chosen, lambda wider: self.engine.search(wider, access(actor)))
            facet_values = in_words(session, counts, chosen) if facets else {}
        suggestion = None if result.total else self.engine.did_you_mean(parsed, access(actor))
        notes = tuple(translate(NOTES[note]) for note in parsed.notes)
        self._record(text, chosen, result, actor)
        following = place.after(shown) if shown else place
        more_to_come = bool(shown) and following.shown < min(found.total, DEEPEST)
        return Found(
            total=result.total,
            took_ms=round(result.took_ms),
            hits=hits,
            did_you_mean=suggestion,
            facets=facet_values,
            notes=notes,
            offset=place.shown,
            after=str(following) if more_to_come else None,
        )

    def boxes(self, document_id: int, number: int, text: str, actor: Actor) -> tuple[Word, ...]:
        """The words of a page that the question `text` asks for, with their boxes. Raises NotFound."""
        with reading(self.sessions) as session:
            require_seen(session, document_id, actor)
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

    def found_ids(self, text: str, actor: Actor, filters: Filters, sort: Sort, most: int) -> list[tuple[int, int]]:
        """Number and best page (0: none) of up to `most` documents; nothing is shown yet, so nothing is recorded."""
        with reading(self.sessions) as session:
            parser = self._parser(session)
            tree, narrowed = self._narrowed(session, parser, parser.parse(text).tree, filters)
        request = SearchRequest(tree, narrowed, limit=most, sort=sort, deepest=most, located=False)
        return [(hit.document_id, hit.page or 0) for hit in self.engine.search(request, access(actor)).hits]

    def _record(self, text: str, chosen: Filters, result: SearchResult, actor: Actor) -> None:
        """One event a question; a question about one person by number is an event on that person."""
        persons = chosen.numbers_of_persons
        self.reads.record(
            actor.login,
            SEARCHED,
            ObjectRef("person", str(persons[0])) if len(persons) == 1 else ObjectRef("search", "-"),
            query=text[: self.query_length],
            filters={name: list(values) for name, values in chosen.in_use.items()},
            total=result.total,
            documents=[hit.document_id for hit in result.hits],
        )

    def _parser(self, session: Session) -> QueryParser:
        rows = session.execute(select(DocumentKind.title, DocumentKind.code).order_by(DocumentKind.code))
        kinds = tuple((title.casefold(), code) for title, code in rows)
        return _parser_for(self.analyzer, kinds, self.query_length)

    @staticmethod
    def _narrowed(session: Session, parser: QueryParser, tree: Node, chosen: Filters) -> tuple[Node, EngineFilters]:
        if names := chosen.names_of_persons:
            tree = And((tree, Or(tuple(And(tuple(_of_person(parser, name))) for name in names))))
        return tree, EngineFilters(
            kind=chosen.kind,
            item=chosen.item,
            year=chosen.year,
            unit=chosen.unit,
            confidentiality=chosen.confidentiality,
            person=tuple(present_id(session, number) for number in chosen.numbers_of_persons),
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
