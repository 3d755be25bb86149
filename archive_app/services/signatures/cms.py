"""What a detached signature says: CMS SignedData (RFC 5652), as .sig and .p7s files hold it, in DER, BER or base64."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from asn1crypto import cms
from cryptography import x509
from cryptography.x509.oid import NameOID

from archive_app.services.signatures.errors import NotASignature

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

LARGEST: Final = 5 * 1024**2
"""Bytes of a signature; one with lists of revoked certificates in it has some megabytes."""
MOST_SIGNERS: Final = 50
_ARMOUR = re.compile(rb"-----[A-Z0-9 #]+-----")
_BAD_CERTIFICATE = (x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType)
"""What the library raises of a certificate besides ValueError."""
_UNREADABLE = (binascii.Error, ValueError, TypeError, KeyError, IndexError, RecursionError, *_BAD_CERTIFICATE)
_NAME_PARTS = (NameOID.SURNAME, NameOID.GIVEN_NAME)


@dataclass(frozen=True, slots=True)
class SignerSaid:
    """One signer. `digest` is the OID of the hash, `algorithm` that of the signature, `said` the hash that was signed.

    `signed` are the bytes under the signature; None for both where the signature is of the content itself.
    """

    name: str
    signed_at: datetime.datetime | None
    """By the signer's own clock: nobody else vouches for it."""
    digest: str
    algorithm: str
    said: bytes | None
    signed: bytes | None
    value: bytes
    certificate: x509.Certificate | None


def read_signature(raw: bytes, name: str) -> tuple[SignerSaid, ...]:
    """The signers of the message `raw`, which came as `name`. Raises NotASignature."""
    refusal = NotASignature(name, name=name, largest=LARGEST)
    if len(raw) > LARGEST:
        raise refusal
    try:
        signed = _signed_data(_binary(raw))
        certificates = tuple(_certificates(signed))
        found = tuple(_signer(info, certificates) for info in list(signed["signer_infos"])[:MOST_SIGNERS])
    except _UNREADABLE as error:
        raise refusal from error
    if not found:
        raise refusal
    return found


def _binary(raw: bytes) -> bytes:
    """The message itself: a file may hold it as base64, between lines of dashes or without them."""
    if raw[:1] == b"\x30":
        return raw
    return base64.b64decode(b"".join(_ARMOUR.sub(b"", raw.removeprefix(b"\xef\xbb\xbf")).split()), validate=True)


def _signed_data(message: bytes) -> Any:
    content = cms.ContentInfo.load(message)
    if content["content_type"].native != "signed_data":
        raise ValueError("no SignedData")
    return content["content"]


def _certificates(signed: Any) -> Iterator[x509.Certificate]:
    for choice in signed["certificates"]:
        if choice.name == "certificate":
            yield x509.load_der_x509_certificate(choice.chosen.dump())


def _signer(info: Any, certificates: Sequence[x509.Certificate]) -> SignerSaid:
    attributes = info["signed_attrs"]
    said = _value(attributes, "message_digest")
    certificate = _certificate_of(info["sid"], certificates)
    return SignerSaid(
        name=_named(certificate),
        signed_at=_value(attributes, "signing_time"),
        digest=info["digest_algorithm"]["algorithm"].dotted,
        algorithm=info["signature_algorithm"]["algorithm"].dotted,
        said=said,
        signed=attributes.untag().dump(force=True) if len(attributes) else None,
        value=info["signature"].native,
        certificate=certificate,
    )


def _value(attributes: Any, kind: str) -> Any:
    """The first value of a signed attribute, None where it is not there."""
    return next((one["values"][0].native for one in attributes if one["type"].native == kind), None)


def _certificate_of(sid: Any, certificates: Sequence[x509.Certificate]) -> x509.Certificate | None:
    if sid.name == "issuer_and_serial_number":
        serial, issuer = sid.chosen["serial_number"].native, sid.chosen["issuer"].dump()
        return next((c for c in certificates if c.serial_number == serial and c.issuer.public_bytes() == issuer), None)
    wanted = sid.chosen.native
    return next((one for one in certificates if _key_identifier(one) == wanted), None)


def _key_identifier(certificate: x509.Certificate) -> bytes | None:
    try:
        return certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    except x509.ExtensionNotFound:
        return None


def _named(certificate: x509.Certificate | None) -> str:
    """«Фамилия Имя Отчество, организация» as the certificate says; "" without one."""
    if certificate is None:
        return ""

    def part(oid: x509.ObjectIdentifier) -> str:
        return " ".join(str(one.value) for one in certificate.subject.get_attributes_for_oid(oid))

    person = " ".join(filter(None, map(part, _NAME_PARTS))) or part(NameOID.COMMON_NAME)
    whole = [person, part(NameOID.ORGANIZATION_NAME)]
    return ", ".join(dict.fromkeys(filter(None, whole)))
