"""Units, groups of study, names of the levels of confidentiality."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.web.admin.forms import day, refusal_of, version
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import ArchiveError
from archive_app.i18n import translate
from archive_app.numbers import LARGEST
from archive_app.services.rights.dictionary import GroupSaid
from archive_app.services.rights.errors import DayMissing

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("book", __name__, url_prefix="/admin")
UNIT = f"/units/<int(max={LARGEST}):number>"
GROUP = f"/groups/<int(max={LARGEST}):number>"


@blueprint.get("/units")
@needs(Act.ACCOUNTS)
def units() -> str:
    """All units."""
    return _units_page()


@blueprint.post("/units")
@needs(Act.ACCOUNTS)
def add_unit() -> Response | tuple[str, int]:
    """A new unit."""
    try:
        archive().rights.dictionary.add_unit(request.form.get("name", ""), actor())
    except ArchiveError as error:
        refusal, status = refusal_of(error)
        return _units_page(refusal), status
    tell(translate("The unit is added."))
    return redirect(url_for("book.units"))


@blueprint.post(UNIT)
@needs(Act.ACCOUNTS)
def rename_unit(number: int) -> Response | tuple[str, int]:
    """Another name."""
    form = request.form
    try:
        archive().rights.dictionary.rename_unit(number, version(form.get("version")), form.get("name", ""), actor())
    except ArchiveError as error:
        refusal, status = refusal_of(error)
        return _units_page(refusal, number), status
    tell(translate("The unit is renamed."))
    return redirect(url_for("book.units"))


@blueprint.post(f"{UNIT}/retire")
@needs(Act.ACCOUNTS)
def retire_unit(number: int) -> Response | tuple[str, int]:
    """Offer it no longer, or again."""
    retired = request.form.get("retired") == "1"
    try:
        given = version(request.form.get("version"))
        archive().rights.dictionary.retire_unit(number, given, actor(), retired=retired)
    except ArchiveError as error:
        refusal, status = refusal_of(error)
        return _units_page(refusal), status
    tell(translate("The unit is retired.") if retired else translate("The unit is offered again."))
    return redirect(url_for("book.units"))


@blueprint.get("/groups")
@needs(Act.ACCOUNTS)
def groups() -> str:
    """All groups with their years and curators."""
    return _groups_page()


@blueprint.post("/groups")
@needs(Act.ACCOUNTS)
def add_group() -> Response | tuple[str, int]:
    """A new group."""
    try:
        said = _group_said()
        archive().rights.dictionary.add_group(
            said.name, actor(), started_on=said.started_on, ended_on=said.ended_on, unit=said.unit
        )
    except ArchiveError as error:
        refusal, status = refusal_of(error)
        return _groups_page(refusal), status
    tell(translate("The group is added."))
    return redirect(url_for("book.groups"))


@blueprint.post(GROUP)
@needs(Act.ACCOUNTS)
def change_group(number: int) -> Response | tuple[str, int]:
    """Other name, days, unit."""
    try:
        given = version(request.form.get("version"))
        archive().rights.dictionary.change_group(number, given, _group_said(), actor())
    except ArchiveError as error:
        refusal, status = refusal_of(error)
        return _groups_page(refusal, number), status
    tell(translate("The group is changed."))
    return redirect(url_for("book.groups"))


@blueprint.get("/levels")
@needs(Act.ACCOUNTS)
def levels() -> str:
    """All levels."""
    return _levels_page()


@blueprint.post(f"/levels/<int(max={LARGEST}):level>")
@needs(Act.ACCOUNTS)
def name_level(level: int) -> Response | tuple[str, int]:
    """Another name."""
    try:
        archive().administration.levels.name(level, request.form.get("title", ""), actor())
    except ArchiveError as error:
        refusal, status = refusal_of(error)
        return _levels_page(refusal, level), status
    tell(translate("The level is named."))
    return redirect(url_for("book.levels"))


def _group_said() -> GroupSaid:
    form = request.form
    begins = day(form.get("since"))
    if begins is None:
        raise DayMissing
    return GroupSaid(form.get("name", ""), begins, day(form.get("until")), form.get("unit") or None)


def _units_page(refusal: str = "", number: int | None = None) -> str:
    """All units; after a refusal what was typed stands where it was: at the unit `number`, or as a new one."""
    lines = archive().rights.dictionary.units(retired=True)
    return render_template("admin/units.html", units=lines, refusal=refusal, typed=request.form, typed_in=number)


def _groups_page(refusal: str = "", number: int | None = None) -> str:
    book, today = archive().rights.dictionary, archive().today()
    return render_template(
        "admin/groups.html",
        groups=book.groups_with_curators(today),
        units=book.units(),
        today=today,
        school_year=_school_year(today),
        refusal=refusal,
        typed=request.form,
        typed_in=number,
    )


def _levels_page(refusal: str = "", level: int | None = None) -> str:
    lines = archive().administration.levels.listed()
    return render_template("admin/levels.html", levels=lines, refusal=refusal, typed=request.form, typed_in=level)


AUTUMN = 9


def _school_year(today: datetime.date) -> tuple[str, str]:
    """First and last day of the school year of `today`: what a new group most likely has."""
    year = today.year if today.month >= AUTUMN - 1 else today.year - 1
    return datetime.date(year, AUTUMN, 1).isoformat(), datetime.date(year + 1, 8, 31).isoformat()
