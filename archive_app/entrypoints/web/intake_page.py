"""«Приём»: files brought by the browser, how far each is, what came in, what waits to be filed."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import IntakeSource, UploadState
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate, translate_plural
from archive_app.numbers import read_number
from archive_app.services.intake_desk import UploadPlace, intake_desk
from archive_app.services.uploads.service import Announced
from archive_app.words import CHECK_WORDS, INTAKE_SOURCE_WORDS

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage
    from werkzeug.wrappers import Response

    from archive_app.db.models import Upload

blueprint = Blueprint("intake", __name__, url_prefix="/intake")
FORM_AROUND = 16 * 1024**2
FILING = "filing.form"


@blueprint.url_value_preprocessor
def _let_files_through(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Before anything reads the form: this page alone takes in files."""
    if endpoint == f"{blueprint.name}.take":
        request.max_content_length = archive().settings.max_upload + FORM_AROUND


@blueprint.get("")
@needs(Act.FILE)
def page() -> str:
    """The whole page, with the roads that have stopped: who waits for scans looks here first."""
    states = archive().feeding.states()
    stopped = [(translate(CHECK_WORDS[name]), state) for name, state in states.items() if state.error is not None]
    return render_template("intake/page.html", stopped=stopped, **_shown())


@blueprint.get("/list")
@needs(Act.FILE)
def lists() -> str:
    """What changes by itself, for the script that asks again."""
    return render_template("intake/lists.html", **_shown())


@blueprint.post("")
@needs(Act.FILE)
def take() -> Response:
    """Without a script: all files in one form."""
    files = [file for file in request.files.getlist("files") if file.filename]
    if not files:
        tell(translate("Choose files first."), bad=True)
        return redirect(url_for("intake.page"))
    batch = secrets.token_urlsafe(12)
    states = [_take_one(file, batch) for file in files]
    taken = sum(state is not None and state is not UploadState.REFUSED for state in states)
    tell(translate_plural("{number} file is taken in.", "{number} files are taken in.", taken), bad=taken < len(files))
    return redirect(url_for("intake.page"))


@blueprint.post("/uploads/<token>/forget")
@needs(Act.FILE)
def forget(token: str) -> Response:
    """Take a line off the list; an unfinished upload is given up."""
    archive().uploads.give_up(token, actor())
    return redirect(url_for("intake.page"))


@blueprint.post("/uploads/forget")
@needs(Act.FILE)
def forget_finished() -> Response:
    """Take off the list whatever has ended."""
    archive().uploads.forget_finished(actor())
    return redirect(url_for("intake.page"))


def _take_one(file: FileStorage, batch: str) -> UploadState | None:
    """The same road as a file in pieces, of one piece; None: it was refused before it could be listed."""
    stream = file.stream
    size = stream.seek(0, 2)
    stream.seek(0)
    person, uploads = actor(), archive().uploads
    try:
        upload: Upload = uploads.begin(Announced(file.filename or "", size, IntakeSource.BROWSER, batch), person)
        arrived = uploads.append(upload.token, 0, stream, person)
        archive().finishing.finish(arrived.id, person)
    except ArchiveError as error:
        tell(describe(error).message, bad=True)
        return None
    return uploads.find(upload.token, person).state


def _shown() -> dict[str, object]:
    settings = archive().settings
    rank, number = (read_number(request.args.get(name, "")) for name in ("rank", "after"))
    after = UploadPlace(rank, number) if rank is not None and number is not None else None
    return {
        "desk": intake_desk(archive().journal.reads, actor(), after),
        "after": after,
        "largest": settings.max_upload,
        "source_words": lambda source: translate(INTAKE_SOURCE_WORDS[source]) if source else "",
        "filing_address": _filing_address,
    }


def _filing_address(document_id: int) -> str:
    """The form that files the document."""
    known = FILING if FILING in current_app.view_functions else "pages.document"
    return url_for(known, document_id=document_id)
