"""The time line of a person: what the card tells, in the order of its days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator

    from archive_app.services.people.cards import NameLine, StudyLine
    from archive_app.services.people.kin import Kin


@dataclass(frozen=True, slots=True)
class LifePoint:
    """Something on a day. `what` is a code of `archive_app.person_words.POINT_WORDS`, `name` what its words name."""

    on: datetime.date
    what: str
    name: str = ""
    detail: str = ""
    """A code (of `Leaving`, `Authority`, `Purpose`) that has words of its own, or nothing."""
    ground: str | None = None


def life_points(
    born: datetime.date | None, names: Iterable[NameLine], studies: Iterable[StudyLine], kin: Kin
) -> tuple[LifePoint, ...]:
    """The earliest first; of what has no day nothing is told."""
    points = [LifePoint(born, "born")] if born else []
    points += [LifePoint(name.since, "name", name.name, ground=name.ground) for name in names if name.since]
    points += _of_studies(studies)
    points += _of_kin(kin)
    return tuple(sorted(points, key=lambda point: point.on))


def _of_studies(studies: Iterable[StudyLine]) -> Iterator[LifePoint]:
    for study in studies:
        yield LifePoint(study.since, "joined", study.group, ground=study.ground)
        if study.until and study.leaving != "moved":
            yield LifePoint(study.until, "left", study.group, study.leaving or "", study.leaving_ground)


def _of_kin(kin: Kin) -> Iterator[LifePoint]:
    for line in kin.guardians:
        yield LifePoint(line.since, "guardian", line.name, line.authority, line.ground)
        if line.revoked_on:
            yield LifePoint(line.revoked_on, "guardian_ended", line.name, line.authority, line.revoked_why)
    for consent in kin.consents:
        yield LifePoint(consent.given_on, "consent", consent.giver, consent.purpose, consent.ground)
        if consent.withdrawn_on:
            yield LifePoint(consent.withdrawn_on, "withdrawn", "", consent.purpose, consent.withdrawn_ground)
        if consent.reached_on:
            yield LifePoint(consent.reached_on, "reached", "", consent.purpose, consent.reached_ground)
        if consent.settled_on:
            yield LifePoint(consent.settled_on, "settled", "", consent.purpose, consent.settled_ground)
