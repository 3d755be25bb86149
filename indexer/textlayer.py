"""Is the text that a page brings along worth keeping, or should the page be recognised anew?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.textlayer_letters import looks_like_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.formats.pdf_page import PlacedImage
    from indexer.model import Word

BANDS = 50
SMALLEST_WORD = 0.002  # of the page's height: 0.6 mm on A4, which nobody can read
MOST_UNREADABLE = 0.5
IMAGE_MATTERS = 0.25  # of the page; a smaller one is a photograph, a seal or a letterhead
LEAST_BANDS_WITH_WORDS = 0.3


def trustworthy(words: Sequence[Word], images: Sequence[PlacedImage]) -> bool:
    """Whether `words` say what stands on the page.

    They do not when there are none, when they are the debris of a broken encoding, when most are too small to be
    seen, or when images take up a part of the page that hardly any word lies on: a scan with a stamped-on footer.
    A scan with a complete invisible layer of somebody's earlier recognition does pass.
    """
    if not words:
        return False
    tiny = sum(min(word.y1 - word.y0, word.x1 - word.x0) <= 0 or word.y1 - word.y0 < SMALLEST_WORD for word in words)
    if tiny > MOST_UNREADABLE * len(words):
        return False
    if not looks_like_language(word.text for word in words):
        return False
    return all(_words_on(image, words) for image in images if image.cover >= IMAGE_MATTERS)


def _words_on(image: PlacedImage, words: Sequence[Word]) -> bool:
    """Whether words lie on at least three of ten of the image's horizontal bands that a text would fill."""
    x0, y0, x1, y1 = image.box
    first, last = int(y0 * BANDS), max(int(y0 * BANDS) + 1, int(y1 * BANDS))
    filled = {
        band
        for word in words
        if x0 <= (word.x0 + word.x1) / 2 <= x1
        for band in range(int(word.y0 * BANDS), int(word.y1 * BANDS) + 1)
        if first <= band < last
    }
    return len(filled) >= LEAST_BANDS_WITH_WORDS * (last - first)


def as_text(words: Sequence[Word]) -> str:
    """Words as lines of text."""
    lines: dict[int, list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    return "\n".join(" ".join(line) for line in lines.values())
