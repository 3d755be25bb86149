"""Roles: what each may do with which kinds of documents, as a table whose cells are changed one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import ACT_WORDS, DOCUMENT_ACTS, REACH_WORDS, SYSTEM_ACTS, Act
from archive_app.auth.gate import needs
from archive_app.db.models import Reach
from archive_app.entrypoints.web.admin.forms import refusal_of
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError, NotFound
from archive_app.i18n import translate
from archive_app.numbers import CONFIDENTIALITY, LARGEST, read_number

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from archive_app.services.rights.roles import RightOfRole, RoleLine

blueprint = Blueprint("roles", __name__, url_prefix="/admin/roles")


@dataclass(frozen=True, slots=True)
class Cell:
    """A right in the table: how far it reaches, and the number to take it away by."""

    right_id: int
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """The rights of a role over one kind of documents, act by act."""

    kind: str
    cells: tuple[tuple[Cell, ...], ...]


@blueprint.get("")
@needs(Act.ACCOUNTS)
def listed() -> str:
    """All roles with what they may do in short, and how many people hold them today."""
    held: dict[str, int] = {}
    for duty in archive().rights.duties.listed(actor()):
        if duty.in_force:
            held[duty.role] = held.get(duty.role, 0) + 1
    roles = [(role, _acts_in_short(role), held.get(role.code, 0)) for role in archive().rights.roles.listed()]
    return render_template("admin/roles.html", roles=roles)


@blueprint.get("/<code>")
@needs(Act.ACCOUNTS)
def card(code: str) -> str:
    """One role."""
    return _page(code)


@blueprint.post("/<code>/rights")
@needs(Act.ACCOUNTS)
def allow(code: str) -> Response | tuple[str, int]:
    """Give the role several acts over one kind at once."""
    form, wanted = request.form, set(request.form.getlist("acts"))
    reach, level = form.get("reach", ""), read_number(form.get("level", ""), CONFIDENTIALITY)
    acts = [each for each in Act if each.value in wanted]
    if not acts:
        return _page(code, translate("Choose at least one act.")), 422
    try:
        for each in acts:
            to_documents = each in DOCUMENT_ACTS
            archive().rights.roles.allow(
                code,
                each,
                actor(),
                kind=form.get("kind") or None if to_documents else None,
                reach=Reach(reach) if to_documents and reach in set(Reach) else Reach.ALL,
                max_confidentiality=(level or 0) if to_documents else 0,
            )
    except ArchiveError as error:
        refusal, status = refusal_of(error)
        return _page(code, refusal), status
    tell(translate("The role may do it from now on."))
    return redirect(url_for("roles.card", code=code))


@blueprint.post(f"/<code>/rights/<int(max={LARGEST}):number>/forbid")
@needs(Act.ACCOUNTS)
def forbid(code: str, number: int) -> Response | tuple[str, int]:
    """Take one right from the role."""
    try:
        archive().rights.roles.forbid(number, actor())
    except ArchiveError as error:
        refusal, status = refusal_of(error)
        return _page(code, refusal), status
    tell(translate("The role may do it no longer."))
    return redirect(url_for("roles.card", code=code))


@blueprint.post("/<code>/second-factor")
@needs(Act.ACCOUNTS)
def second_factor(code: str) -> Response:
    """Ask whoever holds the role for a second factor, or no longer."""
    required = request.form.get("required") == "1"
    archive().rights.roles.require_second_factor(code, actor(), required=required)
    said = (
        translate("The role asks for a second factor.") if required else translate("The role asks for none any more.")
    )
    tell(said)
    return redirect(url_for("roles.card", code=code))


def _page(code: str, refusal: str = "") -> str:
    role = next((each for each in archive().rights.roles.listed() if each.code == code), None)
    if role is None:
        raise NotFound(code, what=translate("Role «{name}»", name=code))
    kinds = archive().administration.kinds.listed()
    levels = archive().administration.levels.listed()
    holders = [duty for duty in archive().rights.duties.listed(actor()) if duty.role == code and duty.in_force]
    return render_template(
        "admin/role.html",
        role=role,
        acts=[(each.value, translate(ACT_WORDS[each])) for each in DOCUMENT_ACTS],
        system_acts=[(each.value, translate(ACT_WORDS[each]), _held(role, each)) for each in SYSTEM_ACTS],
        rows=_rows(role, {kind.code: kind.title for kind in kinds}),
        kinds=[kind for kind in kinds if not kind.retired],
        reaches=[(each.value, translate(REACH_WORDS[each])) for each in Reach],
        levels=levels,
        holders=holders,
        refusal=refusal,
        typed=request.form,
        typed_acts=request.form.getlist("acts"),
    )


def _rows(role: RoleLine, titles: dict[str, str]) -> list[Row]:
    """Every kind first, then kinds by title."""
    by_kind: dict[str | None, dict[str, list[Cell]]] = {}
    for right in role.rights:
        if Act(right.act) in DOCUMENT_ACTS:
            by_kind.setdefault(right.kind, {}).setdefault(right.act, []).append(Cell(right.right_id, _words(right)))
    order = sorted(by_kind, key=lambda kind: "" if kind is None else titles.get(kind, kind))
    return [
        Row(
            translate("every kind") if kind is None else titles.get(kind, kind),
            tuple(tuple(by_kind[kind].get(each.value, ())) for each in DOCUMENT_ACTS),
        )
        for kind in order
    ]


def _words(right: RightOfRole) -> str:
    reach = translate(REACH_WORDS[Reach(right.reach)])
    level = right.max_confidentiality
    return translate("{reach}, up to level {level}", reach=reach, level=level) if level else reach


def _held(role: RoleLine, act: Act) -> int | None:
    """The number of the right by which the role does `act`; None: it does not."""
    return next((right.right_id for right in role.rights if right.act == act.value), None)


def _acts_in_short(role: RoleLine) -> str:
    held = {right.act for right in role.rights}
    return ", ".join(translate(words) for each, words in ACT_WORDS.items() if each.value in held)
