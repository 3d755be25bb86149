"""What a record is kept on."""

from enum import StrEnum


class Carrier(StrEnum):
    """Paper, bytes, or a paper original with its electronic twin."""

    PAPER = "paper"
    ELECTRONIC = "electronic"
    BOTH = "both"
