"""docs/access.md tells the truth: its tables are made from the program. `WRITE_DOCS=1` with this test writes them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
from sqlalchemy import select

from archive_app.auth.gate import Right, right_of
from archive_app.db.models import RoleRight
from archive_app.entrypoints.cli.main import cli
from archive_app.entrypoints.web.app import create_app
from archive_app.entrypoints.web.gate import LIBRARIES, rights_of_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.orm import Session, sessionmaker

    from tests.fixtures.archives import Home

PAGE = Path(__file__).parents[3] / "docs" / "access.md"
BEGIN, END = "<!-- made by tests/integration/access/test_access_page.py -->", "<!-- end of what is made -->"


def test_the_tables_of_the_page_are_those_of_the_program(embedded_home: Home) -> None:
    with embedded_home.opened() as archive:
        app = create_app(archive)
        roles = tuple(_roles(archive.sessions))
    pages = {
        f"{'/'.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))} {rule.rule}": rights_of_pages(
            app, LIBRARIES
        )[rule.endpoint]
        for rule in app.url_map.iter_rules()
    }
    made = "\n\n".join(
        [
            "## What roles begin with",
            _table(("role", "acts", "kinds of documents", "reach", "up to confidentiality"), roles),
            "## Which right each road needs",
            _table(("page or verb", "needs"), ((f"`{road}`", _needs(right)) for road, right in sorted(pages.items()))),
            _table(("command", "needs"), ((f"`{road}`", _needs(right)) for road, right in _commands(cli, "archive"))),
        ]
    )
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    wanted = f"{before}{BEGIN}\n\n{made}\n\n{END}{after}"
    if os.environ.get("WRITE_DOCS"):
        PAGE.write_text(wanted, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == wanted, "run this test with WRITE_DOCS=1 and look at what has changed"


def _roles(sessions: sessionmaker[Session]) -> Iterator[tuple[str, ...]]:
    """What a new archive begins with."""
    found: dict[tuple[str, str, int], dict[str, set[str]]] = {}
    with sessions() as session:
        for row in session.scalars(select(RoleRight).order_by(RoleRight.id)):
            key = (row.role_code, row.reach.value, row.max_confidentiality)
            found.setdefault(key, {}).setdefault(row.act.value, set()).add(row.kind_code or "every kind")
    for (role, reach, highest), of_act in found.items():
        by_kinds: dict[str, list[str]] = {}
        for act, kinds in of_act.items():
            by_kinds.setdefault(", ".join(sorted(kinds)), []).append(act)
        for kinds_text, acts in by_kinds.items():
            yield role, ", ".join(acts), kinds_text, reach, str(highest)


def _commands(command: click.Command, path: str) -> Iterator[tuple[str, Right]]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _commands(below, f"{path} {name}")
        return
    right = right_of(command.callback)
    assert right is not None
    yield path, right


def _needs(right: Right) -> str:
    if right.acts:
        return " or ".join(act.value for act in right.acts)
    return f"{'nobody is asked' if right.anonymous else 'a known person'}: {right.why}"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
