"""Events of many persons from the list of an order: what each line would do is shown first, then entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from archive_app.auth.acts import Act
from archive_app.auth.gate import needs
from archive_app.entrypoints.web.class_list_file import sent_lines
from archive_app.entrypoints.web.current import actor, archive
from archive_app.errors import describe
from archive_app.event_words import counts_of, line_words
from archive_app.retention_words import trigger_words
from archive_app.services.batch import read_date
from archive_app.services.life.event_lists import LineVerdict, OrderSaid
from archive_app.services.life.events import OF_PERSONS, read_trigger

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archive_app.services.life.event_lists import EventLine

blueprint = Blueprint("events", __name__)


@blueprint.get("/archive/events")
@needs(Act.ARCHIVE, Act.PLANS)
def page() -> str:
    """An empty form."""
    return _page({})


@blueprint.post("/archive/events")
@needs(Act.ARCHIVE, Act.PLANS)
def preview() -> str | tuple[str, int]:
    """What each line would do; nothing is written."""
    return _answered(enter=False)


@blueprint.post("/archive/events/enter")
@needs(Act.ARCHIVE, Act.PLANS)
def enter() -> str | tuple[str, int]:
    """Enter the lines that are ready, and tell what came of each."""
    return _answered(enter=True)


def _answered(*, enter: bool) -> str | tuple[str, int]:
    typed = request.form.to_dict()
    try:
        typed["text"] = sent_lines(request.files.get("table")) or typed.get("text", "")
        day = typed.get("on", "").strip()
        said = OrderSaid(
            read_trigger(typed.get("trigger", "")), read_date(day) if day else None, typed.get("ground", "")
        )
        lists = archive().life.event_lists
        lines = (lists.enter if enter else lists.preview)(typed["text"], said, actor())
    except Exception as error:
        told = describe(error)
        if told.code == "unexpected":
            raise
        return _page(typed, refusal=told.message), told.http_status
    return _page(typed, lines, entered=enter)


def _page(
    typed: Mapping[str, str], lines: Sequence[EventLine] = (), *, entered: bool = False, refusal: str = ""
) -> str:
    return render_template(
        "prospects/events.html",
        typed=typed,
        lines=[(line, line_words(line.verdict, entered=entered)) for line in lines],
        told=counts_of(lines, entered=entered) if lines else "",
        ready=any(line.verdict is LineVerdict.READY for line in lines) and not entered,
        entered=entered,
        refusal=refusal,
        triggers=[(each.value, trigger_words(each)) for each in OF_PERSONS],
    )
