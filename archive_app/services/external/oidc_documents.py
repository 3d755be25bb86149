"""What an OpenID provider publishes: its discovery document and its keys, read again after an hour."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import requests
from joserfc.jwk import KeySet

from archive_app.directory_rules import is_confidential
from archive_app.services.external.errors import DirectoryUnavailable

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable
    from pathlib import Path

KEPT = timedelta(hours=1)
BELOW_ISSUER = "/.well-known/openid-configuration"


class Documents:
    """Reads the documents when they are first asked for; threads may read them twice, to the same end."""

    def __init__(self, issuer: str, timeout: int, ca_file: Path | None, clock: Callable[[], datetime.datetime]) -> None:
        self._issuer, self._timeout, self._clock = issuer, timeout, clock
        self._verify: str | bool = str(ca_file) if ca_file else True
        self._discovered: tuple[datetime.datetime, dict[str, Any]] | None = None
        self._keys: tuple[datetime.datetime, KeySet] | None = None

    def endpoint(self, name: str) -> str:
        """The address that the discovery document gives for `name`.

        Raises:
            DirectoryUnavailable: there is no answer, no such address, or one where secrets would be overheard.
        """
        address = str(self._document().get(name, ""))
        if not address or not is_confidential(address):
            raise DirectoryUnavailable(place=self._issuer, reason=f"{name}: {address or '—'}")
        return address

    def has(self, name: str) -> bool:
        """Whether the document says anything of `name`. Raises DirectoryUnavailable."""
        return bool(self._document().get(name))

    def listed(self, name: str) -> list[str]:
        """A list of words in the document. Raises DirectoryUnavailable."""
        words = self._document().get(name)
        return [str(word) for word in words] if isinstance(words, list) else []

    def keys(self, *, anew: bool = False) -> KeySet:
        """The provider's public keys. Raises DirectoryUnavailable."""
        if anew or self._keys is None or self._clock() - self._keys[0] > KEPT:
            try:
                read = KeySet.import_key_set(self._read(self.endpoint("jwks_uri")))
            except (ValueError, KeyError, TypeError) as error:
                raise DirectoryUnavailable(str(error), place=self._issuer, reason="jwks") from error
            self._keys = (self._clock(), read)
        return self._keys[1]

    def _document(self) -> dict[str, Any]:
        if self._discovered is None or self._clock() - self._discovered[0] > KEPT:
            read = self._read(self._issuer.rstrip("/") + BELOW_ISSUER)
            if read.get("issuer") != self._issuer:  # OpenID Connect Discovery 1.0, 4.3
                raise DirectoryUnavailable(place=self._issuer, reason=f"issuer: {read.get('issuer')}")
            self._discovered = (self._clock(), read)
        return self._discovered[1]

    def _read(self, address: str) -> Any:
        try:
            answer = requests.get(address, timeout=self._timeout, verify=self._verify, allow_redirects=False)
            answer.raise_for_status()
            read = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise DirectoryUnavailable(str(error), place=self._issuer, reason=type(error).__name__) from error
        if not isinstance(read, dict):
            raise DirectoryUnavailable(place=self._issuer, reason="JSON")
        return read
