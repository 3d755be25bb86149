"""Which character set a text is in: UTF-8, UTF-16 or one of the Russian eight-bit sets."""

from __future__ import annotations

import codecs

from indexer.textlayer_letters import RUSSIAN

EIGHT_BIT = ("cp1251", "koi8-r", "cp866")
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1b\x1a")  # \x1a ends files written under DOS
MOST_CONTROLS = 0.01
LATIN_OR_CYRILLIC_HIGH_BYTES = (0x00, 0x04)


def detect_encoding(head: bytes, *, whole: bool = False) -> str | None:
    """Python's name of the character set that `head` is written in; None where it is no text.

    `whole` tells that nothing follows `head`, so that a character cut in two at its end is an error.
    """
    for mark, name in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return name
    if b"\0" in head:
        return _utf16_without_mark(head)
    if not _printable(head):
        return None
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=whole)
    except UnicodeDecodeError:
        return max(EIGHT_BIT, key=lambda name: _russian_looks(head.decode(name, "replace")))
    return "utf-8"


def _utf16_without_mark(head: bytes) -> str | None:
    for name, high_bytes in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        usual = sum(high_bytes.count(byte) for byte in LATIN_OR_CYRILLIC_HIGH_BYTES)
        if usual < 0.9 * len(high_bytes):
            continue
        text = head[: len(head) // 2 * 2].decode(name, "replace")
        if not any(char < " " and ord(char) not in TEXT_CONTROLS for char in text):
            return name
    return None


def _printable(head: bytes) -> bool:
    controls = sum(byte < ord(" ") and byte not in TEXT_CONTROLS for byte in head)
    return controls <= MOST_CONTROLS * len(head)


def _russian_looks(text: str) -> float:
    """Sum over letters of how usual they are; a capital in the middle of a lower-case word counts against.

    That capital is what tells cp1251 from KOI8-R, whose halves of the alphabet are swapped.
    """
    score = 0.0
    previous = " "
    for char in text:
        if not char.isascii():
            score += RUSSIAN.get(char.lower(), -20)
            if char.isupper() and previous.islower():
                score -= 150
        previous = char
    return score
