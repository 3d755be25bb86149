"""Russian for what comes of the lines of a list of events, shared by the browser and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.i18n import mark, translate, translate_plural
from archive_app.services.life.event_lists import LineVerdict
from archive_app.services.life.order_reading import Leave

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive_app.services.life.event_lists import EventLine

LEAVE_WORDS = {
    Leave.EXPELLED: mark("expulsion"),
    Leave.GRADUATED: mark("graduation"),
    Leave.MOVED: mark("transfer to another school"),
}
LINE_WORDS = {
    LineVerdict.READY: mark("will be entered"),
    LineVerdict.NOT_UNDERSTOOD: mark("no name is understood: surname, given name, patronymic"),
    LineVerdict.BAD_DAY: mark("no day, or not understood: 26.05.2025"),
    LineVerdict.FUTURE: mark("the day has not come"),
    LineVerdict.NO_GROUND: mark("no paper is named"),
    LineVerdict.UNKNOWN: mark("nobody has this name"),
    LineVerdict.SEVERAL: mark("several persons have this name: enter it of the right one by hand"),
    LineVerdict.AGAIN: mark("stands on the list already"),
    LineVerdict.ENTERED: mark("was entered before"),
}


def leave_words(leave: Leave) -> str:
    """How pupils leave by an order."""
    return translate(LEAVE_WORDS[leave])


def line_words(verdict: LineVerdict, *, entered: bool) -> str:
    """What would come of a line, or has come of it."""
    if entered and verdict is LineVerdict.READY:
        return translate("entered")
    return translate(LINE_WORDS[verdict])


def counts_of(lines: Sequence[EventLine], *, entered: bool) -> str:
    """How many lines are entered, and how many are not."""
    ready = sum(line.verdict is LineVerdict.READY for line in lines)
    done = translate_plural("{number} event is entered", "{number} events are entered", ready)
    to_do = translate_plural("{number} event will be entered", "{number} events will be entered", ready)
    left = translate_plural("{number} line is left out", "{number} lines are left out", len(lines) - ready)
    return f"{done if entered else to_do}, {left}."
