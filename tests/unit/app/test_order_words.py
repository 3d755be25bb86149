"""An order as it is printed beside a study, from the number and day that a table has of it."""

import datetime

import pytest

from archive_app.services.people.papers import order_words

DAY = datetime.date(2021, 3, 15)


@pytest.mark.parametrize(
    ("number", "on", "words"),
    [
        ("12-у", DAY, "приказ от 15.03.2021 № 12-у"),
        ("№ 12-у", None, "приказ № 12-у"),
        ("", DAY, "приказ от 15.03.2021"),
        ("", None, ""),
        ("Приказ № 12-у", DAY, "Приказ № 12-у от 15.03.2021"),
        ("Приказ № 12-у от 15.03.2021", DAY, "Приказ № 12-у от 15.03.2021"),
        ("Приказ № 12-у от 15.03.2021", None, "Приказ № 12-у от 15.03.2021"),
    ],
)
def test_an_order_is_named_once(number: str, on: datetime.date | None, words: str) -> None:
    assert order_words(number, on) == words
