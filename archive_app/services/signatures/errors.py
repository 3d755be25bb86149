"""Refusals of detached signatures."""

from __future__ import annotations

from archive_app.errors import ArchiveError


class NotASignature(ArchiveError):
    """The bytes are no CMS message with a signer (RFC 5652), in DER, BER or base64. Params: `name`, `largest` bytes."""

    code = "not_a_signature"


class SignatureDiffers(ArchiveError):
    """The signature was made of other bytes than the document's. Params: `name`, `signers`."""

    code = "signature_differs"
    http_status = 409


class SignatureThere(ArchiveError):
    """The document has a detached signature already."""

    code = "signature_there"
    http_status = 409
