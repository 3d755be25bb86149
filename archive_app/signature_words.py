"""Russian for what was found out about a detached signature, shared by the browser and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.i18n import mark, translate
from archive_app.services.signatures.judging import Verdict

if TYPE_CHECKING:
    from archive_app.services.signatures.judging import Signer

VERDICT_WORDS = {
    Verdict.MATCHES: mark("fits this file; whose the certificate is was not checked"),
    Verdict.DIGEST_MATCHES: mark(
        "the hash ({algorithm}) is that of this file; the signature itself cannot be checked here"
    ),
    Verdict.DIFFERS: mark("does not fit: the file was changed, or the signature is of another file"),
    Verdict.BROKEN: mark("does not fit: it is not of the key in its certificate"),
    Verdict.GOST: mark("the signature is kept, checking is impossible here: the algorithm is {algorithm}"),
    Verdict.UNKNOWN: mark("the signature is kept, checking is impossible here: unknown algorithm {algorithm}"),
}


def verdict_words(signer: Signer) -> str:
    """What comes of comparing one signer's part with the file."""
    return translate(VERDICT_WORDS[signer.verdict], algorithm=signer.algorithm)


def signer_words(signer: Signer) -> str:
    """Who signed, as the certificate says."""
    return signer.name or translate("there is no certificate in the signature")
