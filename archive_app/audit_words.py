"""Words for the journal: what its tags mean, what a check has found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.i18n import mark, translate

if TYPE_CHECKING:
    from archive_app.audit import Finding

ACTION_WORDS = {
    "audit:log:export": mark("took the journal out"),
    "audit:log:read": mark("looked into the journal"),
    "document:card:read": mark("looked at the card"),
    "document:copy:download": mark("downloaded the copy"),
    "document:file:export": mark("took the document out as files"),
    "document:file:receive": mark("filed the document"),
    "document:list:read": mark("looked through the list of documents"),
    "document:original:download": mark("downloaded the original"),
    "document:page:read": mark("looked at a page"),
    "document:page:review": mark("reviewed a page"),
    "document:text:read": mark("read the whole text"),
    "document:text:recognise": mark("the text was recognised"),
    "document:text:retry": mark("let the text be recognised again"),
    "file_plan:table:import": mark("put a file plan in force"),
    "fonds:record:add": mark("added the fonds"),
    "person:name:change": mark("changed the person's name"),
    "person:name:find": mark("looked for a person by name"),
    "search:query:run": mark("searched"),
    "user:account:add": mark("added an account"),
}
"""Tag of an event -> msgid; a tag that is not here is shown as it is."""
FINDING_WORDS = {
    "changed": mark("No. {rows}: changed after it was written"),
    "removed": mark("No. {rows}: removed"),
    "inserted": mark("No. {rows}: inserted past the program"),
    "reordered": mark("No. {rows}: moved to another place"),
    "rewritten": mark("No. {rows}: not what was published, the chain was rewritten up to here"),
}


def action_words(tag: str) -> str:
    """Russian for the tag of an event."""
    return translate(ACTION_WORDS[tag]) if tag in ACTION_WORDS else tag


def finding_words(finding: Finding) -> str:
    """What was done, and to which events."""
    rows = str(finding.seq) if finding.seq == finding.last_seq else f"{finding.seq}–{finding.last_seq}"
    return translate(FINDING_WORDS[finding.kind.value], rows=rows)
