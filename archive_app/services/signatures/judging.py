"""Whether a detached signature is of the document's bytes. Whom the certificate belongs to is not judged here."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping

    from archive_app.services.signatures.cms import SignerSaid

GOST: Final[Mapping[str, str]] = {
    "1.2.643.2.2.9": "ГОСТ Р 34.11-94",
    "1.2.643.7.1.1.2.2": "ГОСТ Р 34.11-2012, 256 бит",
    "1.2.643.7.1.1.2.3": "ГОСТ Р 34.11-2012, 512 бит",
}
_IN_HASHLIB: Final[Mapping[str, str]] = {
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
    "1.2.643.2.2.9": "md_gost94",
    "1.2.643.7.1.1.2.2": "md_gost12_256",
    "1.2.643.7.1.1.2.3": "md_gost12_512",
}
"""Hashes of GOST are there only where OpenSSL has been given an engine for them; then `hashlib` counts them too."""
_PRIMITIVES: Final[Mapping[str, hashes.HashAlgorithm]] = {
    "sha1": hashes.SHA1(),  # noqa: S303 - old signatures were made so; which one it was is told
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_PSS: Final = "1.2.840.113549.1.1.10"


class Verdict(StrEnum):
    """What was found out. None of them says whose the certificate is, nor whether it was in force."""

    MATCHES = "matches"
    """The signature is of these bytes, and of the key in the certificate that lies in it."""
    DIGEST_MATCHES = "digest_matches"
    """The hash that was signed is that of these bytes; the signature over it could not be computed here."""
    DIFFERS = "differs"
    """It was made of other bytes: the document was changed, or the signature is of another file."""
    BROKEN = "broken"
    """The hash fits, but the signature over it is not of the key in the certificate."""
    GOST = "gost"
    """Kept and not checked: nothing here counts the hashes of GOST."""
    UNKNOWN = "unknown"
    """Kept and not checked: another algorithm that is not known here."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A signer as shown; `algorithm` names the hash."""

    name: str
    signed_at: datetime.datetime | None
    algorithm: str
    verdict: Verdict


def judge(signer: SignerSaid, digest_of: Callable[[str], bytes]) -> Signer:
    """Compare with the bytes; `digest_of` gives their hash by the name that `hashlib` knows it under."""
    method = _IN_HASHLIB.get(signer.digest, "")
    verdict = _verdict(signer, method, digest_of)
    return Signer(signer.name, signer.signed_at, GOST.get(signer.digest) or method.upper() or signer.digest, verdict)


def _verdict(signer: SignerSaid, method: str, digest_of: Callable[[str], bytes]) -> Verdict:
    if method not in hashlib.algorithms_available:
        return Verdict.GOST if signer.digest in GOST else Verdict.UNKNOWN
    digest = digest_of(method)
    if signer.said is not None and not hmac.compare_digest(signer.said, digest):
        return Verdict.DIFFERS
    over = digest if signer.signed is None else hashlib.new(method, signer.signed).digest()
    fits = _fits(signer, method, over)
    if fits is None:
        return Verdict.UNKNOWN if signer.said is None else Verdict.DIGEST_MATCHES
    if fits:
        return Verdict.MATCHES
    return Verdict.DIFFERS if signer.said is None else Verdict.BROKEN


def _fits(signer: SignerSaid, method: str, digest: bytes) -> bool | None:
    """Whether the signature is of the certificate's key; None where that cannot be computed here."""
    if signer.certificate is None or method not in _PRIMITIVES or signer.algorithm == _PSS:
        return None
    hashed = Prehashed(_PRIMITIVES[method])
    try:
        key = signer.certificate.public_key()
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signer.value, digest, padding.PKCS1v15(), hashed)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signer.value, digest, ec.ECDSA(hashed))
        else:
            return None
    except InvalidSignature:
        return False
    except (UnsupportedAlgorithm, ValueError):  # a key of GOST, or one that no library reads
        return None
    return True
