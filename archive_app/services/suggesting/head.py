"""The head of a document: the lines of its first page in which records say what they are."""

from __future__ import annotations

from dataclasses import dataclass

HEAD_LINES = 30
HEAD_LETTERS = 2000
LETTERS = 3
"""A line with fewer letters is noise of the scanner, a page number or a rule."""


@dataclass(frozen=True, slots=True)
class Head:
    """`lines` are those of the head that have words; `text` is the whole first page."""

    lines: tuple[str, ...]
    text: str

    @property
    def joined(self) -> str:
        """The lines of the head together."""
        return "\n".join(self.lines)


def head_of(text: str) -> Head:
    """The head of a page's text."""
    lines = (" ".join(line.split()) for line in text[:HEAD_LETTERS].splitlines())
    kept = [line for line in lines if sum(map(str.isalnum, line)) >= LETTERS]
    return Head(tuple(kept[:HEAD_LINES]), text)
