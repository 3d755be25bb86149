"""A whole group by one order: exceptions stay, one wrong study stops all, what was done is taken back."""

from __future__ import annotations

import json
from datetime import date, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.auth.errors import NotAllowed
from archive_app.db.engine import reading
from archive_app.db.models import CaseEvent, Leaving, Study
from archive_app.services.people import group_orders, merging, studies, undoing
from archive_app.services.people.errors import (
    DayNotCome,
    NobodyChosen,
    OrderUnclear,
    PaperMissing,
    PersonChanged,
    StudyOverlaps,
)
from archive_app.services.people.group_orders import GroupOrder
from archive_app.services.people.keeping import add_person
from archive_app.services.people.papers import Paper
from tests.fixtures.api import app_of, program, refused
from tests.fixtures.archives import account, actor_of
from tests.fixtures.signing_in import csrf_of, give_password
from tests.fixtures.visitors import Visitor, quick_hashes

if TYPE_CHECKING:
    from archive_app.bootstrap import Archive
    from archive_app.services.people.group_orders import MemberLine
    from tests.e2e.cli.conftest import Cli

NAMES = ("Ивин Лев Ильич", "Сойкина Ада Юрьевна", "Яшин Пётр Ильич")
BEGUN, DAY = date(2024, 9, 1), date(2025, 9, 1)
PAPER = Paper("приказ от 29.08.2025 № 7-у")
ENROLLED = "приказ о зачислении от 30.08.2024 № 3"


def _class(archive: Archive) -> tuple[int, int]:
    """5-А with three pupils, and 6-А."""
    boss, book = actor_of(archive), archive.rights.dictionary
    here, there = book.add_group("5-А", boss, started_on=BEGUN), book.add_group("6-А", boss, started_on=DAY)
    for name in NAMES:
        person = add_person(archive.people, name, boss, birth_date=date(2013, 2, 3))
        studies.add_study(archive.people, person, here, studies.Stay(BEGUN, enrolled=Paper(ENROLLED)), boss)
    return here, there


def _lines(archive: Archive, order: GroupOrder) -> dict[str, MemberLine]:
    return {line.name: line for line in group_orders.preview(archive.people, order, actor_of(archive))}


def _of(*lines: MemberLine) -> dict[int, int]:
    return {line.study_id: line.version for line in lines}


def _studies(archive: Archive) -> list[tuple[int, str | None]]:
    with reading(archive.sessions) as session:
        query = select(Study.group_id, Study.leaving).order_by(Study.person_id, Study.started_on)
        return [(group, leaving and leaving.value) for group, leaving in session.execute(query)]


def _papers(archive: Archive) -> list[tuple[str | None, str | None]]:
    """Of the beginning and of the end of each study."""
    with reading(archive.sessions) as session:
        query = select(Study.ground, Study.leaving_ground).order_by(Study.person_id, Study.started_on)
        return [(begun, ended) for begun, ended in session.execute(query)]


def test_a_class_goes_on_save_its_exceptions_and_comes_back(fresh_archive: Archive) -> None:
    archive, boss = fresh_archive, actor_of(fresh_archive)
    here, there = _class(archive)
    order = GroupOrder(here, DAY, PAPER, to_group=there)
    lines = _lines(archive, order)
    assert [(name, line.outcome.value) for name, line in lines.items()] == [(name, "ready") for name in NAMES]
    going = _of(lines[NAMES[0]], lines[NAMES[1]])
    assert group_orders.carry_out(archive.people, order, going, boss) == 2
    assert _studies(archive) == [(here, "moved"), (there, None), (here, "moved"), (there, None), (here, None)]
    went_on = [(ENROLLED, PAPER.words), (PAPER.words, None)]
    assert _papers(archive) == [*went_on, *went_on, (ENROLLED, None)], "each paper stands beside the other"
    done = _lines(archive, order)
    assert [line.outcome.value for line in done.values()] == ["done", "done", "ready"]
    with pytest.raises(PersonChanged):  # looked at before the order
        group_orders.take_back(archive.people, order, going, boss)
    assert group_orders.take_back(archive.people, order, _of(done[NAMES[0]], done[NAMES[1]]), boss) == 2
    assert _studies(archive) == [(here, None)] * 3
    assert _papers(archive) == [(ENROLLED, None)] * 3, "the paper of the order alone is taken off"


def test_cards_made_one_between_an_order_and_its_end_keep_the_papers(fresh_archive: Archive) -> None:
    archive, boss = fresh_archive, actor_of(fresh_archive)
    here, there = _class(archive)
    order = GroupOrder(here, DAY, PAPER, to_group=there)
    first = _lines(archive, order)[NAMES[0]]
    group_orders.carry_out(archive.people, order, _of(first), boss)
    card = add_person(archive.people, NAMES[0], boss)
    merge = merging.merge_persons(archive.people, card, first.person_id, boss)
    again = add_person(archive.people, NAMES[0], boss)
    over = merging.merge_persons(archive.people, again, card, boss)
    done = _lines(archive, order)[NAMES[0]]
    assert (done.person_id, done.outcome.value) == (again, "done")
    group_orders.take_back(archive.people, order, _of(done), boss)
    assert _papers(archive) == [(ENROLLED, None)] * 3
    # The study that the order had begun is gone; the next one, which may get its number, stays where it is written.
    studies.add_study(archive.people, again, there, studies.Stay(DAY), boss)
    undoing.unmerge_persons(archive.people, over, boss)
    undoing.unmerge_persons(archive.people, merge, boss)
    with reading(archive.sessions) as session:
        query = select(Study.person_id, Study.group_id).where(Study.person_id.in_([card, again, first.person_id]))
        assert set(session.execute(query).all()) == {(first.person_id, here), (again, there)}


def test_one_wrong_study_stops_all(fresh_archive: Archive) -> None:
    archive, boss = fresh_archive, actor_of(fresh_archive)
    here, there = _class(archive)
    order = GroupOrder(here, DAY, PAPER, to_group=there)
    lines = _lines(archive, order)
    second = lines[NAMES[1]]
    studies.add_study(archive.people, second.person_id, there, studies.Stay(DAY), boss)
    assert _lines(archive, order)[NAMES[1]].outcome.value == "there"
    before = _studies(archive)
    with pytest.raises(StudyOverlaps):
        group_orders.carry_out(archive.people, order, _of(*lines.values()), boss)
    with pytest.raises(NobodyChosen):
        group_orders.carry_out(archive.people, order, {}, boss)
    with pytest.raises(PersonChanged):
        group_orders.carry_out(archive.people, order, {second.study_id: 9}, boss)
    with pytest.raises(PaperMissing):
        group_orders.preview(archive.people, GroupOrder(here, DAY, Paper(), to_group=there), boss)
    for unclear in ({}, {"to_group": here}, {"to_group": there, "leaving": Leaving.GRADUATED}):
        with pytest.raises(OrderUnclear):
            group_orders.preview(archive.people, GroupOrder(here, DAY, PAPER, **unclear), boss)
    to_come = archive.today() + timedelta(days=40)
    with pytest.raises(DayNotCome):
        group_orders.preview(archive.people, GroupOrder(here, to_come, PAPER, leaving=Leaving.GRADUATED), boss)
    with pytest.raises(NotAllowed):
        group_orders.preview(archive.people, order, account(archive, "завуч-переводит", "deputy"))
    assert _studies(archive) == before


def test_terms_wait_again_when_a_graduation_is_taken_back(fresh_archive: Archive) -> None:
    archive, boss = fresh_archive, actor_of(fresh_archive)
    here, _ = _class(archive)
    order = GroupOrder(here, date(2025, 6, 25), PAPER, leaving=Leaving.GRADUATED)

    def waiting() -> list[bool]:
        with reading(archive.sessions) as session:
            return [one.cancelled_at is None for one in session.scalars(select(CaseEvent))]

    assert group_orders.carry_out(archive.people, order, _of(*_lines(archive, order).values()), boss) == 3
    assert waiting() == [True] * 3
    assert _papers(archive) == [(ENROLLED, PAPER.words)] * 3
    assert group_orders.take_back(archive.people, order, _of(*_lines(archive, order).values()), boss) == 3
    assert (waiting(), _studies(archive)) == ([False] * 3, [(here, None)] * 3)
    assert _papers(archive) == [(ENROLLED, None)] * 3


def test_by_command_by_program_and_in_the_browser(cli: Cli) -> None:
    with cli.home.opened() as archive:
        here, there = _class(archive)
        said = ("--to", there, "--day", "01.09.2025", "--ground", PAPER.words)
        left_out = _lines(archive, GroupOrder(here, DAY, PAPER, to_group=there))[NAMES[2]].person_id
        shown = cli.run("group", "order", here, *said, "--json")
        assert [line["outcome"] for line in json.loads(shown.stdout)["members"]] == ["ready"] * 3
        done = cli.run("group", "order", here, *said, "--except", left_out, "--carry-out", "--json")
        assert json.loads(done.stdout)["carried_out"] == 2, done.stderr
        asking = program(archive, actor_of(archive))
        body = {"to_group": there, "day": "2025-09-01", "ground": PAPER.words}
        members = asking.ask("POST", f"/groups/{here}/order", json=body).get_json()["members"]
        assert [one["outcome"] for one in members] == ["done", "done", "ready"]
        chosen = [{"study_id": one["study_id"], "version": one["version"]} for one in members[:2]]
        back = asking.ask("POST", f"/groups/{here}/order/back", json=body | {"members": chosen})
        assert (back.status_code, back.get_json()["changed"]) == (HTTPStatus.OK, 2)
        refused(asking.ask("POST", f"/groups/{here}/order/carry-out", json=body), 409, "nobody_chosen")
        with quick_hashes():
            give_password(archive, actor_of(archive).login)
            visitor = Visitor(app_of(archive).test_client())
            visitor.sign_in(actor_of(archive).login)
            asked = f"/persons/group-order?group={here}&to={there}&day=01.09.2025&ground={PAPER.words}"
            page = visitor.get(asked).text
            assert page.count('name="study"') == 3
            lines = _lines(archive, GroupOrder(here, DAY, PAPER, to_group=there))
            form = {
                "csrf_token": csrf_of(page), "group": here, "to": there, "day": "01.09.2025", "ground": PAPER.words,
                "study": [f"{line.study_id}:{line.version}" for line in lines.values()],
            }  # fmt: skip
            assert visitor.client.post("/persons/group-order", data=form).status_code == HTTPStatus.FOUND
            assert "Отменить приказ для отмеченных" in visitor.get(asked).text
            assert visitor.client.post("/persons/group-order", data=form).status_code == HTTPStatus.CONFLICT
