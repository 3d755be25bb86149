"""People of an LDAP directory: found by what they type, proved by their password, with their groups."""

from __future__ import annotations

import uuid
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ldap.filter import escape_filter_chars

from archive_app.services.external.errors import DirectoryUnavailable
from archive_app.services.external.ldap_link import WrongPassword
from archive_app.services.external.person import LDAP, ExternalPerson

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive_app.services.external.ldap_link import Entry, LdapLink, LdapServer

_SUBJECT = ("entryUUID", "objectGUID")
_LOGIN = ("uid", "sAMAccountName")
_NAME = ("displayName", "cn")
ATTRIBUTES = [*_SUBJECT, *_LOGIN, *_NAME, "mail", "memberOf"]


@dataclass(frozen=True, slots=True)
class LdapDirectory:
    """The directory that the settings name."""

    server: LdapServer
    user_base: str
    user_filter: str
    group_base: str
    group_filter: str
    bind_dn: str = ""
    bind_password: str = field(default="", repr=False)

    def proved(self, login: str, password: str) -> ExternalPerson | None:
        """The person `login` if `password` is theirs.

        Raises:
            DirectoryUnavailable: the directory cannot be asked, or the login means several people.
        """
        if not login or not password:  # a bind without a password succeeds as nobody (RFC 4513, 5.1.2)
            return None
        with self._bound() as link:
            entry = self._entry(link, login)
            if entry is None:
                return None
            try:
                with self.server.bound(entry[0], password):
                    return self._person(link, login, entry)
            except WrongPassword:
                return None

    def known(self, login: str) -> ExternalPerson | None:
        """What the directory says of `login`, without any proof: for the administrator. Raises DirectoryUnavailable."""
        with self._bound() as link:
            entry = self._entry(link, login)
            return self._person(link, login, entry) if entry else None

    def examine(self) -> None:
        """Reach the server as the archive, and see that the bases are there. Raises DirectoryUnavailable."""
        with self._bound() as link:
            for base in filter(None, (self.user_base, self.group_base)):
                link.entry(base)

    @contextmanager
    def _bound(self) -> Iterator[LdapLink]:
        """As the archive itself; that it is refused is the administrator's trouble, not the person's."""
        with ExitStack() as stack:
            try:
                link = stack.enter_context(self.server.bound(self.bind_dn, self.bind_password))
            except WrongPassword as error:
                raise DirectoryUnavailable(place=self.server.place, reason=f"bind: {self.bind_dn}") from error
            yield link

    def _entry(self, link: LdapLink, login: str) -> Entry | None:
        condition = self.user_filter.format(login=escape_filter_chars(login))
        found = link.search(self.user_base, condition, ATTRIBUTES, most=2)
        if len(found) > 1:
            raise DirectoryUnavailable(place=self.server.place, reason=f"{condition}: > 1")
        return found[0] if found else None

    def _person(self, link: LdapLink, login: str, entry: Entry) -> ExternalPerson:
        own_login = _first(entry, _LOGIN) or login
        return ExternalPerson(
            via=LDAP,
            issuer=LDAP,
            subject=_subject(entry),
            login=own_login,
            name=_first(entry, _NAME) or own_login,
            email=_first(entry, ("mail",)) or None,
            groups=self._groups(link, entry, own_login),
        )

    def _groups(self, link: LdapLink, entry: Entry, login: str) -> frozenset[str]:
        """Names of groups: found below their base, else those that the person's entry lists."""
        if not self.group_base:
            return frozenset(value.decode("utf-8", "replace") for value in entry[1].get("memberof", ()))
        condition = self.group_filter.format(dn=escape_filter_chars(entry[0]), login=escape_filter_chars(login))
        return frozenset(name for name, _ in link.search(self.group_base, condition, ["1.1"]))


def _subject(entry: Entry) -> str:
    """What stays when login, name and place in the tree change; the place itself only where there is nothing else."""
    if text := _first(entry, ("entryUUID",)):
        return text
    guid = entry[1].get("objectguid")
    return str(uuid.UUID(bytes_le=guid[0])) if guid else f"dn:{entry[0].casefold()}"


def _first(entry: Entry, names: tuple[str, ...]) -> str:
    for name in names:
        if values := entry[1].get(name.lower()):
            return values[0].decode("utf-8", "replace").strip()
    return ""
