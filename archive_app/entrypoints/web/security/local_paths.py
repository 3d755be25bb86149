"""Where a person is led after sign-in: within this site only."""

from __future__ import annotations

from urllib.parse import urlsplit


def local_path(wanted: str | None) -> str:
    r"""`wanted` if it is a path of this site, else nothing: `//other.example`, `/\other`, `https:…` lead elsewhere."""
    path = wanted or ""
    parts = urlsplit(path)
    if not path.startswith("/") or path[1:2] in {"/", "\\"} or parts.scheme or parts.netloc:
        return ""
    return "" if any(ord(letter) < ord(" ") for letter in path) else path
