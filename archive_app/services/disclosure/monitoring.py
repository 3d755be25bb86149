"""What monitoring bodies are given: totals of a year without names, small numbers hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.i18n import translate
from archive_app.services.disclosure import counting
from archive_app.services.disclosure.journal import READERS
from archive_app.services.disclosure.totals import FEWEST, nested
from archive_app.services.forms.form import Column, Form, Heading, Sign, Table
from archive_app.services.forms.signing import organisation_of
from archive_app.services.registers.books import require_year

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from archive_app.services.disclosure.contingent_day import ContingentDays
    from archive_app.services.requests.ground import Desk


@dataclass(frozen=True, slots=True)
class Monitoring:
    """Counts a year."""

    desk: Desk
    days: ContingentDays

    def form(self, year: int, actor: Actor, _volume: int | None = None) -> Iterator[Form]:
        """The contingent, who came and left, documents issued, requests and how they were answered.

        Raises NotAllowed.
        """
        require_one(actor, READERS)
        require_year(year)
        with reading(self.desk.sessions) as session:
            counted = self.days.of(session, year)
            on, day = counted.on, f"{counted.on:%d.%m.%Y}"
            organisation = organisation_of(session)[0]
            by_group = translate("Contingent on {day}, by grade and group", day=day)
            by_birth = translate("Contingent on {day}, by sex (told by the patronymic) and year of birth", day=day)
            parts = [
                (by_group, counting.contingent_by_group(session, on)),
                (by_birth, counting.contingent_by_birth(session, on)),
                (translate("Enrolled in the year, by grade and group"), counting.enrolled(session, year)),
                (translate("Left in the year, by reason and group"), counting.left(session, year)),
                (translate("Documents on education issued in the year"), counting.issued(session, year)),
                (translate("Requests of the year by kind, and their answers"), counting.requests(session, year)),
            ]
        rows = [row for title, counts in parts for row in _rows(title, counts)]
        columns = [Column(translate("Indicator"), 75), Column(translate("How many"), 25)]
        hidden = translate("— : a number below {fewest}, or one by which it could be counted back.", fewest=FEWEST)
        yield Form(
            title=translate("Totals for monitoring, {year}", year=year),
            left=[organisation],
            table=Table(columns, rows),
            closing=[counted.why, hidden],
            signs=[Sign(translate("Head of the organisation"))],
        )


def _rows(title: str, counts: Mapping[str, Mapping[str, int]]) -> Iterator[Sequence[object] | Heading]:
    told = nested(counts)
    yield Heading(title)
    for name, count in told.outer.cells.items():
        yield name, _said(count)
        for part, within in told.inner.get(name, {}).items():
            yield translate("of them: {part}", part=part), _said(within)
    yield translate("In all"), _said(told.outer.total)


def _said(count: int | None) -> object:
    return "—" if count is None else count
