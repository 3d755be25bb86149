"""The other houses that the settings name, and the ways in through them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive_app.services.external.admitting import Admitting
from archive_app.services.external.errors import NoDirectory
from archive_app.services.external.oidc_sign_in import OidcSignIn
from archive_app.services.external.signing_in import PasswordSignIn

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from archive_app.directory_roles import GroupRole
    from archive_app.services.accounts.ground import Ground
    from archive_app.services.external.ldap_directory import LdapDirectory
    from archive_app.services.external.oidc_provider import OidcProvider
    from archive_app.setting_values import Secret
    from archive_app.settings import Settings


@dataclass(frozen=True, slots=True)
class Directories:
    """Made once for an archive: the provider keeps what it has read of the discovery document."""

    ldap: LdapDirectory | None
    oidc: OidcProvider | None
    oidc_title: str
    mapping: tuple[GroupRole, ...]

    def admitting(self, ground: Ground, today: datetime.date) -> Admitting:
        """Lets proved people in."""
        return Admitting(ground, self.mapping, today)

    def password_sign_in(self, ground: Ground, today: datetime.date) -> PasswordSignIn:
        """Judges passwords, here or in the directory."""
        return PasswordSignIn(ground, self.ldap, self.admitting(ground, today))

    def oidc_sign_in(self, ground: Ground, today: datetime.date) -> OidcSignIn:
        """Asks the OpenID provider. Raises NoDirectory."""
        if self.oidc is None:
            raise NoDirectory
        return OidcSignIn(ground, self.oidc, self.admitting(ground, today))


def open_directories(settings: Settings, clock: Callable[[], datetime.datetime]) -> Directories:
    """From the settings; nobody is asked yet. The libraries are loaded only for what is set."""
    title = settings.oidc_title or urlsplit(settings.oidc_issuer).hostname or ""
    return Directories(_ldap(settings), _oidc(settings, clock), title, settings.directory_roles)


def _ldap(settings: Settings) -> LdapDirectory | None:
    if not settings.ldap_url:
        return None
    from archive_app.services.external.ldap_directory import LdapDirectory
    from archive_app.services.external.ldap_link import LdapServer

    return LdapDirectory(
        server=LdapServer(settings.ldap_url, settings.directory_timeout, settings.directory_ca_file),
        user_base=settings.ldap_user_base,
        user_filter=settings.ldap_user_filter,
        group_base=settings.ldap_group_base,
        group_filter=settings.ldap_group_filter,
        bind_dn=settings.ldap_bind_dn,
        bind_password=_plain(settings.ldap_bind_password),
    )


def _oidc(settings: Settings, clock: Callable[[], datetime.datetime]) -> OidcProvider | None:
    if not settings.oidc_issuer:
        return None
    from archive_app.services.external.oidc_provider import OidcProvider

    return OidcProvider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=_plain(settings.oidc_client_secret),
        scopes=settings.oidc_scopes,
        groups_claim=settings.oidc_groups_claim,
        timeout=settings.directory_timeout,
        ca_file=settings.directory_ca_file,
        clock=clock,
    )


def _plain(secret: Secret | None) -> str:
    return secret.plain if secret else ""
