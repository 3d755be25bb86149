"""Whom a record names: persons that are known, found by the text, and full names that nobody has yet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive_app.i18n import translate
from archive_app.services.suggesting.model import Suggestion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive_app.services.suggesting.head import Head

_WORD = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_FULL = re.compile(rf"\b({_WORD})\s+({_WORD})\s+([А-ЯЁ][а-яё]+(?:ич|вна|чна|оглы|кызы))\b")
"""In the nominative: other cases are recognised by the analyzer for persons that are known."""
SHOWN = 6
ALONE, AMONG, UNKNOWN = 0.9, 0.55, 0.5


def suggest_persons(head: Head, recognised: Sequence[tuple[int, str]]) -> tuple[Suggestion, ...]:
    """`recognised` are numbers and names of known persons in the text; their value is `#number`."""
    confidence = ALONE if len(recognised) == 1 else AMONG
    known = [
        Suggestion(f"#{number}", name, confidence, translate("a known person, found in the text"))
        for number, name in recognised[:SHOWN]
    ]
    names = {name.casefold().replace("ё", "е") for _, name in recognised}
    spelled = dict.fromkeys(" ".join(match.groups()) for match in _FULL.finditer(head.text))
    fresh = [name for name in spelled if name.casefold().replace("ё", "е") not in names]
    new = [Suggestion(name, name, UNKNOWN, translate("a full name in the text")) for name in fresh]
    return tuple((known + new)[:SHOWN])
