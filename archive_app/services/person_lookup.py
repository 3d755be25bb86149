"""Persons found by name, for somebody who may see a document that names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.audit import ObjectRef
from archive_app.audit.reads import PERSONS_SOUGHT
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.queries.persons import persons_named
from archive_app.services.documents import former_names, spoken_name
from archive_app.services.persons import FullName

if TYPE_CHECKING:
    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor


@dataclass(frozen=True, slots=True)
class SeenPerson:
    """A person; `former` are earlier names."""

    person_id: int
    name: str
    former: tuple[str, ...]


def persons_seen(reads: ReadLog, name: str, actor: Actor, *, limit: int) -> tuple[SeenPerson, ...]:
    """Those whose present or former name begins with `name` and whom a document names that `actor` may see.

    Raises:
        NameNotUnderstood: it cannot be the beginning of a name.
    """
    folded = FullName.parse(name).folded
    with reading(reads.sessions) as session:
        found = tuple(
            SeenPerson(person.id, spoken_name(person), former_names(person))
            for person in persons_named(session, folded, prefix=True, limit=limit, named_in=visible(actor))
        )
    persons = [person.person_id for person in found]
    reads.record(actor.login, PERSONS_SOUGHT, ObjectRef("search", "-"), name=name, persons=persons)
    return found
