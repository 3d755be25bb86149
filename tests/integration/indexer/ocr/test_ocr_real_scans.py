"""Real scans: flatbed, photographed, turned, stamped, filled in. The words were read on each by eye."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PIL import Image

from indexer.model import PageState
from indexer.ocr import OcrOptions, Reading, judge, read_page

if TYPE_CHECKING:
    from pathlib import Path

WORDS = {
    "book_page_skewed.jpg": ("Оглавление", "Упражнения", "властвуй", "рекуррентное", "Динамическое", "Задача"),
    "filled_advance_report.jpg": ("Утверждаю", "Иляшев", "Захарова", "хозяйственные", "Административный"),
    "filled_application.jpg": ("Генеральному", "Сидорова", "Валентина", "Петровича", "Заявление", "календарных"),
    "filled_transfer_act.jpg": ("Ярославль", "Коробов", "Пивоваров", "сервисная", "895435", "Покупатель"),
    "flatbed_application.jpg": ("Генеральному", "Название", "Заявление", "календарных", "подпись"),
    "flatbed_rent_contract.jpg": ("аренды", "Наймодатель", "субаренду", "сигнализации", "самостоятельно"),
    "flatbed_table_landscape.jpg": ("ТОВАРНАЯ", "НАКЛАДНАЯ", "Грузополучатель", "Плательщик", "Госкомстата"),
    "flatbed_transfer_act.jpg": ("Приложение", "приема-передачи", "Продавец", "Претензий", "Идентификационные"),
    "payment_order_stamped.jpg": ("ПЛАТЕЖНОЕ", "ПОРУЧЕНИЕ", "шестьдесят", "ИЖЕВСК", "Raiffeisen"),
    "table.djvu": ("ТЕХНИЧЕСКОЕ", "водоснабжения", "Новодевяткинское", "Всеволожского", "кадастровый"),
    "table_rotated_90.png": ("Ведомственный", "перечень", "Калужской", "учреждениями", "Реквизиты"),
    "technical_task_scan.pdf": ("сертифицированных", "противообледенительных", "Международный", "Согласовано"),
}
TURNED = {"table_rotated_90.png": 270}
SKEWED = {"book_page_skewed.jpg": 3.4}


def first_page(path: Path, folder: Path) -> tuple[Image.Image, int | None]:
    """The first page as pixels, and its resolution if the file tells one."""
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            return document[0].render(scale=300 / 72).to_pil(), 300
    if path.suffix == ".djvu":
        tiff = folder / "page.tiff"
        subprocess.run(["ddjvu", "-format=tiff", "-page=1", str(path), str(tiff)], check=True)
        path = tiff
    image = Image.open(path)
    image.load()
    return image, round(image.info["dpi"][0]) if "dpi" in image.info else None


@pytest.mark.parametrize("name", WORDS)
def test_words_seen_by_eye_are_recognised(name: str, shared_samples: Path, tmp_path: Path) -> None:
    reading = read_page(*first_page(shared_samples / "scans" / name, tmp_path), OcrOptions())
    assert [word for word in WORDS[name] if word not in reading.text] == []
    assert reading.rotation == TURNED.get(name, 0)
    assert reading.skew == pytest.approx(SKEWED.get(name, 0.0), abs=0.6)
    assert_boxes_are_on_the_page(reading)
    assert judge(reading, OcrOptions()) == (PageState.RECOGNISED, None)


def test_every_sample_scan_is_looked_at(shared_samples: Path) -> None:
    assert {path.name for path in (shared_samples / "scans").iterdir()} == set(WORDS)


def assert_boxes_are_on_the_page(reading: Reading) -> None:
    for word in reading.words:
        assert 0 <= word.x0 < word.x1 <= 1
        assert 0 <= word.y0 < word.y1 <= 1
