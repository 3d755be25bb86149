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
from indexer.search.tantivy import TantivyEngine
from storage.local import LocalBlobStore
from tests.fixtures.archives import actor_of, facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from storage.keys import BlobKey


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


def _after_commit_of_index() -> None:
    whole = TantivyEngine.commit

    def commit_and_die(self: TantivyEngine) -> None:
        whole(self)
        die()

    TantivyEngine.commit = commit_and_die  # type: ignore[method-assign]


def _replace(owner: Any, name: str) -> Callable[[], None]:
    return lambda: setattr(owner, name, die)


STAGES: dict[str, Callable[[], None]] = {
    "before recognition": _replace(pipeline, "prepare"),
    "between pages": _between_pages,
    "before PDF/A": _replace(use_copies, "build_pdfa"),
    "between blob and row of the copy": _replace(use_copies, "ensure_blob"),
    "before the outcome": _replace(recognition, "page_states"),
    "in the index's update": _replace(TantivyEngine, "commit"),
    "between the index's commit and the mark": _after_commit_of_index,
    "before the mark": _replace(Indexing, "_mark"),
    "between blob and rows of a filing": _replace(intake, "add_blob"),
    "before a filing's commit": _replace(intake, "enqueue_all"),
}


def _after_removal_of_bytes() -> None:
    whole = LocalBlobStore.remove

    def remove_and_die(self: LocalBlobStore, key: BlobKey) -> bool:
        whole(self, key)
        die()
        return True

    LocalBlobStore.remove = remove_and_die  # type: ignore[method-assign]


DESTRUCTION: dict[str, Callable[[], None]] = {
    "destroying: before the mark": _replace(Beginning, "begin"),
    "destroying: before bytes go": _replace(Destroying, "_remove_bytes"),
    "destroying: between bytes and row": _after_removal_of_bytes,
    "destroying: before copies are forgotten": _replace(Destroying, "_forget_copies"),
    "destroying: before the index": _replace(Destroying, "_leave_index"),
    "destroying: before the end": _replace(Ending, "end"),
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
