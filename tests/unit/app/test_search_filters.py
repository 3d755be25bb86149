"""Numbers in a filter: those that no index holds are refused before one is asked."""

from __future__ import annotations

import pytest

from archive_app.services.search_filters import BadFilter, Filters

TOO_LARGE = str(2**31)


@pytest.mark.parametrize("name", ["year", "confidentiality"])
@pytest.mark.parametrize("value", ["-1", "²", "год", TOO_LARGE, "9" * 5000])
def test_a_number_in_an_address(name: str, value: str) -> None:
    with pytest.raises(BadFilter) as error:
        Filters.parse({name: [value]})
    assert error.value.params == {"name": name, "value": value}


@pytest.mark.parametrize("number", [-1, 2**31])
def test_a_number_of_a_program(number: int) -> None:
    with pytest.raises(BadFilter):
        Filters(year=(number,))
    with pytest.raises(BadFilter):
        Filters(confidentiality=(number,))


@pytest.mark.parametrize("value", [TOO_LARGE, "9" * 5000])
def test_a_person_by_number(value: str) -> None:
    with pytest.raises(BadFilter):
        Filters(person=(value,))
    assert Filters.parse({"person": ["17"]}).person == ("17",)


def test_what_can_be_asked() -> None:
    asked = Filters.parse(
        {"year": ["2025", "2024", "2025"], "confidentiality": ["0"], "person": ["Иванова"], "unit": [""]}
    )
    assert asked == Filters(year=(2025, 2024), confidentiality=(0,), person=("Иванова",))
    assert Filters.parse(asked.as_text) == asked
