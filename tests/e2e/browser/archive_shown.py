"""What the pages of the archive show: laid out once for pictures and for axe; nothing of it is due to be destroyed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.models import FilePlan, HoldTarget, InventoryKind
from archive_app.services.accession.places import Place
from archive_app.services.lending.giving import Wanted
from tests.fixtures.archives import YEAR, account, actor_of, work
from tests.integration.services.archiving import closed_one

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive

BOOKS = "02-09"
"""Books of attestats: fifty years, on paper."""


def lay_out_archive(archive: Archive, folder: Path, *, lent: bool = False) -> dict[str, int]:
    """Two books on the archive's shelf by an inventory and an act, one of them held, a check of the shelf under way.

    A print form that is drawn and one that waits. `lent`: one of the books is out.
    """
    keeper, other = actor_of(archive), account(archive, "сменщица", "archivist")
    titles = ("Книга выдачи аттестатов, часть 1", "Книга выдачи аттестатов, часть 2")
    books = [closed_one(archive, folder, title, item=BOOKS, title=title) for title in titles]
    made, acts = archive.archiving.inventories, archive.archiving.accessions
    inventory = made.drafting.create(InventoryKind.PERSONNEL, YEAR, keeper)
    made.drafting.add(inventory, books, keeper)
    made.settling.agree(inventory, keeper, protocol="протокол от 14.03.2026 № 2")
    made.settling.approve(inventory, other)
    made.settling.correct(
        inventory, 1, keeper, field="heading", becomes="Книга учёта и выдачи аттестатов", reason="как на обложке"
    )
    accession = acts.drawing_up.create(books, keeper, ground="график передачи на 2026 год")
    work(archive)
    acts.taking_over.accept(accession, other, place=Place(room="2", rack="4", shelf="1", box="17"))
    hold = archive.life.holding.add(
        HoldTarget.CASE_FILE, str(books[0]), keeper, reference="запрос суда № 17", reason="спор об аттестате"
    )
    _lend(archive, books[0], back=not lent)
    check = archive.presence.checking.begin(keeper, place=Place(room="2"))
    archive.presence.checking.mark(check, str(books[1]), keeper)
    archive.life.prospects.run_as(keeper)
    with archive.sessions() as session:
        plan = session.scalars(select(FilePlan.id).order_by(FilePlan.id).limit(1)).one()
    drawn = archive.drawings.ask("file-plan", plan, keeper, "pdf")
    work(archive)
    return {
        "book": books[0],
        "inventory": inventory,
        "accession": accession,
        "hold": hold,
        "check": check,
        "form_drawn": drawn,
        "form_waits": archive.drawings.ask("fonds-sheet", 1, keeper, "pdf"),
    }


def _lend(archive: Archive, case_file: int, *, back: bool) -> None:
    keeper, until = actor_of(archive), archive.today() + timedelta(days=14)
    giving = archive.lending.giving
    loan = giving.give(Wanted(case_file), keeper, borrower="Петрова А. И., завуч", due_on=until, purpose="сверка")
    if back:
        giving.take_back(loan, keeper, condition="без замечаний")
