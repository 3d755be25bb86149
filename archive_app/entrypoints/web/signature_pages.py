"""Detached signatures: a document filed together with its own, the signature of a document, one added to it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import IntakeSource
from archive_app.entrypoints.web.card_form import place_from
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.telling import HIDDEN, tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate
from archive_app.numbers import LARGEST, YEARS, read_number
from archive_app.services.batch import read_date
from archive_app.services.card_choices import choices, items_of
from archive_app.services.documents import card
from archive_app.services.intake import Facts, Origin
from archive_app.services.originals import CHUNK
from archive_app.services.scratch import scratch_folder
from archive_app.services.signatures.cms import LARGEST as LARGEST_SIGNATURE
from archive_app.services.signatures.keeping import Sent
from archive_app.signature_words import signer_words, verdict_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from werkzeug.datastructures import FileStorage
    from werkzeug.wrappers import Response

blueprint = Blueprint("signatures", __name__)
ONE = f"/documents/<int(max={LARGEST}):document_id>/signature"
FORM_AROUND = 1024**2
FROM_THE_BROWSER = Origin(IntakeSource.BROWSER)


class FileMissing(ArchiveError):
    """A form came without one of its files."""

    code = "signed_file_missing"


@blueprint.url_value_preprocessor
def _let_files_through(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Before anything reads the form."""
    if endpoint == "signatures.file":
        request.max_content_length = archive().settings.max_upload + LARGEST_SIGNATURE + FORM_AROUND
    elif endpoint == "signatures.add":
        request.max_content_length = LARGEST_SIGNATURE + FORM_AROUND


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {"verdict_words": verdict_words, "signer_words": signer_words}


@blueprint.get("/intake/signed")
@needs(Act.FILE)
def form() -> str:
    """A form for a file, its signature and their place."""
    return _form_page()


@blueprint.post("/intake/signed")
@needs(Act.FILE)
def file() -> Response | tuple[str, int]:
    """File both as one document."""
    try:
        with _sent("file") as (path, name), _sent("signature") as (beside, signature):
            sent = Sent(beside, signature, anyway=_anyway())
            done = archive().signatures.file(path, name, sent, _facts(), actor(), FROM_THE_BROWSER)
    except Exception as error:
        told = describe(error)
        if told.code in HIDDEN:
            raise
        return _form_page(told.message, differs=told.code == "signature_differs"), told.http_status
    told_words = translate("These bytes were filed before: the signature is beside that document now.")
    tell(told_words if done.duplicate else translate("The document and its signature are filed."))
    return redirect(url_for("signatures.shown", document_id=done.document_id))


@blueprint.get(ONE)
@needs(Act.SEE)
def shown(document_id: int) -> str:
    """Who signed and when, and whether it is of these bytes; where there is none, a form to add it."""
    return _page(document_id)


@blueprint.post(ONE)
@needs(Act.FILE)
def add(document_id: int) -> Response | tuple[str, int]:
    """Put the signature beside the document."""
    try:
        with _sent("signature") as (path, name):
            archive().signatures.add(document_id, Sent(path, name, anyway=_anyway()), actor())
    except Exception as error:
        told = describe(error)
        if told.code in HIDDEN:
            raise
        return _page(document_id, told.message, differs=told.code == "signature_differs"), told.http_status
    tell(translate("The signature is kept beside the document."))
    return redirect(url_for("signatures.shown", document_id=document_id))


@contextmanager
def _sent(field: str) -> Iterator[tuple[Path, str]]:
    """A file of the form and its name, on the disk until the block ends. Raises FileMissing."""
    sent: FileStorage | None = request.files.get(field)
    if sent is None or not sent.filename:
        raise FileMissing(field)
    with scratch_folder(archive().settings.work_folder) as folder:
        path = folder / "sent"
        sent.save(path, CHUNK)
        yield path, sent.filename


def _anyway() -> bool:
    return request.form.get("anyway") == "1"


def _facts() -> Facts:
    given, place = request.form, place_from(request.form)
    return Facts(
        item=place.item,
        year=place.year,
        title=given.get("title"),
        kind=given.get("kind", ""),
        date=read_date(given["date"]) if given.get("date", "").strip() else None,
        group=given.get("group"),
    )


def _form_page(refusal: str = "", *, differs: bool = False) -> str:
    known = choices(archive().sessions)
    typed = {"kind": "class_journal", "year": str(max(known.years, default=""))} | request.form.to_dict()
    year = read_number(typed["year"], YEARS)
    year = year if year in known.years else None
    return render_template(
        "signatures/file.html",
        typed=typed,
        kinds=known.kinds,
        years=known.years,
        items=items_of(archive().sessions, year) if year else (),
        refusal=refusal,
        differs=differs,
    )


def _page(document_id: int, refusal: str = "", *, differs: bool = False) -> str:
    return render_template(
        "signatures/shown.html",
        card=card(archive().journal.reads, document_id, actor(), with_pages=False),
        signature=archive().signatures.told(document_id, actor()),
        refusal=refusal,
        differs=differs,
    )
