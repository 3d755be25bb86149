"""What a person has said of a document before it is filed: no suggestion takes the place of that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.services.intake_place import UNSAID_KIND
from archive_app.services.names import title_from

if TYPE_CHECKING:
    from archive_app.services.card_history import EditableCard


def said_before(card: EditableCard, meant: str) -> frozenset[str]:
    """The names of such fields. `meant`: index and heading of the item that the stack named; empty: none.

    A title that begins with the name of the file, or is the heading of that item, was made by the archive.
    """
    title = card.state["title"]
    made = title.startswith(title_from(card.original_name)) or title == meant.partition(" ")[2]
    found = {"item", "year"} if meant else set()
    found |= set() if made else {"title"}
    found |= set() if card.state["kind"] == UNSAID_KIND else {"kind"}
    return frozenset(found)
