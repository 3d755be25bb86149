"""A worker or a filing process that kills itself with SIGKILL at a chosen stage.

The drills run it as `python -m tests.drill.mortal_process STAGE [PATH]`.
Without PATH it works until idle; with it, it files that path. STAGE is a key of `STAGES`.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive_app.bootstrap import open_archive
from archive_app.services import intake, recognition, use_copies
from archive_app.services.disposal.beginning import Beginning
from archive_app.services.disposal.destroying import Destroying
from archive_app.services.disposal.ending import Ending
from archive_app.services.indexing import Indexing
from archive_app.settings import load_settings
from indexer import pipeline
from indexer.search.postgresql import PostgresEngine
from indexer.search.tantivy import TantivyEngine
from storage.local import LocalBlobStore
from storage.s3 import S3BlobStore
from tests.fixtures.archives import actor_of, facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def die(*_: Any, **__: Any) -> Any:
    """End as a loss of power does."""
    os.kill(os.getpid(), signal.SIGKILL)


def _between_pages() -> None:
    whole = pipeline.recognise

    def one_page(*arguments: Any, **named: Any) -> Iterator[Any]:
        pages = whole(*arguments, **named)
        yield next(pages)
        die()

    pipeline.recognise = one_page


def _replace(name: str, *owners: Any) -> Callable[[], None]:
    """Die instead of that call; of `owners` an archive has one."""

    def install() -> None:
        for owner in owners:
            setattr(owner, name, die)

    return install


def _after(name: str, *owners: Any) -> Callable[[], None]:
    """Die when that call has done its work."""

    def install() -> None:
        for owner in owners:
            setattr(owner, name, _then_dying(getattr(owner, name)))

    return install


def _then_dying(whole: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *arguments, **named: die(whole(*arguments, **named))


ENGINES = TantivyEngine, PostgresEngine
STORES = LocalBlobStore, S3BlobStore


STAGES: dict[str, Callable[[], None]] = {
    "before recognition": _replace("prepare", pipeline),
    "between pages": _between_pages,
    "before PDF/A": _replace("build_pdfa", use_copies),
    "between blob and row of the copy": _replace("ensure_blob", use_copies),
    "before the outcome": _replace("page_states", recognition),
    "in the index's update": _replace("commit", *ENGINES),
    "between the index's commit and the mark": _after("commit", *ENGINES),
    "before the mark": _replace("_mark", Indexing),
    "between blob and rows of a filing": _replace("add_blob", intake),
    "before a filing's commit": _replace("enqueue_all", intake),
}


DESTRUCTION: dict[str, Callable[[], None]] = {
    "destroying: before the mark": _replace("begin", Beginning),
    "destroying: before bytes go": _replace("_remove_bytes", Destroying),
    "destroying: between bytes and row": _after("remove", *STORES),
    "destroying: before copies are forgotten": _replace("_forget_copies", Destroying),
    "destroying: before the index": _replace("_leave_index", Destroying),
    "destroying: before the end": _replace("end", Ending),
}


def main(stage: str, path: str | None = None) -> None:
    """Do the work and die of it."""
    (STAGES | DESTRUCTION)[stage]()
    with open_archive(load_settings()) as archive:
        if path:
            archive.intake.receive(Path(path), Path(path).name, facts(), actor_of(archive))
        else:
            archive.worker().run(until_idle=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
