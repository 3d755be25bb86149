"""The case files of an item, a case file with its life, volumes and documents, the printed list of a volume."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.case_file_words import custody_words, period_of, state_words
from archive_app.db.queries.documents import DocumentCursor, DocumentFilter
from archive_app.entrypoints.web.current import actor, archive
from archive_app.numbers import LARGEST, read_number
from archive_app.services.document_list import list_seen

if TYPE_CHECKING:
    from archive_app.auth.actor import Actor

blueprint = Blueprint("case_files", __name__)
PAGE = 50
PRINTED = 300
"""Documents on the printed list of a volume: a volume has about 250 sheets."""
UNDATED = "-"


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {"case_file_state": state_words, "custody_words": custody_words, "period_of": period_of}


@blueprint.get(f"/file-plan/<int(max={LARGEST}):year>/<item>")
@needs(Act.SEE)
def of_item(year: int, item: str) -> str:
    """The case files of an item and year."""
    after = read_number(request.args.get("after", "0")) or 0
    part = archive().case_files.of_item(item, year, actor(), after=after, limit=PAGE)
    return render_template("case_files/list.html", part=part, first=after == 0)


@blueprint.get(f"/case-files/<int(max={LARGEST}):case_file_id>")
@needs(Act.SEE)
def case_file(case_file_id: int) -> str:
    """One case file."""
    acting = actor()
    card = archive().case_files.card(case_file_id, acting)
    narrowed = DocumentFilter(case_file_id=case_file_id, gone=card.destroyed is not None)
    return _with_documents("case_files/case_file.html", narrowed, acting, card=card)


@blueprint.get(f"/volumes/<int(max={LARGEST}):volume_id>")
@needs(Act.SEE)
def volume(volume_id: int) -> str:
    """One volume: its documents as a list that can be printed."""
    acting = actor()
    shown = archive().case_files.volume(volume_id, acting)
    narrowed = DocumentFilter(volume_id=volume_id, gone=shown.case_file.destroyed is not None)
    more = {"card": shown.case_file, "volume": shown.volume}
    return _with_documents("case_files/volume.html", narrowed, acting, PRINTED, **more)


def _with_documents(template: str, narrowed: DocumentFilter, acting: Actor, limit: int = PAGE, **shown: object) -> str:
    part = list_seen(archive().journal.reads, acting, narrowed, after=_cursor(), limit=limit)
    following = ""
    if part.after is not None and request.endpoint is not None:
        written = f"{part.after.dated_on.isoformat() if part.after.dated_on else UNDATED}.{part.after.id}"
        following = url_for(request.endpoint, **(request.view_args or {}), after=written)
    return render_template(template, documents=part.rows, following=following, **shown)


def _cursor() -> DocumentCursor | None:
    """Where the list goes on; an address that was written by hand begins at the top."""
    day, _, number = request.args.get("after", "").partition(".")
    last = read_number(number)
    if last is None:
        return None
    try:
        return DocumentCursor(None if day == UNDATED else datetime.date.fromisoformat(day), last)
    except ValueError:
        return None
