"""Small helpers of the pages: marked snippets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Sequence


def highlighted(text: str, spans: Sequence[tuple[int, int]]) -> Markup:
    """`text` escaped, with each `(start, end)` of `spans` inside `<mark>`."""
    parts: list[Markup] = []
    at = 0
    for start, end in spans:
        parts += [escape(text[at:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
        at = end
    return Markup("").join([*parts, escape(text[at:])])
