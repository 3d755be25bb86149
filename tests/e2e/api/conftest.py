"""Whole archives on both legs, with two documents of two units, and the program of an archivist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.db.models import Fonds, Unit
from tests.fixtures.api import Program, program
from tests.fixtures.archives import *  # noqa: F403 - fixtures are found by name
from tests.fixtures.archives import account, actor_of, file_one, note, work

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive

IVANOVA, KUKUSHKINA = "Иванова Анна Петровна", "Кукушкина Ольга Львовна"


@dataclass
class Units:
    """Two units with a document each, and a person who may see those of the first one only."""

    own: int
    foreign: int
    secretary: Actor


@pytest.fixture(scope="module")
def archivist(archive: Archive) -> Program:
    return program(archive, actor_of(archive))


@pytest.fixture(scope="module")
def scanned(archive: Archive, scan: Callable[..., Path]) -> int:
    """One recognised scan of one page."""
    number = file_one(archive, scan(), IVANOVA, title="Приказ о зачислении", date=None)
    work(archive)
    return number


@pytest.fixture(scope="module")
def units(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Units:
    folder = tmp_path_factory.mktemp("units")
    with archive.sessions.begin() as session:
        fonds_id = session.scalars(select(Fonds.id)).one()
        first, second = (Unit(fonds_id=fonds_id, name=name) for name in ("Первая комиссия", "Вторая комиссия"))
        session.add_all([first, second])
        session.flush()
        unit_id = first.id
    known = {"kind": "protocol", "year": 2025}
    own = file_one(archive, note(folder, "протокол первой", "1.txt"), IVANOVA, unit="Первая комиссия", **known)
    foreign = file_one(archive, note(folder, "протокол второй", "2.txt"), KUKUSHKINA, unit="Вторая комиссия", **known)
    work(archive)
    secretary = account(archive, "секретарь", "commission_secretary", unit_id=unit_id)
    return Units(own, foreign, secretary)
