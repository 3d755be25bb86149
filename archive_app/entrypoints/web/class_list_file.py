"""A table sent with a form as lines of text; office tables are read in the sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.entrypoints.web.current import archive
from archive_app.services.scratch import scratch_folder
from indexer import pipeline

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage


def sent_lines(sent: FileStorage | None) -> str:
    """The lines of a CSV, XLSX or plain text, "" where no file was sent.

    Raises an error of `indexer`: the file is damaged, or no table.
    """
    if sent is None or not sent.filename:
        return ""
    with scratch_folder(archive().settings.work_folder) as folder:
        path = folder / "table"
        sent.save(path)
        return pipeline.table_lines(path, sent.filename)
