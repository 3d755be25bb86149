"""The form of a stack: where each page goes, and what is said of each document to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.numbers import YEARS, read_number
from archive_app.services.arranging.parts import Part
from archive_app.services.arranging.stacks import Where

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.datastructures import MultiDict

LARGEST_STACK = 20_000
"""Pages; a larger number in the form is a slip."""


def cut_from(form: MultiDict[str, str]) -> dict[int, Where]:
    """By number, where the person wants each page."""
    count = read_number(form.get("count", ""), range(LARGEST_STACK + 1)) or 0
    return {
        number: Where(said) if said in set(Where) else Where.OUT
        for number in range(1, count + 1)
        for said in (form.get(f"page-{number}", ""),)
    }


def parts_from(form: MultiDict[str, str]) -> list[Part]:
    """The documents to be made; a page that goes on where nothing has begun begins the first one."""
    parts: list[list[int]] = []
    for number, where in cut_from(form).items():
        if where is Where.OUT:
            continue
        if where is Where.BEGINS or not parts:
            parts.append([])
        parts[-1].append(number)
    return [_part(form, pages) for pages in parts]


def years_typed(form: Mapping[str, str]) -> set[int]:
    """The years of file plans that are chosen beside the documents."""
    said = (read_number(value, YEARS) for name, value in form.items() if name.startswith("year-"))
    return {year for year in said if year is not None}


def _part(form: MultiDict[str, str], pages: list[int]) -> Part:
    def said(name: str) -> str:
        return form.get(f"{name}-{pages[0]}", "").strip()

    index = said("item").split(maxsplit=1)
    return Part(
        pages=tuple(pages),
        title=said("title"),
        kind=said("kind") or None,
        item=index[0] if index else None,
        year=read_number(said("year"), YEARS) if index else None,
    )
