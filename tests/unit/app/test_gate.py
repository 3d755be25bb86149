"""Every page and every command declares its right, and nothing that does not starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest
from flask import Flask

from archive_app.auth.gate import UndeclaredRight, needs, open_to_all, right_of
from archive_app.db.models import Act
from archive_app.entrypoints.cli import main as command_line
from archive_app.entrypoints.web import gate

if TYPE_CHECKING:
    from collections.abc import Iterator


def _leaves(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _leaves(below, f"{path} {name}")
    else:
        yield path, command


def test_every_command_declares_its_right() -> None:
    rights = {path: right_of(command.callback) for path, command in _leaves(command_line.cli, "archive")}
    assert None not in rights.values()
    assert len(rights) > 30
    for path, right in rights.items():
        assert right is not None
        assert right.acts or right.why, f"{path} is open, and nobody says why"


def test_a_command_that_says_nothing_does_not_start() -> None:
    group = click.Group("group", commands=[click.Command("silent", callback=lambda: None)])
    with pytest.raises(UndeclaredRight, match="archive group silent"):
        command_line.require_declared(group)


def test_a_page_that_says_nothing_does_not_start() -> None:
    app = Flask("silent", static_folder=None)
    app.add_url_rule("/a", "told", open_to_all("a test")(lambda: "a"))
    app.add_url_rule("/b", "untold", lambda: "b")
    with pytest.raises(UndeclaredRight, match="untold"):
        gate.install(app)


def test_a_page_that_needs_a_right_is_closed_to_who_is_nobody() -> None:
    app = Flask("closed", static_folder=None)
    app.add_url_rule("/a", "closed", needs(Act.SEE)(lambda: "secret"))
    gate.install(app)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = app.test_client().get("/a")
    assert answer.status_code == 500  # no archive is composed here: asking who it is fails before the page is run
    assert b"secret" not in answer.data
