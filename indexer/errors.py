"""Errors of the indexer: each class has a stable code; the application turns codes into Russian sentences."""

from __future__ import annotations

from typing import ClassVar


class IndexerError(Exception):
    """Base of all. `code` is stable and documented; `params` fill the message shown to a person."""

    code: ClassVar[str] = "indexer"

    def __init__(self, detail: str = "", **params: object) -> None:
        super().__init__(detail or self.code)
        self.detail = detail
        self.params = params
