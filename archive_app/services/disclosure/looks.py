"""Who looked at the records of a person in some days: one answer for the officer, by account and act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.audit import ObjectRef
from archive_app.audit_words import action_words
from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, Person
from archive_app.db.queries.audit import EventFilter, acts_on_person
from archive_app.mornings import span
from archive_app.services.account_names import names_of
from archive_app.services.documents import spoken_name
from archive_app.services.people.ground import present_id, unknown_person

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from archive_app.services.requests.ground import Desk


@dataclass(frozen=True, slots=True)
class LookLine:
    """What one account did to the records of the person, how often, first and last when."""

    login: str
    who: str
    action: str
    count: int
    first: datetime.datetime
    last: datetime.datetime

    @property
    def words(self) -> str:
        """The act in words."""
        return action_words(self.action)


@dataclass(frozen=True, slots=True)
class Looks:
    """The answer: the person and the lines, most often first."""

    person_id: int
    person: str
    lines: Sequence[LookLine]


@dataclass(frozen=True, slots=True)
class LookingBack:
    """Asks the chain of events."""

    desk: Desk

    def at(
        self, person_id: int, actor: Actor, since: datetime.date | None = None, until: datetime.date | None = None
    ) -> Looks:
        """Both days are included; a fixed number of statements. Raises NotAllowed, NotFound."""
        require(actor, Act.AUDIT)
        with reading(self.desk.sessions) as session:
            person = session.get(Person, present_id(session, person_id))
            if person is None:
                raise unknown_person(person_id)
            begin, end = span(since, until, self.desk.zone)
            told = EventFilter(person_id=person.id, since=begin, until=end)
            found = acts_on_person(session, told)
            names = names_of(session, {row.actor for row in found})
            number, name = person.id, spoken_name(person)
        lines = [
            LookLine(row.actor, names.get(row.actor, row.actor), row.action, row.times, row.first, row.last)
            for row in found
        ]
        days = {"since": since and since.isoformat(), "until": until and until.isoformat()}
        self.desk.reads.record(actor.login, "disclosure:looks:read", ObjectRef("person", str(number)), **days)
        return Looks(number, name, lines)
