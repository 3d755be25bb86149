"""The numbers that are taken from people: what the database can hold, and what makes sense."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

LARGEST = 2**31 - 1
"""Of ids, sheets and filters: an `integer` column of PostgreSQL holds no more."""
HELD = range(LARGEST + 1)
YEARS = range(1700, 3000)
"""Years of file plans and case files; a number beyond is a slip of the keyboard."""
SHEETS = range(1, LARGEST + 1)
CONFIDENTIALITY = range(10)
"""0: open to every reader of the unit; larger: closer."""
LONGEST_DECIMAL = 30
"""Characters of a decimal number, signs and spaces included."""


def read_number(text: str, among: range = HELD) -> int | None:
    """The number that `text` writes in digits; None: it writes none, or one that is not `among` the wanted."""
    if not text.isdecimal() or len(text) > len(str(LARGEST)):  # Python itself refuses to read thousands of digits
        return None
    number = int(text)
    return number if number in among else None


def read_versions(texts: Iterable[str]) -> dict[int, int]:
    """Versions by number, of texts like `5:2`; what is no such text is left out."""
    pairs = (one.partition(":") for one in texts)
    found = ((read_number(number), read_number(version)) for number, _, version in pairs)
    return {number: version for number, version in found if number is not None and version is not None}


def read_decimal(text: str) -> str | None:
    """The number that `text` writes (`1 072,50`) as digits with a point, no digit lost; None: it writes none."""
    try:
        number = Decimal(text.replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return None
    return f"{number:f}" if number.is_finite() and len(text) <= LONGEST_DECIMAL and "e" not in text.lower() else None
