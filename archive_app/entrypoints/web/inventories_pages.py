"""«Описи»: the list, a section with its lines, and each step of its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import InventoryKind
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.names import names
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import translate
from archive_app.numbers import LARGEST, YEARS, read_number
from archive_app.services.inventories.kinds import KIND_WORDS, STATE_WORDS
from archive_app.services.inventories.printing import FIELD_WORDS

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

    from archive_app.services.inventories import Inventories

blueprint = Blueprint("inventories", __name__, url_prefix="/inventories")
ONE = f"/<int(max={LARGEST}):inventory_id>"
PART = 50


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {
        "inventory_kind": lambda kind: translate(KIND_WORDS[InventoryKind(kind)]),
        "inventory_state": lambda state: translate(STATE_WORDS[state]),
        "inventory_field": lambda field: translate(FIELD_WORDS[field]),
    }


@blueprint.get("")
@needs(Act.ARCHIVE)
def listed() -> str:
    """All of them, the newest first."""
    return _list()


@blueprint.post("")
@needs(Act.ARCHIVE)
def create() -> AnyResponse | tuple[str, int]:
    """Begin the section of a year."""
    kind, year = request.form.get("kind", ""), read_number(request.form.get("year", ""), YEARS)
    if kind not in set(InventoryKind) or year is None:
        return _list(translate("Choose the kind and the year of the section.")), 400
    try:
        number = _made().drafting.create(InventoryKind(kind), year, actor())
    except ArchiveError as error:
        return _list(describe(error).message), describe(error).http_status
    return redirect(url_for("inventories.one", inventory_id=number))


@blueprint.get(ONE)
@needs(Act.ARCHIVE)
def one(inventory_id: int) -> str:
    """A section with a part of its lines."""
    return _page(inventory_id)


@blueprint.post(ONE)
@needs(Act.ARCHIVE)
def change(inventory_id: int) -> AnyResponse | tuple[str, int]:
    """A step of its way; `do` names it."""
    try:
        told = _step(inventory_id, request.form.get("do", ""))
    except ArchiveError as error:
        return _page(inventory_id, describe(error).message), describe(error).http_status
    tell(told)
    return redirect(url_for("inventories.one", inventory_id=inventory_id))


def _step(inventory_id: int, do: str) -> str:
    form, made, person = request.form, _made(), actor()
    case_files = [number for each in form.getlist("case_file") if (number := read_number(each)) is not None]
    if do == "add":
        made.drafting.add(inventory_id, case_files, person)
        return translate("The case files are in the inventory.")
    if do == "remove":
        made.drafting.remove(inventory_id, case_files, person)
        return translate("The case files are taken out.")
    if do == "agree":
        made.settling.agree(inventory_id, person, protocol=form.get("protocol", ""))
        return translate("Inventory {number} is agreed.", number=inventory_id)
    if do == "return":
        made.settling.send_back(inventory_id, person, reason=form.get("reason", ""))
        return translate("Inventory {number} is a draft again.", number=inventory_id)
    if do == "approve":
        seen = read_number(form.get("version", ""))
        made.settling.approve(inventory_id, person, number=form.get("number", ""), seen=seen)
        return translate("Inventory {number} is approved.", number=inventory_id)
    line = read_number(form.get("line", "")) or 0
    said = {name: form.get(name, "") for name in ("field", "becomes", "reason")}
    made.settling.correct(inventory_id, line, person, **said)
    return translate("The correction is noted.")


def _list(refusal: str = "") -> str:
    before = read_number(request.args.get("before", ""))
    cards = _made().showing.listed(actor(), before=before, limit=PART)
    more = cards[-1].inventory_id if len(cards) == PART else None
    return render_template(
        "archiving/inventories.html",
        cards=cards,
        more=more,
        refusal=refusal,
        kinds=list(InventoryKind),
        said=request.form,
        year=archive().today().year - 1,
    )


def _page(inventory_id: int, refusal: str = "") -> str:
    person, made = actor(), _made()
    card = made.showing.card(inventory_id, person)
    lines = made.showing.lines(inventory_id, person, after=read_number(request.args.get("after", "")))
    candidates = made.showing.candidates(inventory_id, person) if card.state == "draft" else ()
    return render_template(
        "archiving/inventory.html",
        card=card,
        lines=lines,
        candidates=candidates,
        refusal=refusal,
        said=request.form,
        fields=list(FIELD_WORDS),
        own=person.login == card.created_by,
        people=names(card.created_by, card.approved_by),
    )


def _made() -> Inventories:
    return archive().archiving.inventories
