"""What the database itself refuses, whatever the code above it does."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError

from archive_app.db.engine import make_engine, make_session_factory
from archive_app.db.models import (
    CaseFile,
    DocumentPerson,
    Duty,
    Job,
    Person,
    PersonName,
    PersonSource,
    Rendition,
    RenditionKind,
    User,
    Volume,
)
from tests.fixtures.databases import DATABASES, migrated_copy
from tests.integration.db.rows import AT, blob, document, item, plan, volume

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.db.base import Base


@pytest.fixture(scope="module", params=DATABASES)
def session_factory(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[sessionmaker[Session]]:
    """One database for all tests of this file: what is refused leaves nothing behind."""
    with migrated_copy(request, tmp_path_factory.mktemp("constraints")) as url:
        engine = make_engine(url)
        yield make_session_factory(engine)
        engine.dispose()


def _person() -> Person:
    return Person(surname="Иванова", folded="иванова", created_at=AT)


def _name(person: Person, **fields: object) -> PersonName:
    return PersonName(**{"person": person, "surname": "Иванова", "folded": "иванова"} | fields)


def _case(**fields: object) -> list[Base]:
    of = item(plan())
    return [volume(of).case_file, volume(of, **fields).case_file]  # type: ignore[arg-type]


def _renditions(page: int | None) -> list[Base]:
    row = document(blob())
    return [
        Rendition(document=row, kind=RenditionKind.PDFA, page=page, blob=blob(digit), software="", created_at=AT)
        for digit in "bc"
    ]


def _twice_named() -> list[Base]:
    row, person = document(blob()), _person()
    return [DocumentPerson(document=row, person=person, role="subject", source=PersonSource.TYPED) for _ in range(2)]


def _two_current_names() -> list[Base]:
    person = _person()
    return [_name(person), _name(person)]


def _personal_files() -> list[Base]:
    of, person = item(plan()), _person()
    return [volume(of, number=number, person=person).case_file for number in (1, 2)]


REFUSED: dict[str, Callable[[], list[Base]]] = {
    "blob address": lambda: [blob(sha256="abc")],
    "blob size": lambda: [blob(size=-1)],
    "sheets": lambda: [document(blob(), sheets=-1)],
    "confidentiality": lambda: [document(blob(), confidentiality=-1)],
    "plan year": lambda: [plan(20)],
    "plan twice": lambda: [(first := plan()), type(first)(fonds=first.fonds, year=2026, created_at=AT)],
    "two plans in force": lambda: [
        (first := plan()),
        type(first)(fonds=first.fonds, year=2026, version=2, status=first.status, created_at=AT),
    ],
    "item twice": lambda: [(of := plan()), item(of), item(of)],
    "case file twice": _case,
    "two personal files of one person under one item": _personal_files,
    "closed before opened": lambda: _case(number=2, closed_on=date(2020, 1, 1)),
    "volume twice": lambda: [(first := volume(item(plan()))), Volume(case_file=first.case_file, number=1)],
    "rendition of a page twice": lambda: _renditions(1),
    "rendition of the whole twice": lambda: _renditions(None),
    "person named twice in one role": _twice_named,
    "two current names": _two_current_names,
    "name that ends before it begins": lambda: [
        _name(_person(), valid_from=date(2020, 1, 2), valid_to=date(2020, 1, 1))
    ],
    "login twice": lambda: [User(login="a", display_name="", created_at=AT) for _ in range(2)],
    "running job without a lease": lambda: [Job(kind="a", state="running", run_after=AT, created_at=AT)],
    "two waiting jobs with one key": lambda: [
        Job(kind="a", unique_key="k", run_after=AT, created_at=AT) for _ in range(2)
    ],
    "tick twice": lambda: [
        Job(kind="a", schedule="s", scheduled_for=AT, run_after=AT, created_at=AT) for _ in range(2)
    ],
}


@pytest.mark.parametrize("rows", REFUSED.values(), ids=REFUSED.keys())
def test_refused(session_factory: sessionmaker[Session], rows: Callable[[], list[Base]]) -> None:
    with session_factory() as session:
        session.add_all(rows())
        with pytest.raises(IntegrityError):
            session.flush()


@pytest.mark.parametrize(
    "change",
    ["state = 'lost'", "recognition = 'perhaps'", "carrier = 'stone'", "kind_code = 'unheard of'", "volume_id = 99"],
)
def test_a_value_outside_its_list_is_refused(session_factory: sessionmaker[Session], change: str) -> None:
    with session_factory() as session:
        session.add(document(blob()))
        session.flush()
        with pytest.raises(IntegrityError):
            session.execute(text(f"UPDATE document SET {change}"))  # noqa: S608 - the parameters above


def test_a_naive_instant_is_refused(session_factory: sessionmaker[Session]) -> None:
    with session_factory() as session:
        session.add(blob(created_at=AT.replace(tzinfo=None)))
        with pytest.raises(StatementError, match="naive"):
            session.flush()


def test_what_must_be_possible_is(session_factory: sessionmaker[Session]) -> None:
    """Several journals under one item, a name history, two versions of a plan, finished jobs with one key."""
    with session_factory() as session:
        of, person = plan(), _person()
        heading = item(of)
        session.add_all([volume(heading, number=n).case_file for n in (1, 2, 3)])
        session.add_all([_name(person), _name(person, is_current=False), _name(person, is_current=False)])
        session.add(type(of)(fonds=of.fonds, year=2026, version=2, created_at=AT))
        session.add_all(
            [Job(kind="a", unique_key="k", state="done", run_after=AT, created_at=AT) for _ in range(2)]
            + [Job(kind="a", unique_key="k", run_after=AT, created_at=AT)]
        )
        user = User(login="a", display_name="Иванова", created_at=AT)
        session.add(Duty(user=user, role_code="archivist", given_by="a", given_at=AT))
        session.flush()
        session.expire_all()
        assert [duty.role.title for duty in session.query(Duty)] == ["Архивист"]
        assert [case.rule_snapshot for case in session.query(CaseFile)] == [None, None, None]
        assert session.scalar(text("SELECT count(*) FROM case_file WHERE rule_snapshot IS NULL")) == 3
