"""An ID token is believed if the provider signed it, for this client, for this question, and not too long ago."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError
from joserfc.jws import JWSRegistry

if TYPE_CHECKING:
    import datetime

    from joserfc.jwk import KeySet

    from archive_app.services.external.oidc_documents import Documents

SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA"]
"""By a key that only the provider has: never `none`, nor by a secret that the archive shares."""
LEEWAY = 60
"""Seconds that two clocks may differ."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the token must say."""

    issuer: str
    client_id: str
    nonce: str
    access_token: str


def read_id_token(text: str, expected: Expected, documents: Documents, now: datetime.datetime) -> dict[str, Any]:
    """The claims of the token.

    Raises:
        JoseError, ValueError: it is not believed. DirectoryUnavailable: the keys cannot be read.
    """
    try:
        token = _signed(text, documents.keys())
    except (BadSignatureError, InvalidKeyIdError):  # the provider has changed its keys
        token = _signed(text, documents.keys(anew=True))
    options = {
        "iss": {"essential": True, "value": expected.issuer},
        "aud": {"essential": True, "value": expected.client_id},
        "sub": {"essential": True},
        "exp": {"essential": True},
        "iat": {"essential": True},
        "nonce": {"essential": True, "value": expected.nonce},
    }
    params = {"nonce": expected.nonce, "client_id": expected.client_id, "access_token": expected.access_token}
    claims = CodeIDToken(token.claims, token.header, options, params)
    claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
    return dict(claims)


def _signed(text: str, keys: KeySet) -> jwt.Token:
    return jwt.decode(text, keys, registry=JWSRegistry(algorithms=SIGNATURES, strict_check_header=False))
