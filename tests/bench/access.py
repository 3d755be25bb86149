"""Search and lists under the policy against the same without it: 100,000 documents in 1,000 scopes.

    python -m tests.bench.access --json OUT [--documents 100000] [--scopes 1000]

Two people see the same documents: one by a right to everything, the other by a right to each kind, so that every one
of the scopes must be looked up. Both are asked in turns, of the same database and the same index, and the rights of
both are read anew for each question, as a request does.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import insert

from archive_app.auth.policy import access, visible
from archive_app.bootstrap import Archive, initialise, open_archive, utc_now
from archive_app.db.engine import reading
from archive_app.db.models import (
    AccessScope,
    Act,
    Blob,
    BlobState,
    Document,
    Duty,
    Fonds,
    Reach,
    Role,
    RoleRight,
    Unit,
    User,
)
from archive_app.db.queries.documents import list_documents
from archive_app.settings import Settings
from indexer.analysis import Analyzer
from indexer.query import QueryParser
from indexer.search import IndexDocument, IndexPage, SearchRequest
from tests.bench.report import Figure, write
from tests.bench.search import Pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from archive_app.auth.actor import Actor

KINDS = ("order", "class_journal", "exam_sheet", "certificate")
LEVELS = (0, 1)
ROWS = 5_000
WORDS_A_PAGE = 20
ROUNDS = 5
QUESTIONS = 40
TOKENS_A_SCOPE = 4
"""The policy gives a scope of the number n the token 4 n (`archive_app.auth.policy`)."""


def main() -> None:
    """Measure lists and search."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.access")
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--scopes", type=int, default=1_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-access-", dir=Path.cwd() / "var") as folder:
        settings = Settings(home=Path(folder) / "home")
        initialise(settings)
        with open_archive(settings) as archive:
            write(given.json, "access", measure(archive, given.documents, given.scopes))


def measure(archive: Archive, documents: int, scopes: int) -> list[Figure]:
    """Median milliseconds of a list's page and of a search, with the policy and without."""
    numbers = school(archive, scopes)
    _fill(archive, documents, numbers)
    pages = Pages()
    archive.engine.rebuild(_indexed(documents, numbers, pages))
    seen = archive.actor("by-kinds").within(Act.SEE)
    assert not seen.everything
    assert len(seen.scopes) == scopes
    figures = []
    for name, ask in (("list of 50", _list(archive)), ("search", _search(archive, pages))):
        with_policy, without = _in_turns(archive, ask, "by-kinds", "everything")
        title = f"{name}, {documents:,} documents, {scopes:,} scopes"
        figures.append(Figure(title, with_policy, "ms", "everything is seen", without, goal=1.3))
    return figures


def _in_turns(archive: Archive, ask: Callable[[Actor, int], object], one: str, other: str) -> tuple[float, float]:
    times: dict[str, list[float]] = {one: [], other: []}
    for turn in range(ROUNDS):
        for question in range(QUESTIONS):
            for actor in (one, other) if (turn + question) % 2 else (other, one):
                started = time.perf_counter()
                ask(archive.actor(actor), question)
                times[actor].append((time.perf_counter() - started) * 1000)
    return statistics.median(times[one]), statistics.median(times[other])


def _list(archive: Archive) -> Callable[[Actor, int], object]:
    def ask(actor: Actor, _question: int) -> object:
        with reading(archive.sessions) as session:
            return list_documents(session, visible(actor))

    return ask


def _search(archive: Archive, pages: Pages) -> Callable[[Actor, int], object]:
    pick = random.Random(3)
    parser = QueryParser(Analyzer())
    asked = [f"{pick.choice(pages.words[:200])} {pick.choice(pages.words[:60])}" for _ in range(QUESTIONS // 2)]
    asked += [pick.choice(pages.surnames[:200]) for _ in range(QUESTIONS - len(asked))]
    trees = [parser.parse(text).tree for text in asked]

    def ask(actor: Actor, question: int) -> object:
        return archive.engine.search(SearchRequest(tree=trees[question], limit=20, facets=True), access(actor))

    return ask


def school(archive: Archive, scopes: int) -> Sequence[int]:
    """Units, scopes of each kind and level in each unit, the two people; the numbers of the scopes."""
    units = scopes // (len(KINDS) * len(LEVELS))
    with archive.sessions.begin() as session:
        fonds = session.query(Fonds).first()
        assert fonds is not None
        rows = [Unit(fonds_id=fonds.id, name=f"Подразделение {number}") for number in range(units)]
        roles = [Role(code="everything", title="Всё"), Role(code="by-kinds", title="Каждый вид")]
        people = [User(login=role.code, display_name=role.code, created_at=utc_now()) for role in roles]
        session.add_all([*rows, *roles, *people])
        session.flush()
        session.add_all(
            RoleRight(role_code=code, act=Act.SEE, kind_code=kind, reach=Reach.ALL, max_confidentiality=9)
            for code, kind in [("everything", None), *(("by-kinds", kind) for kind in KINDS)]
        )
        session.add_all(
            Duty(user_id=user.id, role_code=user.login, given_by="bench", given_at=utc_now()) for user in people
        )
        made = [
            AccessScope(kind_code=kind, unit_id=unit.id, confidentiality=level)
            for unit in rows
            for kind in KINDS
            for level in LEVELS
        ]
        session.add_all(made)
        session.flush()
        return [scope.id for scope in made]


def _fill(archive: Archive, documents: int, scopes: Sequence[int]) -> None:
    now, pick = utc_now(), random.Random(4)
    for start in range(0, documents, ROWS):
        keys = [f"{at:064x}" for at in range(start, min(start + ROWS, documents))]
        blob = {"size": 1, "media_type": "image/jpeg", "state": BlobState.PRESENT, "created_at": now}
        document = {
            "kind_code": "order",
            "title": "Приказ",
            "original_name": "scan.jpg",
            "media_type": "image/jpeg",
            "created_at": now,
            "created_by": "bench",
            "version": 1,
        }
        with archive.sessions.begin() as session:
            session.execute(insert(Blob), [blob | {"sha256": key} for key in keys])
            dated = [f"{pick.randint(1990, 2026)}-{pick.randint(1, 12):02d}-{pick.randint(1, 28):02d}" for _ in keys]
            session.execute(
                insert(Document),
                [
                    document
                    | {
                        "original_sha256": key,
                        "scope_id": pick.choice(scopes),
                        "dated_on": utc_now().date().fromisoformat(day),
                    }
                    for key, day in zip(keys, dated, strict=True)
                ],
            )


def _indexed(documents: int, scopes: Sequence[int], pages: Pages) -> Iterator[IndexDocument]:
    """Short texts: what is measured is the policy, not the length of pages."""
    pick = random.Random(5)
    for number in range(1, documents + 1):
        text = " ".join([*pick.choices(pages.words, k=WORDS_A_PAGE), pages.name()])
        token = pick.choice(scopes) * TOKENS_A_SCOPE
        yield IndexDocument(number, 1, "Приказ", [IndexPage(1, text)], kind=pick.choice(KINDS), scopes=(token,))


if __name__ == "__main__":
    main()
