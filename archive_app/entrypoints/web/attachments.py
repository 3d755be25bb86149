"""Files that come with a form, and files that go out: in pieces, never whole in the memory."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import quote

from flask import Response, redirect, request
from werkzeug.wsgi import FileWrapper

from archive_app.entrypoints.web.current import archive
from archive_app.entrypoints.web.telling import done, tell
from archive_app.i18n import translate
from archive_app.services.originals import CHUNK
from archive_app.services.portfolio.files import LARGEST_FILE, MOST_FILES, TAKEN, Attachment
from archive_app.services.scratch import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from flask import Blueprint
    from werkzeug.wrappers import Response as Answer

AT_ONCE = 5
"""So many of the largest files one form may bring; the rest goes with a second one."""
FORM_LIMIT = AT_ONCE * LARGEST_FILE + 1024**2
BYTES = "application/octet-stream"


def let_files_through(blueprint: Blueprint, *views: str) -> None:
    """Forms of these views of `blueprint` may bring files: said before anything reads the form."""
    endpoints = {f"{blueprint.name}.{view}" for view in views}

    @blueprint.url_value_preprocessor
    def _let_through(endpoint: str | None, _values: dict[str, object] | None) -> None:
        if endpoint in endpoints:
            request.max_content_length = FORM_LIMIT


@contextmanager
def attached() -> Iterator[tuple[Attachment, ...]]:
    """The files of the form's field `files`, on the disk until the block ends."""
    with scratch_folder(archive().settings.work_folder) as folder:
        found = []
        for number, file in enumerate(file for file in request.files.getlist("files") if file.filename):
            path = folder / str(number)
            file.save(path, CHUNK)
            found.append(Attachment(path, file.filename or ""))
        yield tuple(found)


def attach_to(
    page: Callable[[str], str], following: str, attach: Callable[[tuple[Attachment, ...]], None]
) -> Answer | tuple[str, int]:
    """Hand the files of the form to `attach` and go on; what forbids it is told on `page`."""
    with attached() as files:
        if files:
            return done(lambda: attach(files), page, following)
    tell(translate("Choose files first."), bad=True)
    return redirect(following)


def attachment_limits() -> dict[str, object]:
    """What a form says of the files that it takes."""
    accepted = sorted({f".{kind.lower()}" for kind in TAKEN.values()} | {".jpg", ".tif"})
    kinds = ", ".join(sorted(TAKEN.values()))
    return {"accept": ",".join(accepted), "kinds": kinds, "largest": LARGEST_FILE, "most": MOST_FILES}


def as_download(pieces: Iterable[bytes] | BinaryIO, name: str, size: int | None = None, kind: str = BYTES) -> Response:
    """Always as a download, never as a page of this site."""
    if size is None:
        response = Response(pieces, mimetype=kind)
    else:
        response = Response(FileWrapper(pieces, CHUNK), mimetype=BYTES, direct_passthrough=True)  # type: ignore[arg-type]
        response.call_on_close(pieces.close)  # type: ignore[union-attr]
        response.content_length = size
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
