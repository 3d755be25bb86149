"""Where a snapshot is read from: the place that was found to have it, and every other one for what it lacks."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from archive_app.logs import log
from storage.backup.data_keys import Keyring
from storage.backup.reading import Reading
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyrage

    from archive_app.services.backup.ground import Place
    from storage.backup.target import BackupTarget


@contextmanager
def opened_source(
    places: Sequence[Place], first: Place, identities: Sequence[pyrage.x25519.Identity]
) -> Iterator[Reading]:
    """Read from `first`, and from the others of `places` that answer what is damaged or missing there.

    Objects bear the same names everywhere and prove their bytes themselves, so that each may come from another place.
    Raises errors of `first`.
    """
    others: list[Reading] = []
    away: list[str] = []
    with ExitStack() as stack:
        target = _opened(first, stack)
        for place in places:
            if place.shown == first.shown:
                continue
            try:
                other = _opened(place, stack)
            except StorageError as error:
                log.warning("another place of backups does not answer", place=place.shown, error=str(error))
                away.append(place.shown)
                continue
            others.append(Reading(other, Keyring(other, identities), shown=place.shown))
        yield Reading(target, Keyring(target, identities), shown=first.shown, others=tuple(others), away=tuple(away))


def _opened(place: Place, stack: ExitStack) -> BackupTarget:
    target = stack.enter_context(place.opened())
    target.require()
    return target
