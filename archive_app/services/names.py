"""Names under which bytes arrive: any characters, any length, any encoding; shown to people, never used as a path."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

LONGEST_NAME = 255
LONGEST_TITLE = 300
_NO_BYTES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Half characters that no file system gives: those stand for no byte (PEP 383)."""


def readable(name: str) -> str:
    """Undo what a file system did to a name that is not UTF-8: the bytes are then most likely cp1251."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:  # surrogate escapes stand for bytes that were not UTF-8
        raw = _NO_BYTES.sub("\ufffd", name).encode("utf-8", "surrogateescape")
        return raw.decode("cp1251", errors="replace")
    return name


def clean_text(text: str) -> str:
    """What a person typed of a document, on one line and storable: a terminal gives bytes of any encoding."""
    return _without_controls(" ".join(unicodedata.normalize("NFC", readable(text)).split()))


def clean_name(name: str) -> str:
    """The last part of `name` without control characters, at most 255 characters with its extension kept."""
    last = PureWindowsPath(PurePosixPath(readable(name)).name).name
    shown = _without_controls(unicodedata.normalize("NFC", last)).strip()
    if len(shown) > LONGEST_NAME:
        suffix = PurePosixPath(shown).suffix[:16]
        shown = shown[: LONGEST_NAME - len(suffix)] + suffix
    return shown if shown.strip(".") else "—"


def disk_name(name: str) -> str:
    """`clean_name` short enough for a disk, which counts bytes: a Cyrillic letter has two."""
    shown = clean_name(name)
    suffix = PurePosixPath(shown).suffix[:16]
    room = LONGEST_NAME - len(suffix.encode())
    if len(shown.encode()) <= LONGEST_NAME:
        return shown
    return shown.encode()[:room].decode("utf-8", "ignore") + suffix


def shortened(text: str, limit: int) -> str:
    """What no person typed, at most `limit` characters of it, with a sign that there was more."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def title_from(name: str) -> str:
    """A title for a document that was given none: the name without extension, underscores as spaces."""
    stem = PurePosixPath(clean_name(name)).stem
    return shortened(re.sub(r"[_\s]+", " ", stem).strip(), LONGEST_TITLE) or "—"


def _without_controls(text: str) -> str:
    return "".join(character for character in text if unicodedata.category(character)[0] != "C")
