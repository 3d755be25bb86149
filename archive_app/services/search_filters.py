"""What a search is narrowed to: several values of each filter, as a page's address and the API have them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from archive_app.errors import ArchiveError
from archive_app.numbers import HELD, read_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FILTERS = ("kind", "item", "year", "unit", "confidentiality", "person")
NUMBERS = frozenset({"year", "confidentiality"})
MOST_VALUES = 50
"""Values of one filter; nobody ticks more."""


class BadFilter(ArchiveError):
    """A filter's value cannot be read. Params: `name`, `value`."""

    code = "bad_filter"


@dataclass(frozen=True, slots=True)
class Filters:
    """Within one filter any value fits, between filters all must. A `person` is a number or a name in any case.

    Raises:
        BadFilter: a number that no index holds.
    """

    kind: tuple[str, ...] = ()
    item: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    unit: tuple[str, ...] = ()
    confidentiality: tuple[int, ...] = ()
    person: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what an engine would stumble over."""
        for name in NUMBERS:
            for number in getattr(self, name):
                if number not in HELD:
                    raise BadFilter(name, name=name, value=str(number))
        for person in self.person:
            if person.isdecimal():
                _number("person", person)

    @classmethod
    def parse(cls, values: Mapping[str, Sequence[str]]) -> Self:
        """From text, as a page's address has it; empty values say nothing. Raises BadFilter."""
        said = {name: tuple(dict.fromkeys(one for one in values.get(name, ()) if one)) for name in FILTERS}
        read: dict[str, Any] = {name: tuple(_number(name, one) for one in said[name]) for name in NUMBERS}
        return cls(**{name: chosen[:MOST_VALUES] for name, chosen in (said | read).items()})

    def without(self, name: str) -> Self:
        """The same with one filter taken away."""
        return replace(self, **{name: ()})

    @property
    def in_use(self) -> dict[str, tuple[Any, ...]]:
        """The filters that narrow anything."""
        return {name: values for name in FILTERS if (values := getattr(self, name))}

    @property
    def as_text(self) -> dict[str, list[str]]:
        """What `parse` reads."""
        return {name: [str(one) for one in values] for name, values in self.in_use.items()}

    @property
    def numbers_of_persons(self) -> tuple[int, ...]:
        """The persons that are named by their numbers."""
        return tuple(int(person) for person in self.person if person.isdecimal())

    @property
    def names_of_persons(self) -> tuple[str, ...]:
        """The persons that are named by their names."""
        return tuple(person for person in self.person if not person.isdecimal())


def _number(name: str, value: str) -> int:
    number = read_number(value)
    if number is None:
        raise BadFilter(name, name=name, value=value)
    return number
