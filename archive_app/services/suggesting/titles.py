"""A title for a record: the word of its kind with «О …», or the heading that it bears."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive_app.i18n import translate
from archive_app.services.suggesting.model import Suggestion

if TYPE_CHECKING:
    from archive_app.services.suggesting.head import Head

LONGEST = 200
ABOUT, HEADING = 0.8, 0.5
_ABOUT = re.compile(r"^(?:о|об|обо)\s+[а-яё]", re.IGNORECASE)
_ENDS = re.compile(r"[.:;]$|^(?:в соответствии|на основании|приказываю|во исполнение|с целью|\d+[.)])", re.IGNORECASE)
_LETTERS = 4
_CONTINUED = 2
"""Lines that a heading may go on for."""


def suggest_titles(head: Head, kind_title: str | None) -> tuple[Suggestion, ...]:
    """What the record calls itself."""
    found = []
    for at, line in enumerate(head.lines):
        if _ABOUT.match(line):
            about = _whole(head.lines, at)
            what = _called(head.lines[at - 1]) if at else None
            named = f"{what or kind_title} {about[0].lower()}{about[1:]}" if what or kind_title else about
            found.append(_of(named, ABOUT, translate("the line «О …» of the head")))
            break
    heading = next((line for line in head.lines if _is_heading(line)), None)
    if heading is not None and not found:
        found.append(_of(_sentence(heading), HEADING, translate("the heading of the page")))
    return tuple(found)


def _called(above: str) -> str | None:
    """«АТТЕСТАТ» above «о среднем общем образовании»: the record's own word, nearer than the title of its kind."""
    return _sentence(above) if above.isalpha() and _is_heading(above) else None


def _whole(lines: tuple[str, ...], at: int) -> str:
    parts = [lines[at]]
    for line in lines[at + 1 : at + 1 + _CONTINUED]:
        worded = any(map(str.isalpha, line))
        if parts[-1].endswith(".") or _ENDS.search(line) or line[0].isupper() or not worded:
            break
        parts.append(line)
    return " ".join(parts).rstrip(".")


def _is_heading(line: str) -> bool:
    letters = [letter for letter in line if letter.isalpha()]
    return len(letters) >= _LETTERS and sum(map(str.isupper, letters)) >= 0.8 * len(letters)


def _sentence(line: str) -> str:
    return line[:1].upper() + line[1:].lower()


def _of(title: str, confidence: float, reason: str) -> Suggestion:
    return Suggestion(title[:LONGEST], title[:LONGEST], confidence, reason)
