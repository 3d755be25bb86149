"""What settings of OpenID Connect and LDAP must fit together; a refusal begins with the name of the setting."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive_app.i18n import mark, translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive_app.settings import Settings

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_NEEDS = mark("{other} is needed with it")
_WITHOUT = mark("{other} is not set")
_PLACES = mark("only these places may stand in it, and one must: {places}")


def require_consistent_directories(settings: Settings) -> None:
    """Refuse settings of directories that contradict each other, or would let in nobody, or say passwords aloud.

    Raises:
        ValueError: `setting: reason`.
    """
    for name, reason in _contradictions(settings):
        raise ValueError(f"{name}: {reason}")


def _contradictions(settings: Settings) -> Iterator[tuple[str, str]]:
    yield from _of_ldap(settings)
    yield from _of_oidc(settings)
    directory = "ldap_url" if settings.ldap_url else "oidc_issuer" if settings.oidc_issuer else ""
    if directory and not settings.directory_roles:
        yield directory, translate(_NEEDS, other="directory_roles")
    for name in ("directory_roles", "directory_ca_file"):
        if getattr(settings, name) and not directory:
            yield name, translate(_WITHOUT, other="ldap_url, oidc_issuer")
    if settings.directory_ca_file and not settings.directory_ca_file.is_file():
        yield "directory_ca_file", translate("there is no such file")


def _of_ldap(settings: Settings) -> Iterator[tuple[str, str]]:
    if not settings.ldap_url:
        for name in ("ldap_bind_dn", "ldap_bind_password", "ldap_user_base", "ldap_group_base"):
            if getattr(settings, name):
                yield name, translate(_WITHOUT, other="ldap_url")
        return
    if not settings.ldap_user_base:
        yield "ldap_url", translate(_NEEDS, other="ldap_user_base")
    if (settings.ldap_bind_password is None) is not (not settings.ldap_bind_dn):
        there, missing = ("ldap_bind_dn", "ldap_bind_password")[:: 1 if settings.ldap_bind_dn else -1]
        yield there, translate(_NEEDS, other=missing)
    if settings.ldap_bind_password is not None and not settings.ldap_bind_password.plain:
        yield "ldap_bind_password", translate("an empty password proves nothing")
    for name, places in (("ldap_user_filter", {"login"}), ("ldap_group_filter", {"dn", "login"})):
        found = _places(getattr(settings, name))
        if not found or not found <= places:
            yield name, translate(_PLACES, places=", ".join(f"{{{place}}}" for place in sorted(places)))


def _of_oidc(settings: Settings) -> Iterator[tuple[str, str]]:
    if not settings.oidc_issuer:
        for name in ("oidc_client_id", "oidc_client_secret", "oidc_title"):
            if getattr(settings, name):
                yield name, translate(_WITHOUT, other="oidc_issuer")
        return
    if not settings.oidc_client_id:
        yield "oidc_issuer", translate(_NEEDS, other="oidc_client_id")
    if not is_confidential(settings.oidc_issuer):
        yield "oidc_issuer", translate("https:// is needed; http:// only on this machine itself")


def is_confidential(address: str) -> bool:
    """Whether what is said to `address` cannot be overheard: TLS, or this machine itself."""
    parts = urlsplit(address)
    return parts.scheme in {"https", "ldaps"} or parts.hostname in LOOPBACK


def _places(template: str) -> set[str] | None:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    except ValueError:  # a brace without its pair
        return None
