"""`--wait` ends when its worker does, and tells why."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from archive_app.entrypoints.cli.output import Output
from archive_app.entrypoints.cli.waiting import wait_until_findable

if TYPE_CHECKING:
    from threading import Event

    from archive_app.bootstrap import Archive


def test_a_worker_that_dies_ends_the_wait_with_its_error() -> None:
    def run(*, stop: Event) -> None:
        raise RuntimeError("the database is gone")

    progress: Any = SimpleNamespace(finished=lambda _: 0, stuck=lambda _: False, states=lambda _: {})
    archive = cast("Archive", SimpleNamespace(worker=lambda: SimpleNamespace(run=run), progress=progress))
    with pytest.raises(RuntimeError, match="database is gone"):
        wait_until_findable(archive, [1], Output(as_json=True))
