"""The counts beside what is found, in words: how many documents each further value would leave."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.models import DocumentKind, FilePlan, FilePlanItem, Person
from archive_app.services.documents import spoken_name
from indexer.search import Facet, SearchRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from archive_app.services.search_filters import Filters
    from indexer.search import SearchResult

FACET_LENGTH = 12
Counts = dict[Facet, tuple[tuple[str | int, int], ...]]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value with the number of documents that have it; `label` is for a person, `chosen`: the search has it."""

    value: str
    label: str
    count: int
    chosen: bool = False


def counted(
    result: SearchResult, request: SearchRequest, chosen: Filters, ask: Callable[[SearchRequest], SearchResult]
) -> Counts:
    """The counts of each filter, without that filter itself: what would be found if another value were ticked too.

    One more question to the engine for each filter in use.
    """
    counts: Counts = {facet: tuple(values) for facet, values in result.facets.items()}
    for facet in Facet:
        if facet.value in chosen.in_use and getattr(request.filters, facet.value):
            wider = replace(request.filters, **{facet.value: ()})
            counts[facet] = tuple(ask(replace(request, filters=wider, limit=0, offset=0)).facets.get(facet, ()))
    return counts


def in_words(session: Session, counts: Counts, chosen: Filters) -> dict[str, tuple[FacetValue, ...]]:
    """The most frequent values of each filter, those that are chosen among them even where they find nothing."""
    ticked = {facet: tuple(map(str, getattr(chosen, facet.value))) for facet in Facet}
    shown = {facet: _shown(counts.get(facet, ()), ticked[facet]) for facet in Facet}
    labels: dict[Facet, Mapping[str, str]] = {
        Facet.KIND: dict(session.execute(select(DocumentKind.code, DocumentKind.title)).all()),
        Facet.PERSON: _person_names(session, [int(one) for one, _ in shown[Facet.PERSON] if one.isdecimal()]),
        Facet.ITEM: _item_headings(session, [one for one, _ in shown[Facet.ITEM]]),
    }
    return {
        facet.value: tuple(
            FacetValue(value, labels.get(facet, {}).get(value, value), count, value in ticked[facet])
            for value, count in values
        )
        for facet, values in shown.items()
        if values or facet in counts
    }


def _shown(values: Sequence[tuple[str | int, int]], ticked: tuple[str, ...]) -> list[tuple[str, int]]:
    known = {str(value): count for value, count in values}
    first = [(str(value), count) for value, count in values[:FACET_LENGTH]]
    return first + [(value, known.get(value, 0)) for value in ticked if value not in dict(first)]


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
