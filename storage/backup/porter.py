"""A process of its own that brings blobs from places of backups into a store. `porters` starts it, says which."""

from __future__ import annotations

import signal
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

import pyrage

from storage.backup.data_keys import Keyring
from storage.backup.reading import Reading
from storage.backup.target import closing_target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from storage.backup.target import BackupTarget
    from storage.protocol import BlobStore


@dataclass(frozen=True, slots=True)
class Road:
    """From where to where, told so that another process can open it. Of `places` the first is the snapshot's.

    Each is the address as it is shown, and what opens it; `identities` are private keys of age as text.
    """

    places: Sequence[tuple[str, Callable[[], BackupTarget]]]
    identities: Sequence[str]
    store: Callable[[], BlobStore]
    space: str

    @contextmanager
    def opened(self) -> Iterator[tuple[Reading, BlobStore]]:
        """Both ends of it. Raises errors of their addresses."""
        identities = [pyrage.x25519.Identity.from_str(one) for one in self.identities]
        with ExitStack() as held:
            readings = []
            for shown, make in self.places:
                target = held.enter_context(closing_target(make()))
                readings.append(Reading(target, Keyring(target, identities), shown=shown))
            yield replace(readings[0], others=tuple(readings[1:])), held.enter_context(self.store())


def main(descriptor: int) -> None:
    """Serve the parent at the other end of the socket `descriptor`, until it wants nothing more or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for the parent, whose end is ours too
    with Connection(descriptor) as parent, suppress(EOFError, ConnectionError):
        try:
            _carry(parent)
        except (EOFError, ConnectionError):
            raise
        except Exception as error:  # noqa: BLE001 - raised again by the parent, whatever it is
            parent.send(error)


def _carry(parent: Connection) -> None:
    """Batches of blobs come until an empty one; each is answered, and the empty one once all of them are durable."""
    road: Road = parent.recv()
    with road.opened() as (reading, store):
        with store.bulk():
            while batch := parent.recv():
                parent.send([reading.bring(store, road.space, *one) for one in batch])
        parent.send(reading.elsewhere)
