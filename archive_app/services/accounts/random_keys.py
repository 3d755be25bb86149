"""Keys that are handed out once and kept only as a hash: of sessions, invitations, programs; and recovery codes."""

from __future__ import annotations

import hashlib
import secrets

KEY_BYTES = 32
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Nothing that is mistaken for something else when it is read from paper."""
CODE_GROUPS = 4
GROUP_LETTERS = 4


def new_key() -> str:
    """256 random bits as text that needs no quoting in an address."""
    return secrets.token_urlsafe(KEY_BYTES)


def key_hash(key: str) -> str:
    """SHA-256, hexadecimal: what is kept of a random key."""
    return hashlib.sha256(key.encode()).hexdigest()


def new_recovery_code() -> str:
    """79 random bits in groups that are easily copied by hand, such as `k7mp-2xqa-9rtw-hd4e`."""
    letters = [secrets.choice(CODE_LETTERS) for _ in range(CODE_GROUPS * GROUP_LETTERS)]
    return "-".join("".join(letters[at : at + GROUP_LETTERS]) for at in range(0, len(letters), GROUP_LETTERS))


def recovery_code_hash(code: str) -> str:
    """The hash of a code however it was typed: in capitals, without the hyphens, with blanks."""
    return key_hash("".join(letter for letter in code.casefold() if letter.isalnum()))
