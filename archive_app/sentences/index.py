"""Errors of the search index."""

from archive_app.i18n import mark

SENTENCES = {
    "search": mark("The search did not work. The documents are safe; examine the archive: archive doctor."),
    "index_busy": mark("The search index is being written by another process. Repeat in a minute."),
    "index_unavailable": mark("The search cannot answer: {reason}. The documents are safe; repeat in a few minutes."),
    "unknown_search_engine": mark(
        "There is no search engine for the address {url}. "
        "Set ARCHIVE_SEARCH_URL to tantivy:, whoosh: or postgresql: and start again."
    ),
}
