"""A shelf or an inventory is gone through: what stands there, what lacks, what is lent; the signed act is frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import InventoryKind, Presence
from archive_app.errors import NotFound
from archive_app.services.accession.places import Place
from archive_app.services.lending.giving import Wanted
from archive_app.services.presence.errors import (
    CheckSigned,
    CheckUnfinished,
    CodeNotRead,
    NothingToCheck,
    WhereMissing,
)
from tests.fixtures.archives import YEAR, account, actor_of, work
from tests.fixtures.form_columns import cells_of, columns_of
from tests.integration.services.archiving import PERMANENT, closed_one, open_one, second
from tests.integration.services.test_forms import pages_of

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive


def _shelf(archive: Archive, folder: Path) -> list[int]:
    """Three case files of the archive in room 2, the first of them in an approved inventory."""
    author, other = actor_of(archive), second(archive)
    made = archive.archiving.inventories
    order = closed_one(archive, folder, "приказ", item=PERMANENT, kind="order")
    others = [closed_one(archive, folder, item, item=item) for item in ("02-13", "02-14")]
    section = made.drafting.create(InventoryKind.PERMANENT, YEAR, author)
    made.drafting.add(section, [order], author)
    made.settling.agree(section, author, protocol="протокол № 2")
    made.settling.approve(section, other)
    act = archive.archiving.accessions.drawing_up.create([order, *others], author, ground="график")
    work(archive)
    archive.archiving.accessions.taking_over.accept(act, other, place=Place(room="2", shelf="1"))
    return [order, *others]


def test_a_shelf_is_gone_through_and_the_act_is_frozen(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, keeper = fresh_archive, actor_of(fresh_archive)
    order, found, missing = _shelf(archive, tmp_path)
    stray = open_one(archive, tmp_path, "журнал")
    archive.lending.giving.give(Wanted(order), keeper, borrower="Петрова", due_on=archive.today())
    checking, showing = archive.presence.checking, archive.presence.showing
    number = checking.begin(keeper, place=Place(room="2"))
    assert [(line.case_file_id, line.outcome) for line in showing.lines(number, keeper)] == [
        (order, "lent"),
        (found, "waiting"),
        (missing, "waiting"),
    ]
    assert checking.mark(number, f"{found}/1", keeper).outcome is Presence.FOUND
    assert checking.mark(number, f" {stray} ", keeper).outcome is Presence.EXTRA
    assert checking.mark(number, f"{stray}/1", keeper).outcome is Presence.EXTRA
    checking.mark(number, str(missing), keeper)
    checking.mark(number, str(missing), keeper, Presence.WAITING)
    for said, error in (("журнал", CodeNotRead), (f"{found}/", CodeNotRead), ("999/1", NotFound), ("Д1", CodeNotRead)):
        with pytest.raises(error):
            checking.mark(number, said, keeper)
    with pytest.raises(CheckUnfinished) as unfinished:
        checking.sign(number, keeper)
    assert unfinished.value.params["count"] == 1
    assert checking.rest_is_missing(number, keeper) == 1
    checking.sign(number, keeper, conclusion="удовлетворительное")
    card = showing.card(number, keeper)
    assert (card.expected, card.found, card.missing, card.lent, card.extra) == (3, 1, 1, 1, 1)
    for change in (
        lambda: checking.mark(number, str(found), keeper),
        lambda: checking.rest_is_missing(number, keeper),
        lambda: checking.sign(number, keeper),
    ):
        with pytest.raises(CheckSigned):
            change()
    pages = " ".join(pages_of(archive.forms.written("presence-act", number, keeper).content))
    for words in (
        "3 (три) единицы",
        "1 (одна) единица",
        "Не обнаружено",
        "удовлетворительное",
        "хранилище 2",
        "реставрации",
    ):
        assert words in pages, pages
    assert columns_of("presence-act", cells_of(archive.forms.written("presence-act", number, keeper, "xlsx").content))
    (line,) = showing.searched_for(keeper, missing)
    checking.found_later(line.line_id, keeper)
    assert showing.searched_for(keeper) == ()
    with pytest.raises(NotFound):
        checking.found_later(line.line_id, keeper)


def test_an_inventory_is_checked_by_its_unit_numbers(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, keeper = fresh_archive, actor_of(fresh_archive)
    order = _shelf(archive, tmp_path)[0]
    checking = archive.presence.checking
    number = checking.begin(keeper, inventory_id=1)
    line = checking.mark(number, "д1", keeper)
    assert (line.case_file_id, line.outcome, line.inventory) == (order, Presence.FOUND, "1")
    checking.sign(number, keeper)
    assert archive.presence.showing.listed(keeper)[0].inventory == "1"
    for wrong, error in (
        ({"inventory_id": 9}, NothingToCheck),
        ({}, WhereMissing),
        ({"place": Place("9")}, NothingToCheck),
    ):
        with pytest.raises(error):
            checking.begin(keeper, **wrong)
    deputy = account(archive, "завуч", "deputy")
    with pytest.raises(NotAllowed):
        checking.begin(deputy, inventory_id=1)
    with pytest.raises(NotAllowed):
        archive.presence.showing.lines(number, deputy)
    with pytest.raises(NotFound):
        checking.sign(77, keeper)
