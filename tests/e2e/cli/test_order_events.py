"""A filed order proposes who leaves; a person confirms it, on the command line, by a program, or not at all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.db.models import CaseEvent
from archive_app.errors import EXIT_CONFLICT, NotFound
from archive_app.services.life.errors import NotOfTheOrder
from archive_app.services.life.event_lists import LineVerdict
from archive_app.services.life.order_reading import Leave
from tests.fixtures.api import program, refused
from tests.fixtures.archives import YEAR, account, actor_of, file_one, note, work

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from tests.e2e.cli.conftest import Cli

PUPIL, OTHER, CLERK = "Петров Игорь Олегович", "Иванова Анна Сергеевна", "Белова Тамара Викторовна"
TEXT = f"ПРИКАЗ. Отчислить: {PUPIL}, {OTHER}. Ответственная {CLERK}."


def _filed_order(archive: Archive, folder: Path, text: str = TEXT, **said: object) -> int:
    for name in (PUPIL, OTHER):
        file_one(archive, note(folder, f"Личное дело {name}", f"{name}.txt"), name, item="02-02")
    file_one(archive, note(folder, "письмо", "письмо.txt"), CLERK)
    known = {"item": "01-02", "kind": "order", "number": "12-у", "date": date(2025, 3, 15)} | said
    order = file_one(archive, note(folder, text, "приказ.txt"), **known)
    work(archive)
    return order


def test_an_order_proposes_and_a_person_confirms(cli: Cli, tmp_path: Path) -> None:
    with cli.home.opened() as archive:
        order, actor = _filed_order(archive, tmp_path), actor_of(archive)
        orders, reads = archive.life.order_events, archive.journal.reads
        proposal = orders.proposed(reads, order, actor)
        assert proposal is not None
        assert (proposal.leave, proposal.on, proposal.ground) == (
            Leave.EXPELLED,
            date(2025, 3, 15),
            "приказ от 15.03.2025 № 12-у",
        )
        lines = {line.name: line for line in proposal.lines}
        assert {name: line.pupil for name, line in lines.items()} == {PUPIL: True, OTHER: True, CLERK: False}
        with archive.sessions() as session:
            assert session.scalars(select(CaseEvent)).all() == []  # only proposed
        with pytest.raises(NotOfTheOrder):
            orders.enter(order, [], actor)
        with pytest.raises(NotOfTheOrder):
            orders.enter(order, [lines[PUPIL].person_id, 999], actor)
        other = program(archive, actor)
        chosen = {"persons": [lines[OTHER].person_id]}
        assert other.ask("POST", f"/documents/{order}/order-events", json=chosen).get_json() == {"entered": 1}
        refused(other.ask("POST", f"/documents/{order}/order-events", json=chosen), 409, "event_known")
        told = other.get(f"/documents/{order}/order-events").get_json()["proposal"]
        assert {line["name"]: line["verdict"] for line in told["lines"]}[OTHER] == LineVerdict.ENTERED
        teacher = account(archive, "секретарь", "commission_secretary")
        refused(program(archive, teacher).get(f"/documents/{order}/order-events"), 403, "not_allowed")
        clerk = account(archive, "писарь", "clerk")
        hidden = file_one(archive, note(tmp_path, TEXT + "!", "тайный.txt"), kind="order", confidentiality=9)
        with pytest.raises(NotFound):
            orders.proposed(reads, hidden, clerk)
    assert "отчисление" in cli.says("event", "order", order, ARCHIVE_USER="соколова")
    done = cli.json("event", "order", order, "--person", PUPIL, "--enter", ARCHIVE_USER="соколова")
    assert done["entered"] == 1
    with cli.home.opened() as archive, archive.sessions() as session:
        events = session.scalars(select(CaseEvent).order_by(CaseEvent.id)).all()
        assert [(event.day, event.document_id) for event in events] == [(date(2025, 3, 15), order)] * 2


def test_without_a_date_the_day_is_said_and_other_papers_propose_nothing(cli: Cli, tmp_path: Path) -> None:
    with cli.home.opened() as archive:
        order, actor = _filed_order(archive, tmp_path, date=None), actor_of(archive)
        orders, reads = archive.life.order_events, archive.journal.reads
        proposal = orders.proposed(reads, order, actor)
        assert proposal is not None
        persons = [line.person_id for line in proposal.lines if line.pupil]
        assert {line.verdict for line in proposal.lines} == {LineVerdict.BAD_DAY}
        with pytest.raises(NotOfTheOrder):
            orders.enter(order, persons, actor)
        assert orders.enter(order, persons, actor, on=date(YEAR, 3, 1)) == 2
        letter = file_one(archive, note(tmp_path, "Отчислить всех", "письмо-2.txt"), kind="letter", item="01-02")
        work(archive)
        assert orders.proposed(reads, letter, actor) is None
    cli.says("event", "order", letter, code=EXIT_CONFLICT, ARCHIVE_USER="соколова")


def test_what_case_files_must_hold_is_said_by_a_program(cli: Cli) -> None:
    with cli.home.opened() as archive:
        keeper = program(archive, actor_of(archive))
        asked = keeper.ask("PUT", "/checklists/02-02", json={"kinds": ["application", "consent"]}).get_json()
        assert [kind["code"] for kind in asked["kinds"] if kind["asked"]] == ["application", "consent"]
        refused(keeper.ask("PUT", "/checklists/02-02", json={"kinds": ["нет такого"]}), 404, "not_found")
        refused(keeper.get("/checklists/99-99"), 404, "not_found")
        assert len([kind for kind in keeper.get("/checklists/02-02").get_json()["kinds"] if kind["asked"]]) == 2
