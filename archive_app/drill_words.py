"""Words for what a drill of restoring looks at."""

from __future__ import annotations

from archive_app.i18n import mark

DRILL_CHECK_WORDS = {
    "seal": mark("signature and every byte of the snapshot"),
    "key": mark("private key"),
    "schema": mark("version of the database"),
    "rows": mark("rows of the tables"),
    "references": mark("references between rows"),
    "audit": mark("journal of actions"),
    "content": mark("bytes of the documents"),
    "sign_in": mark("signing in"),
    "pages": mark("images of pages"),
    "search": mark("search by text"),
    "destroyed": mark("destroyed documents"),
}
