"""What takes long to draw is drawn when nothing else is to be done; an image that a browser has is not sent again."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from archive_app.services.documents import card
from indexer import pipeline
from tests.fixtures.archives import actor_of, file_one, work

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.fixtures.archives import Home


def test_a_png_is_drawn_ahead_and_made_small_without_drawing(
    embedded_home: Home, tmp_path: Path, scan: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "приказ.png"
    with Image.open(scan()) as image:
        image.save(path)
    with embedded_home.opened() as archive:
        number, actor = file_one(archive, path), actor_of(archive)
        work(archive)
        assert [r.kind for r in card(archive.journal.reads, number, actor).renditions].count("page_image") == 1
        monkeypatch.setattr(pipeline, "render_page", lambda *_: pytest.fail("drawn"))
        for width in (240, 960, 1600):
            found = archive.page_images.sized(number, 1, actor, width)
            with Image.open(BytesIO(found.jpeg or b"")) as image:
                assert image.width in range(min(width, 1200), width + 1)
            assert archive.page_images.sized(number, 1, actor, width, found.etag).jpeg is None
            assert archive.page_images.sized(number, 1, actor, width, "another").jpeg == found.jpeg
