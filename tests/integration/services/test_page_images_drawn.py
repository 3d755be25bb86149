"""A page that somebody looks at first: drawn from the original itself, prepared anew only where that is needed."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image

from archive_app.db.models import Page
from indexer import pipeline
from indexer.errors import Damaged
from indexer.model import PageState
from tests.fixtures.archives import actor_of, file_one

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive


def test_an_image_is_not_prepared_again(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "лист.png"
    Image.new("RGB", (300, 200), "white").save(path)
    number = _with_page(archive, path)
    monkeypatch.setattr(pipeline, "prepare", lambda *_: pytest.fail("prepared"))
    assert _size(archive, number) == (300, 200)


def test_what_cannot_be_drawn_as_it_is_gets_prepared(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "лист.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 100))
        pdf.save(path)
    number = _with_page(archive, path)
    draw, asked = pipeline.render_page, []

    def damaged_at_first(document: object, *how: int) -> bytes:
        asked.append(type(document))
        if not isinstance(document, pipeline.Prepared):
            raise Damaged
        return draw(document, *how)

    monkeypatch.setattr(pipeline, "render_page", damaged_at_first)
    assert _size(archive, number) == (1600, 800)
    assert asked[1:] == [pipeline.Prepared]


def _with_page(archive: Archive, path: Path) -> int:
    """The number of a document whose only page is known, as recognition would have left it."""
    number = file_one(archive, path)
    with archive.sessions.begin() as session:
        shape = {"rotation": 0, "skew": 0.0, "width_px": 1, "height_px": 1, "dpi": 150}
        session.add(Page(document_id=number, number=1, text="", words=b"", state=PageState.RECOGNISED, **shape))
    return number


def _size(archive: Archive, number: int) -> tuple[int, int]:
    with Image.open(BytesIO(archive.page_images.image(number, 1, actor_of(archive)))) as image:
        return image.size
