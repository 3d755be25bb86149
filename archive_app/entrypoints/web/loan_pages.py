"""«Выдача дел»: what is out, what is overdue, the book; giving out and taking back."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import mark, translate
from archive_app.numbers import LARGEST, read_number
from archive_app.services.batch import read_date
from archive_app.services.lending.errors import LoanIncomplete
from archive_app.services.lending.giving import Wanted
from archive_app.services.lending.printing import lent_words
from archive_app.services.shelf_codes import read_code

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("loans", __name__, url_prefix="/loans")
VIEWS = {"out": mark("Out now"), "overdue": mark("Overdue"), "all": mark("Book of loans")}
PART = 50
USUAL_DAYS = 30
"""The last day that the form offers: «Правила» lend for a month at most without an extension."""


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {"lent_words": lent_words}


@blueprint.get("")
@needs(Act.ARCHIVE, Act.PLANS)
def listed() -> str:
    """One of the three views, and the form."""
    return _page()


@blueprint.post("")
@needs(Act.ARCHIVE, Act.PLANS)
def give() -> Response | tuple[str, int]:
    """Lend what the form names."""
    typed = request.form
    try:
        due_on = read_date(typed.get("due_on", "").strip())
        number = archive().lending.giving.give(
            _wanted(), actor(), borrower=typed.get("borrower", ""), due_on=due_on, purpose=typed.get("purpose", "")
        )
    except ArchiveError as error:
        return _page(describe(error).message), describe(error).http_status
    tell(translate("Loan {number} is entered. Print the substitution card and put it in the place.", number=number))
    return redirect(url_for("loans.listed", given=number))


@blueprint.post(f"/<int(max={LARGEST}):loan_id>/return")
@needs(Act.ARCHIVE, Act.PLANS)
def take_back(loan_id: int) -> Response | tuple[str, int]:
    """It is back."""
    try:
        archive().lending.giving.take_back(loan_id, actor(), condition=request.form.get("condition", ""))
    except ArchiveError as error:
        return _page(describe(error).message), describe(error).http_status
    tell(translate("Loan {number} has ended.", number=loan_id))
    return redirect(url_for("loans.listed"))


def _wanted() -> Wanted:
    """A document where its number is typed, else the case file of the code. Raises LoanIncomplete."""
    document = read_number(request.form.get("document", "").strip())
    code = read_code(request.form.get("code", ""))
    if document is not None:
        return Wanted(document_id=document)
    if code is None:
        raise LoanIncomplete
    return Wanted(code[0], code[1])


def _page(refusal: str = "") -> str:
    asked = request.args
    view = asked.get("view", "out") if asked.get("view") in VIEWS else "out"
    after, before = read_number(asked.get("after", "")), read_number(asked.get("before", ""))
    cards = archive().lending.book.listed(actor(), only=view, after=after or 0, before=before, limit=PART)
    following = ""
    if len(cards) == PART:
        last = cards[-1].loan_id
        newest_first = view == "all"
        following = url_for(
            "loans.listed", view=view, before=last if newest_first else None, after=None if newest_first else last
        )
    usual = archive().today() + datetime.timedelta(days=USUAL_DAYS)
    return render_template(
        "lending/loans.html",
        cards=cards,
        view=view,
        views={code: translate(words) for code, words in VIEWS.items()},
        following=following,
        given=read_number(asked.get("given", "")),
        typed=request.form or {"code": asked.get("code", ""), "due_on": f"{usual:%d.%m.%Y}"},
        refusal=refusal,
    )
