"""The store that the settings name, and the settings as they are told; both without the parts that read pages."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from archive_app.setting_values import plain_or_none
from storage.factory import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from archive_app.settings import Settings
    from storage.protocol import BlobStore


def store_of(settings: Settings, url: str, clock: Callable[[], datetime]) -> BlobStore:
    """The store at `url`, opened with the keys of the settings. Errors of the address."""
    return store_maker(settings, url)(clock=clock)


def store_maker(settings: Settings, url: str) -> Callable[..., BlobStore]:
    """What opens the store at `url` with the keys of the settings; another process can be told it."""
    access, secret = plain_or_none(settings.storage_access_key), plain_or_none(settings.storage_secret_key)
    return partial(open_store, url, access_key=access, secret_key=secret)


def told_settings(settings: Settings) -> dict[str, object]:
    """Every setting by its name, as plain values; secrets stay hidden, also those inside addresses."""
    return {name: _without_password(value) for name, value in msgspec.to_builtins(settings, enc_hook=str).items()}


def _without_password(value: object) -> object:
    """`postgresql://user:password@host/base`."""
    return re.sub(r"(://[^:/@]*):[^@/]*@", r"\1:***@", value) if isinstance(value, str) else value
