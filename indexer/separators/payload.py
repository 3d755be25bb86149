"""What the code of a separator sheet says: `ARH1|item|year|kind|unit|checksum`.

No personal data. Each field is percent-encoded, empty where nothing is said; all empty is the plain «next document»
sheet. The checksum is the CRC-32 of what stands before it, eight hexadecimal digits: a code that was read wrongly, or
written by something else, is noticed. A later form of the payload would begin with `ARH2`.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, unquote

NAME = "ARH"
VERSION = "1"
FIELDS = 4
LONGEST = 300
"""Characters of a payload; longer ones are nobody's sheet."""
FOREIGN = "foreign"
"""Kept instead of a payload that is not ours: it may be anything, also personal data."""


class SeparatorFault(StrEnum):
    """Why a code is not followed."""

    VERSION = "version"
    """Of a later form than this program knows."""
    DAMAGED = "damaged"
    """The checksum does not fit, or the fields are not what they should be."""
    FOREIGN = "foreign"
    """Not of our sheets at all."""


@dataclass(frozen=True, slots=True)
class Separator:
    """What a sheet says of the document behind it. `kind` and `unit` are codes of the archive's dictionaries."""

    item: str | None = None
    year: int | None = None
    kind: str | None = None
    unit: str | None = None


def write_payload(said: Separator) -> str:
    """The text for the code of a sheet."""
    values = (said.item, said.year, said.kind, said.unit)
    head = "|".join([NAME + VERSION, *(quote(str(value or ""), safe="") for value in values)])
    return f"{head}|{_checksum(head)}"


def is_separator(payload: str) -> bool:
    """Whether it is at least meant to be one of our sheets."""
    return payload.startswith(NAME) and "|" in payload


def read_payload(payload: str) -> Separator | SeparatorFault:
    """The inverse of `write_payload`; what is not understood is named, never guessed."""
    if not is_separator(payload) or len(payload) > LONGEST:
        return SeparatorFault.FOREIGN
    head, _, checksum = payload.rpartition("|")
    name, *fields = head.split("|")
    if checksum != _checksum(head):
        return SeparatorFault.DAMAGED
    if name != NAME + VERSION:
        return SeparatorFault.VERSION
    if len(fields) != FIELDS:
        return SeparatorFault.DAMAGED
    item, year, kind, unit = (unquote(field) or None for field in fields)
    if year is not None and not (year.isascii() and year.isdigit()):
        return SeparatorFault.DAMAGED
    return Separator(item, int(year) if year else None, kind, unit)


def _checksum(head: str) -> str:
    return f"{zlib.crc32(head.encode()):08X}"
