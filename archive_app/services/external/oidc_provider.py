"""An OpenID provider: where it answers is read from its discovery document, its word is checked by its published keys.

Authorization code with PKCE (RFC 7636), state and nonce (OpenID Connect Core 1.0, 3.1).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError
from requests import RequestException

from archive_app.services.external.errors import DirectoryUnavailable, ProofRefused
from archive_app.services.external.id_token import Expected, read_id_token
from archive_app.services.external.oidc_documents import Documents
from archive_app.services.external.oidc_person import person_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from archive_app.services.external.person import ExternalPerson

OWN_FAULTS = frozenset({"invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope"})
"""Errors of the token endpoint that speak of the archive's settings, not of the person."""


@dataclass(frozen=True, slots=True)
class Question:
    """What must be kept until the browser returns."""

    state: str
    nonce: str
    verifier: str
    asked_at: int
    """Seconds since 1970."""


@dataclass(frozen=True, slots=True)
class OidcProvider:
    """The provider that the settings name."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scopes: str
    groups_claim: str
    timeout: int
    ca_file: Path | None
    clock: Callable[[], datetime.datetime]
    documents: Documents = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """The documents are read when they are first needed."""
        object.__setattr__(self, "documents", Documents(self.issuer, self.timeout, self.ca_file, self.clock))

    def examine(self) -> None:
        """Read the documents, and see that they have all that is needed. Raises DirectoryUnavailable."""
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            self.documents.endpoint(name)
        self.documents.keys(anew=True)

    def ask(self, return_address: str) -> tuple[str, Question]:
        """Where the browser goes to prove who it is, and what to keep. Raises DirectoryUnavailable."""
        state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
        with self._session(return_address) as session:
            address, _ = session.create_authorization_url(
                self.documents.endpoint("authorization_endpoint"), state=state, code_verifier=verifier, nonce=nonce
            )
        return address, Question(state, nonce, verifier, int(self.clock().timestamp()))

    def proved(self, code: str, question: Question, return_address: str) -> ExternalPerson:
        """Who has brought `code` back as the answer to `question`.

        Raises:
            ProofRefused: the code is void, or the token is not for this question, client or time.
            DirectoryUnavailable: the provider does not answer, or refuses the archive itself.
        """
        with self._session(return_address) as session:
            token = self._token(session, code, question.verifier)
            expected = Expected(self.issuer, self.client_id, question.nonce, str(token["access_token"]))
            claims = self._claims(str(token.get("id_token", "")), expected)
            told = self._told(session, claims)
        return person_of(self.issuer, told, self.groups_claim)

    def _token(self, session: OAuth2Session, code: str, verifier: str) -> Mapping[str, Any]:
        endpoint = self.documents.endpoint("token_endpoint")
        try:
            token: Mapping[str, Any] = session.fetch_token(
                endpoint, code=code, code_verifier=verifier, timeout=self.timeout, allow_redirects=False
            )
        except OAuthError as error:
            if error.error in OWN_FAULTS:
                raise DirectoryUnavailable(place=self.issuer, reason=error.error) from error
            raise ProofRefused(reason=error.error) from error
        except (RequestException, ValueError) as error:
            raise DirectoryUnavailable(place=self.issuer, reason=type(error).__name__) from error
        return token

    def _claims(self, id_token: str, expected: Expected) -> dict[str, Any]:
        try:
            return read_id_token(id_token, expected, self.documents, self.clock())
        except (JoseError, ValueError) as error:
            raise ProofRefused(str(error), reason=getattr(error, "error", type(error).__name__)) from error

    def _told(self, session: OAuth2Session, claims: dict[str, Any]) -> dict[str, Any]:
        """The claims of the token, and those that only the userinfo endpoint tells."""
        if self.groups_claim in claims or not self.documents.has("userinfo_endpoint"):
            return claims
        try:
            answer = session.get(
                self.documents.endpoint("userinfo_endpoint"), timeout=self.timeout, allow_redirects=False
            )
            answer.raise_for_status()
            more = answer.json()
        except (RequestException, ValueError) as error:
            raise DirectoryUnavailable(place=self.issuer, reason=type(error).__name__) from error
        if not isinstance(more, dict) or more.get("sub") != claims["sub"]:
            raise ProofRefused(reason="userinfo_of_another")
        return more | claims

    def _session(self, return_address: str) -> OAuth2Session:
        session = OAuth2Session(
            self.client_id,
            self.client_secret or None,
            scope=self.scopes,
            redirect_uri=return_address,
            code_challenge_method="S256",
            token_endpoint_auth_method=self._secret_goes_by(),
        )
        session.verify = str(self.ca_file) if self.ca_file else True
        return session

    def _secret_goes_by(self) -> str:
        if not self.client_secret:
            return "none"
        taken = self.documents.listed("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        return "client_secret_basic" if "client_secret_basic" in taken else "client_secret_post"
