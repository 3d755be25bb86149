"""Drawn pages for recognition, and the shared folder of real scans where a checkout has one beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

TEXT = (
    "Выписка из приказа по школе",
    "Зачислить в десятый класс Абрамову Анну",
    "Игоревну, успешно выдержавшую вступительные",
    "испытания, и выдать ученический билет.",
    "Классному руководителю внести фамилию в",
    "журнал успеваемости до первого сентября.",
    "Контроль возложить на заместителя директора",
    "по учебной работе. Основание: заявление.",
)
DrawPage = Callable[..., Image.Image]


@pytest.fixture
def draw_page() -> DrawPage:
    """Draw `TEXT` (or other lines) in 12 point at `dpi` on a sheet of A5, dark on white."""

    def draw(lines: tuple[str, ...] = TEXT, dpi: int = 200, ink: int = 30) -> Image.Image:
        page = Image.new("L", (round(5.83 * dpi), round(8.27 * dpi)), 245)
        pen, font = ImageDraw.Draw(page), ImageFont.truetype("LiberationSerif-Regular.ttf", round(12 * dpi / 72))
        for row, line in enumerate(lines):
            pen.text((dpi * 0.4, dpi * (0.5 + 0.3 * row)), line, ink, font)
        return page

    return draw


@pytest.fixture(scope="session")
def shared_samples() -> Path:
    """The folder of real scans beside the checkout; skips where there is none."""
    folder = Path(__file__).resolve().parents[4] / ".." / "shared" / "samples"
    if not folder.is_dir():
        pytest.skip("no folder of shared sample scans beside this checkout")
    return folder
