"""The person whom the claims of an OpenID provider describe."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from archive_app.services.accounts.directory import LOGIN_FORM
from archive_app.services.accounts.signing_in import folded_login
from archive_app.services.external.person import OIDC, ExternalPerson

if TYPE_CHECKING:
    from collections.abc import Mapping


def person_of(issuer: str, claims: Mapping[str, Any], groups_claim: str) -> ExternalPerson:
    """From claims that were checked; `sub` is who it is, all else may change."""
    login = _login(claims)
    return ExternalPerson(
        via=OIDC,
        issuer=issuer,
        subject=str(claims["sub"]),
        login=login,
        name=_text(claims, "name") or " ".join(filter(None, _full_name(claims))) or login,
        email=_text(claims, "email") or None,
        groups=_groups(claims.get(groups_claim)),
        second_factor=_more_than_a_password(claims),
    )


def _login(claims: Mapping[str, Any]) -> str:
    """For a first sign-in only: the first that suits as a login here."""
    for name in ("preferred_username", "email", "sub"):
        login = folded_login(_text(claims, name))
        if LOGIN_FORM.fullmatch(login):
            return login
    return "oidc-" + hashlib.sha256(str(claims["sub"]).encode()).hexdigest()[:16]


def _full_name(claims: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(_text(claims, part) for part in ("family_name", "given_name", "middle_name"))


def _groups(told: object) -> frozenset[str]:
    """A list of names; a single text is one name, whatever stands in it."""
    listed = told if isinstance(told, list) else [told]
    return frozenset(item for item in listed if isinstance(item, str))


def _more_than_a_password(claims: Mapping[str, Any]) -> bool:
    """`amr` lists `mfa` (RFC 8176), or the name in `acr` ends with it: `no-mfa` has the word in it, and means no."""
    methods = claims.get("amr")
    level = re.split(r"[:/#]", str(claims.get("acr", "")).lower())[-1]
    return (isinstance(methods, list) and "mfa" in methods) or level == "mfa"


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value.strip() if isinstance(value, str) else ""
