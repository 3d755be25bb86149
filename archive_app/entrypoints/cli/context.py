"""What most commands begin with: the composed archive and the person it acts for."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from archive_app.auth.actor import require_one
from archive_app.auth.gate import right_of
from archive_app.bootstrap import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive
    from archive_app.settings import Settings


@contextmanager
def acting(settings: Settings) -> Iterator[tuple[Archive, Actor]]:
    """Open the archive and load the acting user; everything is closed at the end.

    Raises:
        NotInitialised: `archive init` has not been run.
        NobodyActs: no such user. SayWhoActs: there are several, and none is named.
        NotAllowed: the person has not the right that the command declares.
    """
    with open_archive(settings) as archive:
        actor = archive.actor()
        right = right_of(click.get_current_context().command.callback)
        require_one(actor, right.acts if right else ())
        yield archive, actor
