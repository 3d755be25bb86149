"""What a blob can be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """How a document is turned into pages; every media type belongs to one."""

    PDF = "pdf"
    IMAGE = "image"
    DJVU = "djvu"
    OFFICE = "office"
    TEXT = "text"
    HTML = "html"
    EMAIL = "email"
    MEDIA = "media"
    """Video and audio: stored and described, no pages."""
    UNKNOWN = "unknown"
    """Stored and described, no pages."""


@dataclass(frozen=True, slots=True)
class Identified:
    """What the content says it is: IANA `media_type`, our `family`, libmagic's `description` in English.

    `encoding` names the character set of a text, in Python's spelling; empty for everything else.
    """

    media_type: str
    family: Family
    description: str
    encoding: str = ""
