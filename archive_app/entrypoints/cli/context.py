"""What most commands begin with: the composed archive and the person it acts for."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from archive_app.auth.actor import require_one
from archive_app.auth.gate import right_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive
    from archive_app.settings import Settings
    from archive_app.wiring.backing_up import Backups


@contextmanager
def acting(settings: Settings) -> Iterator[tuple[Archive, Actor]]:
    """Open the archive and load the acting user; everything is closed at the end.

    Raises:
        NotInitialised: `archive init` has not been run.
        NobodyActs: no such user. SayWhoActs: there are several, and none is named.
        NotAllowed: the person has not the right that the command declares.
    """
    from archive_app.bootstrap import open_archive

    with open_archive(settings) as archive:
        actor = archive.actor()
        _require_declared(actor)
        yield archive, actor


@contextmanager
def acting_on_backups(settings: Settings) -> Iterator[tuple[Backups, Actor]]:
    """The same for commands that need nothing but the backups. Raises the same."""
    from archive_app.backups import open_backups

    with open_backups(settings) as (backups, actor):
        _require_declared(actor)
        yield backups, actor


def _require_declared(actor: Actor) -> None:
    right = right_of(click.get_current_context().command.callback)
    require_one(actor, right.acts if right else ())
