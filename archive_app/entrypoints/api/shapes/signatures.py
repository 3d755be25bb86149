"""Detached signatures: who signed, when, whether it is of the document's bytes."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from archive_app.entrypoints.api.shapes.base import Answered, Asked, Flag, Line
from archive_app.i18n import mark
from archive_app.services.signatures.judging import Verdict


class SignatureSent(Asked):
    """How a signature comes."""

    name: Annotated[Line, Field(max_length=255, description=mark("The name of the file."))] = "signature.sig"
    anyway: Annotated[Flag, Field(description=mark("1: keep it too where it does not fit the document."))] = 0


class SignerShape(Answered):
    """A signer; `signed_at` is by the signer's own clock, `algorithm` names the hash."""

    name: str
    signed_at: datetime | None
    algorithm: str
    verdict: Verdict
    words: str


class SignatureShape(Answered):
    """The signature of a document, compared with its bytes now; `size` in bytes."""

    document_id: int
    sha256: str
    size: int
    signers: list[SignerShape]
