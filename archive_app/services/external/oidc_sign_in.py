"""Signing in through an OpenID provider: the question is kept, the answer must fit it."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.audit import ObjectRef
from archive_app.services.accounts.attempts import STRANGER
from archive_app.services.external.errors import ProofRefused
from archive_app.services.external.person import OIDC

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive_app.services.accounts.ground import Ground
    from archive_app.services.external.admitting import Admitting
    from archive_app.services.external.oidc_provider import OidcProvider, Question
    from archive_app.services.external.person import ExternalPerson

ANSWERED_WITHIN = 900
"""Seconds that a person may take at the provider."""


@dataclass(frozen=True, slots=True)
class OidcSignIn:
    """Asks the provider, and lets in whom it proves."""

    ground: Ground
    provider: OidcProvider
    admitting: Admitting

    def ask(self, return_address: str) -> tuple[str, Question]:
        """Where the browser goes, and what to keep until it returns. Raises DirectoryUnavailable."""
        return self.provider.ask(return_address)

    def check(
        self, question: Question | None, answer: Mapping[str, str], return_address: str, address: str
    ) -> tuple[int, bool]:
        """The number of the account of whom `answer` proves, and whether the provider asked for a second factor.

        Raises:
            ProofRefused: the answer does not fit the question. DirectoryUnavailable. What `Admitting.admit` raises.
        """
        try:
            person = self._proved(question, answer, return_address)
        except ProofRefused as refusal:
            with self.ground.writing(STRANGER) as (_, trail):
                nobody = ObjectRef("login", "—")
                trail.record("user:sign_in:fail", nobody, address=address, by=OIDC, reason=refusal.params["reason"])
            raise
        return self.admitting.admit(person, address), person.second_factor

    def _proved(self, question: Question | None, answer: Mapping[str, str], return_address: str) -> ExternalPerson:
        if question is None or not hmac.compare_digest(question.state.encode(), answer.get("state", "").encode()):
            raise ProofRefused(reason="state")
        if self.ground.clock().timestamp() - question.asked_at > ANSWERED_WITHIN:
            raise ProofRefused(reason="late")
        if answer.get("iss", self.provider.issuer) != self.provider.issuer:  # RFC 9207
            raise ProofRefused(reason="iss")
        if "code" not in answer:
            raise ProofRefused(reason=answer.get("error", "no_code")[:100])
        return self.provider.proved(answer["code"], question, return_address)
