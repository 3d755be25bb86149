"""«Приём-передача»: acts, the case files of one, handing over and taking over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import AccessionState
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.names import names
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate, translate_plural
from archive_app.numbers import LARGEST, read_number
from archive_app.services.accession.places import Place
from archive_app.services.accession.printing import place_words
from archive_app.services.accession.rows import STATE_WORDS

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

    from archive_app.services.accession import Accessions

blueprint = Blueprint("accessions", __name__, url_prefix="/accessions")
ONE = f"/<int(max={LARGEST}):accession_id>"
PART = 50
_BETWEEN = re.compile(r"[\s,;]+")


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {
        "accession_state": lambda state: translate(STATE_WORDS[AccessionState(state)]),
        "place_words": place_words,
    }


@blueprint.get("")
@needs(Act.ARCHIVE, Act.PLANS)
def listed() -> str:
    """All of them, the newest first."""
    return _list()


@blueprint.post("")
@needs(Act.ARCHIVE, Act.PLANS)
def create() -> AnyResponse | tuple[str, int]:
    """Hand over the case files whose numbers were typed or ticked."""
    typed = [part for each in request.form.getlist("case_files") for part in _BETWEEN.split(each) if part]
    numbers = [number for part in typed if (number := read_number(part)) is not None]
    try:
        if len(numbers) != len(typed):
            return _list(translate("Numbers of case files are written in digits, with commas between.")), 400
        accession = _made().drawing_up.create(numbers, actor(), ground=request.form.get("ground", ""))
    except ArchiveError as error:
        return _list(describe(error).message), describe(error).http_status
    tell(translate("Transfer act {number} is drawn up; its bytes are being checked.", number=accession))
    return redirect(url_for("accessions.one", accession_id=accession))


@blueprint.get(ONE)
@needs(Act.ARCHIVE, Act.PLANS)
def one(accession_id: int) -> str:
    """An act with a part of its case files."""
    return _page(accession_id)


@blueprint.post(f"{ONE}/accept")
@needs(Act.ARCHIVE)
def accept(accession_id: int) -> AnyResponse | tuple[str, int]:
    """Take over."""
    place = Place(**{name: request.form.get(name, "") for name in ("room", "rack", "shelf", "box")})
    try:
        count = _made().taking_over.accept(accession_id, actor(), place=place)
    except ArchiveError as error:
        return _page(accession_id, describe(error).message), describe(error).http_status
    tell(translate_plural("{number} case file is in the archive.", "{number} case files are in the archive.", count))
    return redirect(url_for("accessions.one", accession_id=accession_id))


@blueprint.post(ONE)
@needs(Act.ARCHIVE, Act.PLANS)
def change(accession_id: int) -> AnyResponse | tuple[str, int]:
    """Check anew, or take the act back."""
    try:
        if request.form.get("do") == "check":
            _made().drawing_up.check_again(accession_id, actor())
            told = translate("The bytes are being checked.")
        else:
            _made().drawing_up.withdraw(accession_id, actor(), reason=request.form.get("reason", ""))
            told = translate("Transfer act {number} is withdrawn.", number=accession_id)
    except ArchiveError as error:
        return _page(accession_id, describe(error).message), describe(error).http_status
    tell(told)
    return redirect(url_for("accessions.one", accession_id=accession_id))


def _list(refusal: str = "") -> str:
    before = read_number(request.args.get("before", ""))
    cards = _made().showing.listed(actor(), before=before, limit=PART)
    more = cards[-1].accession_id if len(cards) == PART else None
    said = request.form if request.method == "POST" else request.args
    return render_template("archiving/accessions.html", cards=cards, more=more, refusal=refusal, said=said)


def _page(accession_id: int, refusal: str = "") -> str:
    person, made = actor(), _made()
    card = made.showing.card(accession_id, person)
    lines = made.showing.lines(accession_id, person, after=read_number(request.args.get("after", "")) or 0)
    return render_template(
        "archiving/accession.html",
        card=card,
        lines=lines,
        refusal=refusal,
        said=request.form,
        own=person.login == card.created_by,
        people=names(card.created_by, card.accepted_by),
    )


def _made() -> Accessions:
    return archive().archiving.accessions
