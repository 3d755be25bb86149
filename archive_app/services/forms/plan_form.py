"""Номенклатура дел: the items by section with the number of case files, and the totals of the year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.db.models import FilePlanStatus
from archive_app.i18n import mark, translate
from archive_app.services.forms.amounts import in_words
from archive_app.services.forms.form import Column, Form, Heading, Sign, Table
from archive_app.services.forms.signing import approval, organisation_of, people_of, signed
from archive_app.services.plans import READERS
from archive_app.services.plans.totals import CATEGORIES, totals_of
from archive_app.services.plans.versions import load_plan, version_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.services.plans.totals import Totals
    from archive_app.services.plans.versions import Version

CATEGORY_TITLES = {
    "permanent": mark("of permanent keeping"),
    "over_10": mark("of temporary keeping (over 10 years)"),
    "up_to_10": mark("of temporary keeping (up to 10 years)"),
}
WITH_TOTALS = (FilePlanStatus.IN_FORCE, FilePlanStatus.CLOSED)


@dataclass(frozen=True, slots=True)
class PlanForm:
    """Prints versions of file plans; what is not approved has lines for the signatures."""

    sessions: sessionmaker[Session]

    def form(self, plan_id: int, actor: Actor, _volume: int | None = None) -> Iterator[Form]:
        """Номенклатура дел. Raises NotAllowed, NotFound."""
        require_one(actor, READERS)
        with reading(self.sessions) as session:
            plan = load_plan(session, plan_id)
            version, totals = version_of(plan), totals_of(session, plan) if plan.status in WITH_TOTALS else None
            organisation, _ = organisation_of(session)
            drafted, fixed = plan.drafted_by, totals.fixed_by if totals else None
            people = people_of(session, (drafted, version.approved_by, fixed))
        agreed = translate("Agreed by the expert commission: {protocol}", protocol=version.agreed_ref or "____________")
        yield Form(
            title=translate("FILE PLAN"),
            under=[translate("for the year {year}", year=version.year)],
            left=[organisation],
            right=approval(version.approved_by, version.approved_on, people),
            table=Table(_columns(), _rows(version, totals.of_items if totals else {})),
            closing=[agreed, *([_totals_words(totals)] if totals else [])],
            totals=_totals(totals) if totals else None,
            signs=[
                signed(translate("Drawn up by:"), drafted, None, people),
                *(
                    [signed(translate("Totals handed to the archive by:"), fixed, totals.fixed_on, people)]
                    if totals
                    else []
                ),
                Sign(translate("Head of the archive")),
            ],
        )


def _columns() -> list[Column]:
    return [
        Column(translate("Index of the case file"), 12),
        Column(translate("Heading of the case file"), 41),
        Column(translate("Number of case files"), 12, number=True),
        Column(translate("Term of keeping and article"), 21),
        Column(translate("Note"), 18),
    ]


def _rows(version: Version, of_items: Mapping[str, int]) -> Iterator[tuple[object, ...] | Heading]:
    section = ""
    for line in version.lines:
        if line.section != section:
            section = line.section
            yield Heading(section)
        term = ", ".join(filter(None, (line.retention_text, line.article)))
        yield line.index, line.title, of_items.get(line.index, ""), term, line.note


def _totals(totals: Totals) -> Table:
    rows: list[tuple[object, ...]] = []
    for name in CATEGORIES:
        row = getattr(totals, name)
        rows.append((translate(CATEGORY_TITLES[name]), row.begun, row.carried, row.epk))
    whole = totals.total
    rows.append((translate("TOTAL"), whole.begun, whole.carried, whole.epk))
    columns = [
        Column(translate("By terms of keeping"), 40),
        Column(translate("All"), 15, number=True),
        Column(translate("carried over"), 20, number=True),
        Column(translate("with the mark ЭПК"), 20, number=True),
    ]
    return Table(columns, rows)


def _totals_words(totals: Totals) -> str:
    begun = totals.total.begun
    return translate(
        "Closing record of the categories and the number of case files begun in {year}: {number} ({words}) in all.",
        year=totals.year,
        number=begun,
        words=in_words(begun, "n"),
    )
