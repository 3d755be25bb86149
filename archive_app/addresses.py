"""Where browsers reach the archive, as far as a command can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    from archive_app.settings import Settings


def public_address(settings: Settings, served_at: str = "") -> str:
    """The address that the settings name, else where the server of this process listens, else where one would."""
    return settings.public_url.rstrip("/") or served_at or f"http://{settings.http_host}:{settings.http_port}"


def without_secrets(address: str) -> str:
    """The same address for eyes: `s3://key:secret@host/bucket?…` without key, secret and parameters."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
