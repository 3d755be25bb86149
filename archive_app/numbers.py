"""The numbers that are taken from people: what the database can hold, and what makes sense."""

LARGEST = 2**31 - 1
"""Of ids, sheets and filters: an `integer` column of PostgreSQL holds no more."""
HELD = range(LARGEST + 1)
YEARS = range(1700, 3000)
"""Years of file plans and case files; a number beyond is a slip of the keyboard."""
SHEETS = range(1, LARGEST + 1)
CONFIDENTIALITY = range(10)
"""0: open to every reader of the unit; larger: closer."""


def read_number(text: str, among: range = HELD) -> int | None:
    """The number that `text` writes in digits; None: it writes none, or one that is not `among` the wanted."""
    if not text.isdecimal() or len(text) > len(str(LARGEST)):  # Python itself refuses to read thousands of digits
        return None
    number = int(text)
    return number if number in among else None
