"""Days on the command line: 2025-05-26 or 26.05.2025; periods in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from archive_app.i18n import translate
from archive_app.services.batch import read_date

if TYPE_CHECKING:
    import datetime


class DayType(click.ParamType["datetime.date"]):
    """A day; anything else is told by the application's own error."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:  # noqa: ARG002 - click's signature
        """Read what was typed. Raises BadDate."""
        return read_date(str(value))


DAY = DayType()


def day_words(day: datetime.date) -> str:
    """26.05.2025."""
    return day.strftime("%d.%m.%Y")


def period_words(since: datetime.date | None, until: datetime.date | None) -> str:
    """`с 01.09.2025 по 31.05.2026`; "" without both."""
    parts = []
    if since is not None:
        parts.append(translate("from {day}", day=day_words(since)))
    if until is not None:
        parts.append(translate("until {day}", day=day_words(until)))
    return " ".join(parts)
