"""Names of browsers in words: what a person recognises in the list of sessions."""

from __future__ import annotations

import re

_BROWSERS = (
    ("Яндекс Браузер", "YaBrowser"),
    ("Edge", "Edg"),
    ("Opera", "OPR"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Version"),
)
"""The first that is found counts: most name Chrome or Safari besides themselves."""
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("macOS", "Mac OS X"),
    ("Linux", "Linux"),
)


def browser_words(user_agent: str) -> str:
    """`Firefox 140, Windows`; what is not known stays as it was sent, a dash where nothing was."""
    browser = next(
        (
            f"{name} {found[1]}"
            for name, sign in _BROWSERS
            if (found := re.search(rf"\b(?:Headless)?{sign}/(\d+)", user_agent))
        ),
        "",
    )
    system = next((name for name, sign in _SYSTEMS if sign in user_agent), "")
    return ", ".join(part for part in (browser, system) if part) or user_agent or "—"
