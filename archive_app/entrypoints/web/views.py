"""Small helpers of the pages: marked snippets, links of the counts beside the results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for
from markupsafe import Markup, escape

from archive_app.i18n import mark, translate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archive_app.services.searching import FacetValue

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


def highlighted(text: str, spans: Sequence[tuple[int, int]]) -> Markup:
    """`text` escaped, with each `(start, end)` of `spans` inside `<mark>`."""
    parts: list[Markup] = []
    at = 0
    for start, end in spans:
        parts += [escape(text[at:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
        at = end
    return Markup("").join([*parts, escape(text[at:])])


def facet_links(
    facets: Mapping[str, Sequence[FacetValue]], chosen: Mapping[str, str], text: str
) -> list[tuple[str, list[FacetLink]]]:
    """The counts beside the results, each value with its link; filters with nothing to choose are left out."""
    shown = []
    for name, values in facets.items():
        if len(values) < 2 and name not in chosen:  # noqa: PLR2004 - one value is no choice
            continue
        links = [
            FacetLink(value.label, value.count, chosen.get(name) == value.value, _href(name, value.value, chosen, text))
            for value in values
        ]
        if links:
            shown.append((translate(FACET_TITLES[name]), links))
    return shown


def _href(name: str, value: str, chosen: Mapping[str, str], text: str) -> str:
    others: dict[str, Any] = {key: kept for key, kept in chosen.items() if key != name}
    if chosen.get(name) != value:
        others[name] = value
    return url_for("pages.search", q=text, **others)


def chosen_links(facets: Mapping[str, Sequence[FacetValue]], chosen: Mapping[str, str], text: str) -> list[FacetLink]:
    """What the search is narrowed to, each with the address that takes it away: also where nothing was found."""
    links = []
    for name, value in chosen.items():
        known = {facet.value: facet for facet in facets.get(name, ())}.get(value)
        label = f"{translate(FACET_TITLES[name])}: {known.label if known else value}"
        links.append(FacetLink(label, known.count if known else 0, chosen=True, href=_href(name, value, chosen, text)))
    return links
