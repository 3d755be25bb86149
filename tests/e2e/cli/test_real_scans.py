"""Real scans: each is filed, and two words that a person read on it with their own eyes are found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.e2e.cli.conftest import Cli

READ_BY_EYE = {
    "book_page_skewed.jpg": ("рекурсивного", "инверсий"),
    "filled_advance_report.jpg": ("авансовый", "бухгалтер"),
    "filled_application.jpg": ("Сидорова", "отпуск"),
    "filled_transfer_act.jpg": ("Ярославль", "Пивоваров"),
    "flatbed_application.jpg": ("директору", "календарных"),
    "flatbed_rent_contract.jpg": ("Наймодатель", "квартиры"),
    "flatbed_table_landscape.jpg": ("накладная", "грузополучатель"),
    "flatbed_transfer_act.jpg": ("автомобиля", "сервисная"),
    "payment_order_stamped.jpg": ("платежное", "Ижевск"),
    "table.djvu": ("трубопровода", "водоснабжения"),
    "table_rotated_90.png": ("Калужской", "ведомственный"),
    "technical_task_scan.pdf": ("аэропорт", "противообледенительных"),
}


@pytest.mark.timeout(900)
def test_every_scan_is_found_by_what_stands_on_it(cli: Cli, shared_samples: Path) -> None:
    answer = cli.json("file", shared_samples / "scans", "--item", "02-03", "--year", "2025", "--wait")
    numbers = {Path(each["path"]).name: each["document_id"] for each in answer["files"]}
    assert set(numbers) == set(READ_BY_EYE)
    assert {each["outcome"] for each in answer["files"]} == {"filed"}
    with cli.home.opened() as archive:
        from tests.fixtures.archives import actor_of

        actor = actor_of(archive)
        missed = [
            (name, word)
            for name, words in READ_BY_EYE.items()
            for word in words
            if numbers[name] not in {hit.document_id for hit in archive.searching.search(word, actor).hits}
        ]
    assert missed == []
    assert cli.json("doctor")["ok"]
