"""A person as another house tells of them."""

from __future__ import annotations

from dataclasses import dataclass

LDAP, OIDC = "ldap", "oidc"


@dataclass(frozen=True, slots=True)
class ExternalPerson:
    """Somebody whose identity another house has proved."""

    via: str
    """LDAP or OIDC: for the journal, and the mark of duties that come from there."""
    issuer: str
    """Who says so: the provider's address, or `ldap`."""
    subject: str
    """Who it is there, for ever; login, name and mail address may change."""
    login: str
    name: str
    email: str | None = None
    groups: frozenset[str] = frozenset()
    second_factor: bool = False
    """The other house has asked for more than a password."""
