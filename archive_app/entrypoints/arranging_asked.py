"""What browser and programs ask of pages alike: one act by its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive_app.auth.actor import Actor
    from archive_app.services.arranging.changes import Arranged, Arranging

ACTS = ("turn", "move", "remove", "put_back", "merge", "split_off", "undo", "redo")


@dataclass(frozen=True, slots=True)
class PageAct:
    """`arrangement` is the one that was shown; what an act does not need is left as it is."""

    act: str
    arrangement: int
    pages: tuple[int, ...] = ()
    degrees: int = 90
    before: int | None = None
    documents: tuple[int, ...] = ()


def perform(arranging: Arranging, document_id: int, asked: PageAct, actor: Actor) -> Arranged:
    """Do it. Raises what the acts of `Arranging` raise; KeyError for an act that is not in `ACTS`."""
    at, pages = asked.arrangement, asked.pages
    last = asked.before if asked.before is not None else 1
    acts = {
        "turn": lambda: arranging.turn(document_id, at, pages, asked.degrees, actor),
        "move": lambda: arranging.move(document_id, at, pages, last, actor),
        "remove": lambda: arranging.remove(document_id, at, pages, actor),
        "put_back": lambda: arranging.put_back(document_id, at, pages, last, actor),
        "merge": lambda: arranging.merge(document_id, at, asked.documents, asked.before, actor),
        "split_off": lambda: arranging.split_off(document_id, at, last, actor),
        "undo": lambda: arranging.undo(document_id, at, actor),
        "redo": lambda: arranging.redo(document_id, at, actor),
    }
    return acts[asked.act]()
