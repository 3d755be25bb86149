"""A text in pieces between blanks: the same few recur on every page, so that looking them up spares reading them."""

from __future__ import annotations

import re
from typing import Final

_BREAK: Final = re.compile("[-\u00ad\u2010][ \t]*\r?\n[ \t]*")
"""Where `WORD` may join the end of a line to the next one."""
_LINE_END: Final = re.compile("\n(?<![-\u00ad\u2010\t\r]\n)")


def pieces(text: str) -> list[str]:
    """`text` cut at blanks and line ends, one character cut out between two pieces.

    No word crosses from one piece to the next: a line's end inside a broken word is not cut.
    """
    # The replacements keep every length, so that offsets in the pieces lead back to the text.
    kept = _BREAK.sub(lambda match: match[0].replace(" ", "\t"), text)
    return _LINE_END.sub(" ", kept).split(" ")
