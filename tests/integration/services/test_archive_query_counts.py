"""What the pages of the archive cost in statements does not grow with what they list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archive_app.db.models import HoldTarget, InventoryKind
from archive_app.services.accession.places import Place
from archive_app.services.lending.giving import Wanted
from tests.fixtures.api import app_of, program
from tests.fixtures.archives import YEAR, work
from tests.fixtures.disposal import Cabinet
from tests.fixtures.signing_in import give_password
from tests.fixtures.statements import statements_of
from tests.fixtures.visitors import Visitor, quick_hashes
from tests.integration.services.archiving import second

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from tests.fixtures.api import Program

PAGES = (
    "/disposal",
    "/disposal/{n}",
    "/disposal/new",
    "/inventories",
    "/inventories/1",
    "/accessions",
    "/accessions/{n}",
    "/loans",
    "/loans?view=all",
    "/presence",
    "/presence/{n}",
    "/archive/due/review",
    "/archive/forecast",
)
ROADS = (
    "/disposal-acts",
    "/disposal-acts/{n}",
    "/inventories/1/lines",
    "/accessions/{n}/lines",
    "/holds",
    "/loans",
    "/presence-checks/{n}/lines",
    "/retention/proposals?step=review",
)
EXAMS, CHARTER = "02-13", "01-01"
MORE = 8


@pytest.mark.parametrize("home", ["embedded"], indirect=True)
def test_pages_and_answers_cost_the_same_however_long_their_lists(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, cabinet = fresh_archive, Cabinet(fresh_archive, tmp_path)
    made = archive.archiving
    inventory = made.inventories.drafting.create(InventoryKind.PERMANENT, YEAR, cabinet.keeper)
    give_password(archive, cabinet.keeper.login)
    robot, visitor = program(archive, cabinet.keeper), Visitor(app_of(archive).test_client())
    with quick_hashes():
        assert visitor.sign_in(cabinet.keeper.login).status_code == 302

    _grown(cabinet, inventory, ["первая"])
    few = _costs(archive, visitor, robot, "1")
    _grown(cabinet, inventory, [f"дело {number}" for number in range(MORE)])
    many = _costs(archive, visitor, robot, "2")
    assert {at: (few[at], many[at]) for at in many if many[at] > few[at] + 1} == {}
    assert max(many.values()) <= 25, many


def _grown(cabinet: Cabinet, inventory: int, names: list[str]) -> None:
    """More lines in each list, and another act of each kind with as many lines as there are names."""
    archive, keeper = cabinet.archive, cabinet.keeper
    files = [cabinet.closed(EXAMS, f"ведомость {name}")[1] for name in names]
    charters = [cabinet.closed(CHARTER, f"устав {name}")[1] for name in names]
    work(archive)
    archive.archiving.inventories.drafting.add(inventory, charters, keeper)
    number = archive.archiving.accessions.drawing_up.create(files, keeper, ground="график")
    work(archive)
    archive.archiving.accessions.taking_over.accept(number, second(archive), place=Place(room="7"))
    archive.presence.checking.begin(keeper, place=Place(room="7"))
    for case_file in charters:
        archive.lending.giving.give(Wanted(case_file), keeper, borrower="Петрова А. И.", due_on=archive.today())
        archive.life.holding.add(HoldTarget.CASE_FILE, str(case_file), keeper, reference="запрос", reason="иск")
    archive.life.prospects.run_as(keeper)
    cabinet.disposal.proposing.propose(keeper, case_files=files)


def _costs(archive: Archive, visitor: Visitor, robot: Program, latest: str) -> dict[str, int]:
    costs = {}
    for page in PAGES:
        at = page.replace("{n}", latest)
        visitor.get(at)  # what is read once is read before
        with statements_of(archive.database) as statements:
            assert visitor.get(at).status_code == 200, at
        costs[page] = len(statements)
    for road in ROADS:
        at = road.replace("{n}", latest)
        with statements_of(archive.database) as statements:
            assert robot.get(at).status_code == 200, at
        costs[f"api {road}"] = len(statements)
    return costs
