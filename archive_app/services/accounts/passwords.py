"""Passwords are kept as argon2id, with the parameters that argon2-cffi recommends (RFC 9106, low memory)."""

from __future__ import annotations

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()


def normal(password: str) -> str:
    """One form for what different keyboards give for the same letters (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    """The argon2id hash of `password`, with its salt and parameters."""
    return _hasher.hash(normal(password))


def matches(password: str, kept: str | None) -> bool:
    """Whether `password` is the one; without a kept hash as much time passes, so as not to betray it."""
    try:
        return _hasher.verify(kept or _of_nobody(), normal(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether a later version recommends stronger parameters than the hash has."""
    return _hasher.check_needs_rehash(kept)


@cache
def _of_nobody() -> str:
    return _hasher.hash("nobody has this password")
