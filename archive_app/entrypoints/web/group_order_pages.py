"""A whole group goes on into the next one or leaves by one order: its members first, exceptions unticked, then all."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, request, url_for

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.db.models import Leaving
from archive_app.entrypoints.web.current import actor, archive
from archive_app.entrypoints.web.kin_forms import LEAVINGS
from archive_app.entrypoints.web.telling import tell
from archive_app.errors import describe
from archive_app.group_order_words import member_words
from archive_app.i18n import translate, translate_plural
from archive_app.numbers import read_number, read_versions
from archive_app.services.batch import BadDate, read_date
from archive_app.services.people import group_orders
from archive_app.services.people.errors import OrderUnclear
from archive_app.services.people.papers import Paper
from archive_app.words import LEAVING_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from werkzeug.datastructures import MultiDict
    from werkzeug.wrappers import Response

    from archive_app.auth.actor import Actor
    from archive_app.services.people import People

blueprint = Blueprint("group_orders", __name__, url_prefix="/persons/group-order")
ASKED = ("group", "to", "leaving", "day", "ground", "document")
HIDDEN = frozenset({"unexpected", "not_allowed"})
"""Told by a page of their own."""


@blueprint.get("")
@needs(Act.PERSONS)
def page() -> tuple[str, int]:
    """What the order says; with that the members, and what it would do to each or has done."""
    return _page(request.args)


@blueprint.post("")
@needs(Act.PERSONS)
def carry_out() -> Response | tuple[str, int]:
    """For those who are ticked, all or nobody."""

    def told(number: int) -> str:
        return translate_plural(
            "The order is carried out for {number} person.", "The order is carried out for {number} persons.", number
        )

    return _done(group_orders.carry_out, told)


@blueprint.post("/back")
@needs(Act.PERSONS)
def take_back() -> Response | tuple[str, int]:
    """For those who are ticked the order was never carried out."""

    def told(number: int) -> str:
        return translate_plural(
            "The order is taken back for {number} person.", "The order is taken back for {number} persons.", number
        )

    return _done(group_orders.take_back, told)


def _done(
    act: Callable[[People, group_orders.GroupOrder, Mapping[int, int], Actor], int], told: Callable[[int], str]
) -> Response | tuple[str, int]:
    given = request.form
    try:
        tell(told(act(archive().people, _order(given), read_versions(given.getlist("study")), actor())))
    except Exception as error:
        why = describe(error)
        if why.code in HIDDEN:
            raise
        return _page(given, refusal=why.message)[0], why.http_status
    kept: dict[str, Any] = {name: given.get(name, "") for name in ASKED}
    return redirect(url_for("group_orders.page", **kept))


def _page(given: MultiDict[str, str], refusal: str = "") -> tuple[str, int]:
    lines: tuple[group_orders.MemberLine, ...] = ()
    status = HTTPStatus.OK.value
    asked = any(given.get(name) for name in ASKED if name != "group")  # a card leads here with its group alone
    if asked:
        try:
            lines = group_orders.preview(archive().people, _order(given), actor())
        except Exception as error:
            told = describe(error)
            if told.code in HIDDEN:
                raise
            refusal, status = refusal or told.message, told.http_status
    page = render_template(
        "persons/group_order.html",
        typed={name: given.get(name, "") for name in ASKED},
        lines=[(line, member_words(line.outcome)) for line in lines],
        nobody=asked and not refusal and not lines,
        groups=archive().rights.dictionary.groups(),
        leavings=[(code, translate(LEAVING_WORDS[code])) for code in LEAVINGS],
        refusal=refusal,
    )
    return page, status


def _order(given: Mapping[str, str]) -> group_orders.GroupOrder:
    group, leaving = read_number(given.get("group", "")), given.get("leaving", "")
    day = given.get("day", "").strip()
    if group is None:
        raise OrderUnclear
    if not day:
        raise BadDate("", value="")
    return group_orders.GroupOrder(
        group_id=group,
        day=read_date(day),
        paper=Paper(given.get("ground", "").strip(), read_number(given.get("document", "").strip())),
        to_group=read_number(given.get("to", "")),
        leaving=Leaving(leaving) if leaving in LEAVINGS else None,
    )
