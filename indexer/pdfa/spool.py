"""Page results on disk, a page a line (number, tab, JSON): thousands of pages of words do not wait in memory."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Self

from indexer.pipeline.wire import from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from indexer.model import PageResult


def write_spool(results: Iterable[PageResult], path: Path) -> None:
    """Write results in whatever order they come."""
    with path.open("w", encoding="utf-8") as stream:
        for result in results:
            stream.write(f"{result.number}\t{json.dumps(to_json(result), ensure_ascii=False)}\n")


class Spool:
    """Results by page number, read from disk when asked for. A context manager."""

    def __init__(self, path: Path) -> None:
        self._stream = path.open("rb")
        self._offsets: dict[int, int] = {}
        offset = 0
        for line in self._stream:
            self._offsets[int(line.split(b"\t", 1)[0])] = offset
            offset += len(line)

    def get(self, number: int) -> PageResult | None:
        """The result of page `number`, None where it has none."""
        if number not in self._offsets:
            return None
        self._stream.seek(self._offsets[number])
        return from_json(json.loads(self._stream.readline().split(b"\t", 1)[1]))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()
