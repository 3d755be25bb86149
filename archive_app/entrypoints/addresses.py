"""Where browsers reach the archive, as far as a command can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive_app.settings import Settings


def public_address(settings: Settings, served_at: str = "") -> str:
    """The address that the settings name, else where the server of this process listens, else where one would."""
    return settings.public_url.rstrip("/") or served_at or f"http://{settings.http_host}:{settings.http_port}"
