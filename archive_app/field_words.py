"""What the fields of forms are called, by the names that forms and programs give them."""

from __future__ import annotations

from archive_app.i18n import mark, translate
from archive_app.words import CARD_FIELDS

FIELD_WORDS = CARD_FIELDS | {
    "year": mark("Year"),
    "choices": mark("Choices"),
    "filler": mark("Filled by"),
    "due": mark("Term"),
    "source": mark("Ground: document and paragraph"),
    "item": mark("Item of the file plan"),
    "name": mark("What it is called"),
}


def field_words(field: str) -> str:
    """Russian for a field; one that has no word, such as a field that a school has added, stays as it is called."""
    return translate(FIELD_WORDS[field]) if field in FIELD_WORDS else field
