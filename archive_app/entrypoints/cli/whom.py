"""Persons and groups on the command line: by the number, or as they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.people.meant import group_meant, person_meant
from retention.entries import school_year_span

if TYPE_CHECKING:
    import datetime

    from archive_app.auth.actor import Actor
    from archive_app.auth.acts import Act
    from archive_app.bootstrap import Archive


def person_of(archive: Archive, text: str, actor: Actor, *, asking: Act | None = None) -> int:
    """The number of the card that `text` names. Raises as `person_meant`; NotFound also where nothing is typed."""
    number = person_meant(archive.people, text, actor, asking=asking)
    if number is None:
        raise NotFound(text, what=translate("Person {name}", name=text))
    return number


def perhaps_person(archive: Archive, text: str, actor: Actor) -> int | None:
    """The same of an option that may be left out. Raises as `person_meant`."""
    return person_meant(archive.people, text, actor)


def group_of_year(archive: Archive, text: str, year: int) -> int:
    """The number of the group that `text` names in the school year that begins in `year`. Raises as `group_meant`."""
    return group_meant(archive.people, text, school_year_span(year)[1])


def group_of(archive: Archive, text: str, on: datetime.date | None = None) -> int:
    """The number of the group that `text` names on that day (today). Raises as `group_meant`."""
    return group_meant(archive.people, text, on or archive.today())
