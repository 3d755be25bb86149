"""«Книги выдачи»: what was made out and handed over, what nobody claimed, the blanks of strict accounting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import BlankState, RegisterBook
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.request_pages import one_of
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate
from archive_app.numbers import LARGEST, read_number
from archive_app.services.people.meant import person_meant
from archive_app.services.registers.blanks import Lot
from archive_app.services.registers.books import BOOK_WORDS
from archive_app.services.registers.entering import MadeOut
from archive_app.services.requests.receiving import Receiver

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("registers", __name__, url_prefix="/registers")
PART = 50
BLANKS_OFFERED = 50


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {"book_words": {book.value: translate(words) for book, words in BOOK_WORDS.items()}}


@blueprint.get("")
@needs(Act.PERSONS)
def listed() -> str:
    """One book, or the unclaimed originals of all."""
    return _page()


@blueprint.post("")
@needs(Act.PERSONS)
def enter() -> Response | tuple[str, int]:
    """One line."""
    given = request.form
    try:
        book = one_of(RegisterBook, "book")
        made = MadeOut(
            book,
            person_meant(archive().people, given.get("person", ""), actor()) or 0,
            given.get("title", ""),
            given.get("ground", ""),
            read_number(given.get("blank", "")),
            duplicate="duplicate" in given,
        )
        line = archive().registers.entering.enter(made, actor())
    except ArchiveError as error:
        return _page(describe(error).message), describe(error).http_status
    tell(translate("Entered under the number {number}.", number=line.number))
    return redirect(url_for("registers.listed", book=book.value))


@blueprint.post(f"/<int(max={LARGEST}):entry_id>/handed")
@needs(Act.PERSONS)
def hand_over(entry_id: int) -> Response | tuple[str, int]:
    """The original goes to its owner."""
    given = request.form
    try:
        archive().registers.entering.hand_over(
            entry_id,
            Receiver(given.get("received_by", ""), given.get("shown", ""), given.get("authority", "")),
            actor(),
            version=read_number(given.get("version", "")) or 0,
        )
    except ArchiveError as error:
        return _page(describe(error).message), describe(error).http_status
    tell(translate("The original is handed over; the journal of disclosures has its line."))
    return redirect(url_for("registers.listed", book=given.get("book") or None))


@blueprint.get("/certificates")
@needs(Act.PERSONS)
def certificates() -> str:
    """The certificates that were signed under a number in a year."""
    this_year = archive().today().year
    year = read_number(request.args.get("year", "")) or this_year
    before = read_number(request.args.get("before", ""))
    lines = archive().registers.certificates.listed(actor(), year, before=before, limit=PART)
    following = ""
    if len(lines) == PART:
        following = url_for("registers.certificates", year=year, before=lines[-1].number)
    return render_template("registers/certificates.html", lines=lines, year=year, following=following)


@blueprint.get("/blanks")
@needs(Act.PERSONS)
def blanks() -> str:
    """The balance of each book and the blanks in the safe."""
    return _blanks_page()


@blueprint.post("/blanks")
@needs(Act.PERSONS)
def receive() -> Response | tuple[str, int]:
    """Blanks that came."""
    given = request.form
    try:
        book = one_of(RegisterBook, "book")
        count = read_number(given.get("count", "")) or 0
        lot = Lot(book, given.get("series", ""), given.get("first", ""), count, given.get("ground", ""))
        archive().registers.blanks.receive(lot, actor())
    except ArchiveError as error:
        return _blanks_page(describe(error).message), describe(error).http_status
    tell(translate("The blanks are entered."))
    return redirect(url_for("registers.blanks", book=book.value))


@blueprint.post(f"/blanks/<int(max={LARGEST}):blank_id>/spoiled")
@needs(Act.PERSONS)
def spoil(blank_id: int) -> Response | tuple[str, int]:
    """Written off by an act."""
    try:
        archive().registers.blanks.spoil(blank_id, request.form.get("why", ""), actor())
    except ArchiveError as error:
        return _blanks_page(describe(error).message), describe(error).http_status
    tell(translate("The blank is written off."))
    return redirect(url_for("registers.blanks", book=request.args.get("book")))


def _book() -> RegisterBook:
    asked = request.form.get("book") or request.args.get("book", "")
    return RegisterBook(asked) if asked in list(RegisterBook) else RegisterBook.ATTESTAT


def _page(refusal: str = "") -> str:
    made, book, unclaimed = archive().registers, _book(), request.args.get("view") == "unclaimed"
    lines = made.entering.listed(
        actor(),
        book=None if unclaimed else book,
        unclaimed=unclaimed,
        before=read_number(request.args.get("before", "")),
        limit=PART,
    )
    following = ""
    if len(lines) == PART:
        view = "unclaimed" if unclaimed else None
        following = url_for("registers.listed", book=book.value, view=view, before=lines[-1].entry_id)
    return render_template(
        "registers/list.html",
        lines=lines,
        book=book.value,
        unclaimed=unclaimed,
        year=archive().today().year,
        blanks=made.blanks.listed(book, actor(), limit=BLANKS_OFFERED),
        following=following,
        refusal=refusal,
        typed=request.form or request.args,
    )


def _blanks_page(refusal: str = "") -> str:
    made, book = archive().registers.blanks, _book()
    after = read_number(request.args.get("after", "")) or 0
    lines = made.listed(book, actor(), state=BlankState.RECEIVED, after=after, limit=PART)
    following = url_for("registers.blanks", book=book.value, after=lines[-1].blank_id) if len(lines) == PART else ""
    return render_template(
        "registers/blanks.html",
        balance=made.balance(actor()),
        lines=lines,
        book=book.value,
        year=archive().today().year,
        following=following,
        refusal=refusal,
        typed=request.form,
    )
