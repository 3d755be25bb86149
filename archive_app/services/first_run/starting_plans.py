"""The file plans to begin with: those that come with the product, or a table of the organisation's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.errors import ArchiveError
from archive_app.services.fileplans import PlanRefused, require_year
from archive_app.services.first_run.draft import PlanChoice, StartingPlan
from archive_app.services.plan_tables import read_table
from retention.fileplan import read_plan, write_plan

if TYPE_CHECKING:
    from retention.fileplan import PlanFile

SHIPPED: tuple[PlanChoice, ...] = ("school", "college", "later")
FOLDER = Path(__file__).parents[2] / "starting_plans"

YEARS_BACK, YEARS_ON = 10, 1
"""How far from the present year the first plan may be: papers of some years wait, the next year is prepared."""


class BadStartingYear(ArchiveError):
    """The first plan would be of the far past or future: a slip. Params: `year`, `least`, `most`."""

    code = "bad_starting_year"


def require_near(year: int, this_year: int) -> None:
    """Let a year pass that a first plan may be of. Raises BadStartingYear."""
    least, most = this_year - YEARS_BACK, this_year + YEARS_ON
    if not least <= year <= most:
        raise BadStartingYear(str(year), year=year, least=least, most=most)


def shipped(choice: PlanChoice, year: int) -> StartingPlan:
    """The plan for a `school` or a `college`, or none (`later`). Raises BadYear."""
    require_year(year)
    table = "" if choice == "later" else (FOLDER / f"{choice}.csv").read_text(encoding="utf-8")
    return StartingPlan(choice=choice, year=year, table=table)


def own(file_name: str, content: bytes, year: int) -> StartingPlan:
    """A table in CSV or XLSX. Raises BadYear, TableUnreadable, PlanRefused (with each line that is not understood)."""
    require_year(year)
    found = read_table(content)
    if found.problems:
        raise PlanRefused(tuple(found.problems))
    return StartingPlan(choice="own", year=year, table=write_plan(found.items), file_name=file_name[:200])


def contents(plan: StartingPlan) -> PlanFile:
    """The items of a plan, by section."""
    return read_plan(plan.table.encode())
