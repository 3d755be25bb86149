"""The index of a portfolio taken out: one page that any browser opens, without a script and without the archive."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from archive_app.i18n import translate
from archive_app.words import size_words

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from archive_app.services.portfolio.packed import PackedEntry, PackedFile, PackedResult

_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}"
    "section{border-top:1px solid #bbb;padding:.5rem 0}dt{color:#555}dd{margin:0 0 .5rem}code{font-size:.8rem}"
)


def index_page(
    person: str, made_on: datetime.date, entries: Sequence[PackedEntry], results: Sequence[PackedResult]
) -> str:
    """All that entries and results say, with links to the files beside the page; whatever was typed stays text."""
    title = escape(translate("Portfolio: {name}", name=person))
    made = escape(
        translate("Made on {day}. Accepted entries: {number}.", day=f"{made_on:%d.%m.%Y}", number=len(entries))
    )
    return "\n".join(
        [
            f'<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>{title}</title>',
            f"<style>{_STYLE}</style></head><body><h1>{title}</h1><p>{made}</p>",
            *(line for entry in entries for line in _entry(entry)),
            *([f"<h1>{escape(translate('Results from other organisations'))}</h1>"] if results else []),
            *(line for result in results for line in _result(result)),
            "</body></html>",
        ]
    )


def _entry(entry: PackedEntry) -> Iterator[str]:
    yield f"<section><h2>{escape(entry.title)}</h2><dl>"
    facts = {
        translate("Date"): f"{entry.happened_on:%d.%m.%Y}",
        translate("Kind of achievement"): entry.kind,
        translate("What proves it"): entry.paper,
        translate("Level"): entry.level,
        translate("Who held it, where"): entry.place,
        translate("Result"): entry.result,
        translate("Description"): entry.description,
        translate("Word of the curator"): entry.comment,
    }
    yield from _facts(facts)
    yield "</dl>" + _files(entry.files) + "</section>"


def _result(result: PackedResult) -> Iterator[str]:
    yield f"<section><h2>{escape(result.subject)}</h2><dl>"
    day = f"{result.protocol_on:%d.%m.%Y}" if result.protocol_on else ""
    facts = {
        translate("Where it was learned"): result.organisation,
        translate("Mark"): result.result,
        translate("Hours"): str(result.hours or ""),
        translate("Paper that attests it"): result.paper,
        translate("Protocol"): translate("No. {number} of {day}", number=result.protocol, day=day),
        translate("Commission"): result.commission,
        translate("Decision"): result.decision,
    }
    yield from _facts(facts)
    yield "</dl>" + _files(result.files) + "</section>"


def _facts(facts: Mapping[str, str]) -> Iterator[str]:
    return (f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts.items() if value)


def _files(files: Iterable[PackedFile]) -> str:
    lines = "".join(
        f'<li><a href="{quote(file.path)}">{escape(file.path.partition("/")[2])}</a>, {escape(size_words(file.size))}'
        f"<br><code>SHA-256 {file.sha256}</code></li>"
        for file in files
    )
    return f"<ul>{lines}</ul>" if lines else ""
