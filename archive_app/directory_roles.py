"""Which groups of a directory give which roles: `cn=teachers=teacher; tutors-1a=curator@group:1-А`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.i18n import translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ROLE = re.compile(r"(?P<role>[^=@;]+)(?P<limits>(?:@(?:unit|group):[^=@;]+)*)")
_LIMIT = re.compile(r"@(unit|group):([^@]+)")
_DN = re.compile(r"\s*[A-Za-z][\w-]*\s*=")


@dataclass(frozen=True, slots=True)
class GroupRole:
    """Whoever is in `group` of the directory holds `role`, perhaps only for a unit or a study group."""

    group: str
    role: str
    unit: str | None = None
    study_group: str | None = None

    def is_given_by(self, groups: Iterable[str]) -> bool:
        """Whether one of `groups` (names, or LDAP's distinguished names) is meant: whole, `cn=teachers`, `teachers`."""
        wanted = _plain(self.group)
        return any(wanted in _forms(group) for group in groups)


def read_roles(value: object) -> tuple[GroupRole, ...]:
    """The mapping from its text, or from a table of the TOML file (group -> role, or a list of roles).

    Raises:
        ValueError: an entry is not understood; its text says which.
    """
    if isinstance(value, str):
        entries = [part.rpartition("=") for part in value.split(";") if part.strip()]
        pairs = [(group, role) for group, _, role in entries]
    elif isinstance(value, dict):
        pairs = [(group, role) for group, roles in value.items() for role in _listed(roles)]
    else:
        raise ValueError(translate("a text or a table is needed"))  # noqa: TRY004 - a refusal of what was said
    return tuple(dict.fromkeys(_entry(group.strip(), role.strip()) for group, role in pairs))


def _listed(roles: object) -> list[str]:
    listed = roles if isinstance(roles, list) else [roles]
    return [role if isinstance(role, str) else "" for role in listed]


def _entry(group: str, said: str) -> GroupRole:
    found = _ROLE.fullmatch(said)
    limits = _LIMIT.findall(found["limits"]) if found else []
    if not group or found is None or not found["role"].strip() or len(dict(limits)) < len(limits):
        shown = f"{group}={said}"
        raise ValueError(translate("«{entry}» is not understood: GROUP=ROLE is needed", entry=shown))
    named = {kind: name.strip() for kind, name in limits}
    return GroupRole(group, found["role"].strip(), named.get("unit"), named.get("group"))


def _forms(group: str) -> Iterator[str]:
    """A distinguished name is meant by its whole, by its first part, and by that part's value."""
    whole = _plain(group)
    yield whole
    if _DN.match(group):
        first = re.split(r"(?<!\\),", whole)[0]
        yield first
        yield first.partition("=")[2]


def _plain(name: str) -> str:
    folded = name.strip().casefold()
    return re.sub(r"\s*([,=])\s*", r"\1", folded) if _DN.match(folded) else folded
