"""How titles break into lines: only what is shown is changed, never what is kept or stands in a field."""

from __future__ import annotations

import re

NO_BREAK = "\N{NO-BREAK SPACE}"
_NUMBER = re.compile(r"№ (?=\S)")


def tied(title: str) -> str:
    """`title` with each «№» on one line with the number after it."""
    return _NUMBER.sub(f"№{NO_BREAK}", title)
