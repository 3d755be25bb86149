"""Addresses of the search: each value of a filter turned on or off, chips that take one away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flask import url_for

from archive_app.i18n import mark, translate
from archive_app.services.search_filters import Filters
from indexer.search import Sort

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archive_app.services.saved_searches import KeptSearch
    from archive_app.services.search_facets import FacetValue

FACET_TITLES = {
    "kind": mark("Kind"),
    "item": mark("Item of the file plan"),
    "year": mark("Year"),
    "unit": mark("Unit"),
    "confidentiality": mark("Confidentiality"),
    "person": mark("Person"),
}


@dataclass(frozen=True, slots=True)
class FacetLink:
    """One value of a count with the address that turns it on or off."""

    label: str
    count: int
    chosen: bool
    href: str


def search_address(text: str, filters: Filters, sort: Sort = Sort.RELEVANCE, *, after: str = "") -> str:
    """The address of a search; what is usual is left out."""
    order = None if sort is Sort.RELEVANCE else sort.value
    said: dict[str, Any] = {"q": text or None, "sort": order, "after": after or None, **filters.as_text}
    return url_for("pages.search", **said)


def kept_address(kept: KeptSearch) -> str:
    """The address of a kept search."""
    return search_address(kept.question, Filters.parse(kept.filters), Sort(kept.sort))


def facet_groups(
    facets: Mapping[str, Sequence[FacetValue]], filters: Filters, text: str, sort: Sort
) -> list[tuple[str, list[FacetLink]]]:
    """The counts beside the results, each value with its link; filters with nothing to choose are left out."""
    return [
        (translate(FACET_TITLES[name]), [_link(name, value, filters, text, sort) for value in values])
        for name, values in facets.items()
        if len(values) > 1 or any(value.chosen for value in values)
    ]


def chosen_links(
    facets: Mapping[str, Sequence[FacetValue]], filters: Filters, text: str, sort: Sort
) -> list[FacetLink]:
    """What the search is narrowed to, each with the address that takes it away: also where nothing was found."""
    links = []
    for name, values in filters.in_use.items():
        labels = {known.value: known.label for known in facets.get(name, ())}
        for value in values:
            label = f"{translate(FACET_TITLES[name])}: {labels.get(str(value), str(value))}"
            href = search_address(text, _toggled(filters, name, str(value)), sort)
            links.append(FacetLink(label, 0, chosen=True, href=href))
    return links


def _link(name: str, value: FacetValue, filters: Filters, text: str, sort: Sort) -> FacetLink:
    href = search_address(text, _toggled(filters, name, value.value), sort)
    return FacetLink(value.label, value.count, value.chosen, href)


def _toggled(filters: Filters, name: str, value: str) -> Filters:
    said = filters.as_text.get(name, [])
    wanted = [one for one in said if one != value] if value in said else [*said, value]
    return replace(filters, **{name: getattr(filters.parse({name: wanted}), name)})
