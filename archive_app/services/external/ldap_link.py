"""One conversation with an LDAP server: TLS first, limits on its length, libldap's errors turned into ours."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

import ldap

from archive_app.directory_rules import is_confidential
from archive_app.services.external.errors import DirectoryUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

Entry: TypeAlias = "tuple[str, Mapping[str, list[bytes]]]"
"""Distinguished name, and values by the attribute's name in lower case."""
MOST_FOUND = 1000
"""Entries that one search may give."""
WRONG_PASSWORD = (
    ldap.INVALID_CREDENTIALS,
    ldap.INAPPROPRIATE_AUTH,  # the entry has no password
    ldap.INSUFFICIENT_ACCESS,
    ldap.CONSTRAINT_VIOLATION,  # ppolicy: the account is locked there
    ldap.UNWILLING_TO_PERFORM,  # Active Directory: the account is closed there
)


@dataclass(frozen=True, slots=True)
class LdapServer:
    """Where the directory answers, and how long it may take."""

    url: str
    timeout: int
    ca_file: Path | None = None

    @property
    def place(self) -> str:
        """The address as messages tell it."""
        return self.url.partition("?")[0]

    @property
    def starts_tls(self) -> bool:
        """Whether the conversation turns to TLS before anything is said in it."""
        asked = urlsplit(self.url).query == "starttls"
        return urlsplit(self.url).scheme == "ldap" and (asked or not is_confidential(self.url))

    @contextmanager
    def bound(self, name: str = "", password: str = "") -> Iterator[LdapLink]:
        """A conversation as `name`; as nobody where it is empty.

        Raises:
            DirectoryUnavailable: no TLS, no answer, or an answer that is no good. WrongPassword: of `name`.
        """
        link = self._opened()
        try:
            with self._told():
                if self.starts_tls:
                    link.start_tls_s()
                try:
                    link.simple_bind_s(name, password)
                except WRONG_PASSWORD as error:
                    raise WrongPassword(name) from error
            yield LdapLink(self, link)
        finally:
            link.unbind_ext_s()

    def _opened(self) -> Any:
        """Nothing is sent yet."""
        link = ldap.initialize(self.place)
        link.set_option(ldap.OPT_PROTOCOL_VERSION, 3)
        link.set_option(ldap.OPT_REFERRALS, ldap.OPT_OFF)  # another server gets no passwords
        link.set_option(ldap.OPT_NETWORK_TIMEOUT, self.timeout)
        link.set_option(ldap.OPT_TIMEOUT, self.timeout)
        link.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_DEMAND)
        link.set_option(ldap.OPT_X_TLS_PROTOCOL_MIN, ldap.OPT_X_TLS_PROTOCOL_TLS1_2)
        if self.ca_file is not None:
            link.set_option(ldap.OPT_X_TLS_CACERTFILE, str(self.ca_file))
        link.set_option(ldap.OPT_X_TLS_NEWCTX, 0)
        return link

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except ldap.LDAPError as error:
            said = error.args[0] if error.args and isinstance(error.args[0], dict) else {}
            parts = [str(said[key]) for key in ("desc", "info") if said.get(key)]
            raise DirectoryUnavailable(place=self.place, reason=": ".join(parts) or type(error).__name__) from error


class WrongPassword(Exception):
    """The server knows no such name with this password, or the account is closed there."""


@dataclass(frozen=True, slots=True)
class LdapLink:
    """A conversation that has begun."""

    server: LdapServer
    _link: Any

    def search(self, base: str, condition: str, attributes: list[str], most: int = MOST_FOUND) -> list[Entry]:
        """Entries anywhere below `base`. `condition` must be escaped already.

        Raises:
            DirectoryUnavailable: also where there is no such base, or there are more than `most`.
        """
        return self._found(base, ldap.SCOPE_SUBTREE, condition, attributes, most)

    def entry(self, name: str) -> Entry:
        """The entry `name` itself. Raises DirectoryUnavailable."""
        return self._found(name, ldap.SCOPE_BASE, "(objectClass=*)", ["1.1"], 1)[0]

    def _found(self, base: str, scope: int, condition: str, attributes: list[str], most: int) -> list[Entry]:
        with self.server._told():  # noqa: SLF001 - the two make one module
            rows = self._link.search_ext_s(
                base, scope, condition, attributes, timeout=self.server.timeout, sizelimit=most
            )
        # A row without a name is a referral to another server.
        return [(dn, {key.lower(): values for key, values in found.items()}) for dn, found in rows if dn is not None]
