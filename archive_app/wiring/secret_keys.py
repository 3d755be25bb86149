"""Keys of this installation: given by the settings, or made in the home folder on first use."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.errors import ArchiveError

if TYPE_CHECKING:
    from archive_app.settings import Settings

SECRET_BYTES = 32


class SecretDamaged(ArchiveError):
    """A key file of the home folder is empty or cut off. Params: `path`."""

    code = "secret_damaged"


def secret_key(settings: Settings) -> str:
    """Signs browser sessions: the setting, or a key of this home's own. Raises SecretDamaged."""
    given = settings.secret_key
    return given.plain if given else kept_secret(settings.home / "secret-key")


def strip_key(settings: Settings) -> bytes:
    """A key of its own, so that no signature of one kind serves as another."""
    return hashlib.sha256(f"strips of hits {secret_key(settings)}".encode()).digest()


def kept_secret(path: Path) -> str:
    """The secret in `path`, made on first use and readable by its owner only; never half written.

    Raises:
        SecretDamaged: the file holds something else; an empty key would let everybody in.
    """
    if not path.exists():
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # 0600
        with os.fdopen(descriptor, "w", encoding="ascii") as fresh:
            fresh.write(secrets.token_urlsafe(SECRET_BYTES))
            fresh.flush()
            os.fsync(fresh.fileno())
        with suppress(FileExistsError):  # another process was first: its secret counts
            os.link(draft, path)
        Path(draft).unlink()
    secret = path.read_text(encoding="ascii").strip()
    if len(secret) < SECRET_BYTES:
        raise SecretDamaged(str(path), path=path)
    return secret
