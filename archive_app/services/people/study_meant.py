"""Which study somebody means who types its number, or the name of the person who studies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from archive_app.auth.actor import Actor, require
from archive_app.auth.acts import Act
from archive_app.db.engine import reading
from archive_app.db.models import Study
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.numbers import read_number
from archive_app.services.people.errors import NotStudying, SeveralStudies
from archive_app.services.people.meant import person_meant

if TYPE_CHECKING:
    from archive_app.services.people.ground import People


def study_meant(people: People, text: str, actor: Actor, version: int | None = None) -> tuple[int, int]:
    """The study that `text` names, by its own number or as the one that a person goes on in, and its version.

    The version is the present one where none is given.

    Raises:
        NotAllowed, NotFound, as `person_meant`; NotStudying: the person goes on in no group;
        SeveralStudies: in more than one; they are told by number and group.
    """
    require(actor, Act.PERSONS)
    number = read_number(text.strip().removeprefix("№").strip())
    if number is not None:
        return number, _version(people, number) if version is None else version
    person = person_meant(people, text, actor)
    going = select(Study).where(Study.person_id == person, Study.ended_on.is_(None)).order_by(Study.id)
    with reading(people.sessions) as session:
        found = session.scalars(going.options(joinedload(Study.group, innerjoin=True))).all()
        told = "; ".join(f"№ {study.id} {study.group.name}" for study in found)
    if not found:
        raise NotStudying(text, name=text.strip())
    if len(found) > 1:
        raise SeveralStudies(text, name=text.strip(), studies=told)
    return found[0].id, found[0].version if version is None else version


def _version(people: People, number: int) -> int:
    with reading(people.sessions) as session:
        version = session.scalar(select(Study.version).where(Study.id == number))
    if version is None:
        raise NotFound(str(number), what=translate("Study {number}", number=number))
    return version
