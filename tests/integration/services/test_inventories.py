"""An inventory grows in a draft, is agreed, approved by another person, and is only corrected from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from archive_app.auth.errors import NotAllowed
from archive_app.db.engine import reading
from archive_app.db.models import Inventory, InventoryKind
from archive_app.services.case_refusals import CaseFilesRefused
from archive_app.services.inventories.approved import approved_for, periods_without
from archive_app.services.inventories.errors import (
    InventoryChanged,
    InventoryEmpty,
    InventoryFrozen,
    InventoryNotAgreed,
    InventoryNotApproved,
    InventoryNumberFixed,
    InventoryUnderWay,
    NothingCorrected,
    OwnInventory,
    ProtocolMissing,
)
from archive_app.services.life.errors import CaseFileListed
from archive_app.services.rights.errors import ReasonMissing
from tests.fixtures.archives import YEAR, account, actor_of
from tests.fixtures.statements import statements_of
from tests.integration.services.archiving import PERMANENT, closed_one, open_one, second

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive

MINUTES = "протокол от 14.03.2026 № 2"


def test_the_way_of_an_inventory(fresh_archive: Archive, tmp_path: Path) -> None:
    """From the draft to corrections; whatever would change an agreed or approved one is refused."""
    archive, author, other = fresh_archive, actor_of(fresh_archive), second(fresh_archive)
    made = archive.archiving.inventories
    first = closed_one(archive, tmp_path, "а", item=PERMANENT, kind="order")
    number = made.drafting.create(InventoryKind.PERMANENT, YEAR, author)
    with pytest.raises(InventoryUnderWay):
        made.drafting.create(InventoryKind.PERMANENT, YEAR, other)
    with pytest.raises(InventoryEmpty):
        made.settling.agree(number, author, protocol=MINUTES)
    assert [one.case_file_id for one in made.showing.candidates(number, author)] == [first]
    with reading(archive.sessions) as session:
        assert periods_without(session, [YEAR]) == {YEAR: frozenset({InventoryKind.PERMANENT})}

    assert made.drafting.add(number, [first], author) == 1
    assert made.showing.candidates(number, author) == ()
    with pytest.raises(CaseFileListed):
        archive.life.closing.reopen(first, author, reason="найден лист")
    with pytest.raises(InventoryNotAgreed):
        made.settling.approve(number, other)
    with pytest.raises(ProtocolMissing):
        made.settling.agree(number, author, protocol=" ")
    assert made.settling.agree(number, author, protocol=MINUTES) == 1
    for change in (made.drafting.add, made.drafting.remove):
        with pytest.raises(InventoryFrozen):
            change(number, [first], author)
    with pytest.raises(OwnInventory):
        made.settling.approve(number, author)
    with pytest.raises(InventoryNotApproved):
        made.settling.correct(number, 1, author, field="heading", becomes="Приказы", reason="опечатка")

    _approved_and_frozen(archive, number, first)


def _approved_and_frozen(archive: Archive, number: int, first: int) -> None:
    author, other, made = actor_of(archive), archive.actor("второй"), archive.archiving.inventories
    seen = made.showing.card(number, other).version
    made.settling.send_back(number, other, reason="нет тома")
    made.settling.agree(number, author, protocol=MINUTES)
    with pytest.raises(InventoryChanged):
        made.settling.approve(number, other, seen=seen)
    made.settling.approve(number, other)
    card, (line,) = made.showing.card(number, author), made.showing.lines(number, author)
    assert (card.state, card.number, card.first_unit, card.last_unit, card.approved_by) == (
        "approved", "1", 1, 1, "второй",
    )  # fmt: skip
    assert (line.position, line.unit, line.index, line.sheets, line.dates) == (1, 1, PERMANENT, 10, "02.09.2025")
    with reading(archive.sessions) as session:
        assert (approved_for(session, [first]), periods_without(session, [YEAR])) == ({first}, {})

    for change in (made.drafting.add, made.drafting.remove):
        with pytest.raises(InventoryFrozen):
            change(number, [first], other)
    for settle in (made.settling.approve, lambda *given: made.settling.send_back(*given, reason="иначе")):
        with pytest.raises(InventoryNotAgreed):
            settle(number, other)
    with pytest.raises(InventoryFrozen):
        made.settling.agree(number, other, protocol=MINUTES)
    with pytest.raises(ReasonMissing):
        made.settling.correct(number, 1, other, field="sheets", becomes="12", reason=" ")
    with pytest.raises(NothingCorrected):
        made.settling.correct(number, 1, other, field="sheets", becomes="10", reason="пересчёт")
    made.settling.correct(number, 1, other, field="sheets", becomes="12", reason="пересчёт листов")
    (line,) = made.showing.lines(number, author)
    assert (line.sheets, [(each.was, each.becomes, each.by) for each in line.corrections]) == (
        10, [("10", "12", "второй")],
    )  # fmt: skip
    assert archive.forms.written("inventory", number, author).content.startswith(b"%PDF-1.7")


def test_sections_count_on_and_the_number_stays(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, author, other = fresh_archive, actor_of(fresh_archive), second(fresh_archive)
    made = archive.archiving.inventories
    files = [closed_one(archive, tmp_path, name, item=PERMANENT, kind="order") for name in "абв"]
    first = made.drafting.create(InventoryKind.PERMANENT, YEAR, author)
    made.drafting.add(first, files[:2], author)
    made.drafting.remove(first, files[:1], author)
    made.drafting.add(first, files[:1], author)
    made.settling.agree(first, author, protocol=MINUTES)
    assert [line.position for line in made.showing.lines(first, author)] == [1, 2]
    made.settling.approve(first, other, number="7")
    later = made.drafting.create(InventoryKind.PERMANENT, YEAR, author)
    made.drafting.add(later, files[2:], author)
    made.settling.agree(later, author, protocol=MINUTES)
    with pytest.raises(InventoryNumberFixed):
        made.settling.approve(later, other, number="8")
    made.settling.approve(later, other)
    card = made.showing.card(later, author)
    assert (card.number, card.first_unit, card.last_unit) == ("7", 3, 3)
    with statements_of(archive.database) as statements:
        assert len(made.showing.listed(author)) == 2
    assert sum(each.startswith("SELECT") for each in statements) == 1


def test_each_refused_case_file_is_named_with_every_reason(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, author = fresh_archive, actor_of(fresh_archive)
    made = archive.archiving.inventories
    short = closed_one(archive, tmp_path, "журнал")
    right = closed_one(archive, tmp_path, "приказ", item=PERMANENT, kind="order")
    still_open = open_one(archive, tmp_path, "открыто", item="01-04", kind="protocol")
    number = made.drafting.create(InventoryKind.PERSONNEL, YEAR - 1, author)
    with pytest.raises(CaseFilesRefused) as refused:
        made.drafting.add(number, [short, right, still_open, 999], author)
    assert {one.case_file_id: one.reasons for one in refused.value.refusals} == {
        short: ("other_year", "short_term"),
        right: ("other_year", "other_kind"),
        still_open: ("not_closed",),
        999: ("unknown",),
    }
    assert made.showing.card(number, author).lines == 0


def test_who_put_lines_in_is_an_author_too_and_the_database_knows_it(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, author, other = fresh_archive, actor_of(fresh_archive), second(fresh_archive)
    made = archive.archiving.inventories
    one = closed_one(archive, tmp_path, "а", item=PERMANENT, kind="order")
    number = made.drafting.create(InventoryKind.PERMANENT, YEAR, author)
    made.drafting.add(number, [one], other)
    made.settling.agree(number, author, protocol=MINUTES)
    with pytest.raises(OwnInventory):
        made.settling.approve(number, other)
    teacher = account(archive, "учитель", "deputy")
    with pytest.raises(NotAllowed):
        made.settling.approve(number, teacher)
    forced = {"state": "approved", "first_unit": 1, "units": 1, "approved_by": author.login}
    with archive.sessions() as session, pytest.raises(IntegrityError):
        session.execute(update(Inventory).where(Inventory.id == number).values(forced))
