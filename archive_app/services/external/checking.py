"""Is the directory reached, does the provider answer, do the groups' roles exist: told point by point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.errors import ArchiveError, describe
from archive_app.services.external.duties import resolved, roles_given
from archive_app.services.external.errors import NoDirectory
from archive_app.services.external.person import LDAP

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from archive_app.services.accounts.ground import Ground
    from archive_app.services.external.directories import Directories

LDAP_SERVER, OIDC_PROVIDER, ROLES = "ldap", "oidc", "roles"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that was looked at: a server, or a line of the mapping. `reason` is empty where it is well."""

    name: str
    what: str
    ok: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """What the directory says of a login, and which roles that would give."""

    login: str
    name: str
    subject: str
    groups: tuple[str, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DirectoryReport:
    """Everything that was found."""

    points: tuple[Point, ...]
    person: KnownPerson | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return all(point.ok for point in self.points)


def examine(ground: Ground, directories: Directories, today: datetime.date) -> DirectoryReport:
    """Look at all that is set; what is wrong is told, nothing is raised for it.

    Raises:
        NoDirectory: nothing is set.
    """
    points = []
    if directories.ldap is not None:
        points.append(_looked_at(LDAP_SERVER, directories.ldap.server.place, directories.ldap.examine))
    if directories.oidc is not None:
        points.append(_looked_at(OIDC_PROVIDER, directories.oidc.issuer, directories.oidc.examine))
    if not points:
        raise NoDirectory
    with ground.reading() as session:
        for line in directories.mapping:
            shown = f"{line.group} → {line.role}"
            points.append(_looked_at(ROLES, shown, lambda line=line: resolved(session, line, LDAP, today)))  # type: ignore[misc]
    return DirectoryReport(tuple(points))


def known_person(directories: Directories, login: str) -> KnownPerson | None:
    """What the LDAP directory says of `login`. Raises NoDirectory, DirectoryUnavailable."""
    if directories.ldap is None:
        raise NoDirectory
    person = directories.ldap.known(login)
    if person is None:
        return None
    roles = tuple(line.role for line in roles_given(directories.mapping, person.groups))
    return KnownPerson(person.login, person.name, person.subject, tuple(sorted(person.groups)), roles)


def _looked_at(name: str, what: str, look: Callable[[], object]) -> Point:
    try:
        look()
    except ArchiveError as error:
        reason = str(error.params.get("reason") or describe(error).message)
        return Point(name, what, ok=False, reason=reason)
    return Point(name, what, ok=True)
