"""Words for the stable codes of states and reasons, shared by the browser and the command line."""

from __future__ import annotations

from archive_app.i18n import mark, translate
from archive_app.messages import SENTENCES

RECOGNITION_WORDS = {
    "waiting": mark("waits for recognition"),
    "running": mark("is being recognised"),
    "recognised": mark("recognised"),
    "in_review": mark("some pages wait for review"),
    "failed": mark("could not be read"),
    "not_applicable": mark("kept without a text"),
}
PAGE_WORDS = {
    "recognised": mark("recognised"),
    "text_layer": mark("has a text of its own"),
    "blank": mark("blank"),
    "review": mark("waits for review"),
    "reviewed": mark("reviewed by a person"),
    "failed": mark("could not be read"),
}
REASON_WORDS = {
    "low_confidence": mark("the text is read with little confidence"),
    "uncovered_ink": mark("there is writing that was not recognised, perhaps by hand"),
    "timeout": mark("the page took too long"),
    "crashed": mark("the program that reads pages crashed on it"),
    "memory": mark("the page needs too much memory"),
    "too_large": mark("the image is too large"),
    "damaged": mark("the bytes are damaged"),
    "not_text": mark("a kind of record without text"),
    "pages_failed": mark("some pages could not be read"),
    "pages_to_review": mark("some pages wait for review"),
    "all_pages_failed": mark("no page could be read"),
}
CHECK_WORDS = {
    "database": mark("Database"),
    "storage": mark("Store of blobs"),
    "index": mark("Search index"),
    "programs": mark("Programs"),
    "blobs": mark("Blobs"),
    "jobs": mark("Jobs"),
}


def reason_words(code: str | None) -> str:
    """Russian for a reason code; an error's code is told by its sentence, an unknown one stays as it is."""
    if not code:
        return ""
    known = REASON_WORDS.get(code)
    if known:
        return translate(known)
    return translate(SENTENCES[code]).split(".")[0] if code in SENTENCES and "{" not in SENTENCES[code] else code
