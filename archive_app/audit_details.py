"""Russian for the details of an event: what each is called, and its value where that is a code, a day or a yes.

Exports of the journal keep them as they were written: there a program reads them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from archive_app.audit_words import ACTION_WORDS
from archive_app.auth.acts import ACT_WORDS, REACH_WORDS
from archive_app.disposal_words import DECISIONS, WHY_LEFT
from archive_app.i18n import mark, translate
from archive_app.person_words import AUTHORITY_WORDS, PURPOSE_WORDS, SETTLED_WORDS
from archive_app.portfolio_words import KINDS as ACHIEVEMENTS
from archive_app.retention_words import TRIGGER_WORDS
from archive_app.services.control.words import FORM_WORDS
from archive_app.services.inventories.kinds import KIND_WORDS as INVENTORIES
from archive_app.services.presence.showing import OUTCOME_WORDS
from archive_app.services.registers.books import BOOK_WORDS
from archive_app.services.requests.kinds import KIND_WORDS as REQUESTS
from archive_app.words import (
    FIELD_TYPE_WORDS,
    HOLD_TARGET_WORDS,
    INTAKE_SOURCE_WORDS,
    JOB_WORDS,
    LEAVING_WORDS,
    PAGE_CHANGE_WORDS,
    REASON_WORDS,
    RECOGNITION_WORDS,
)
from retention.deadlines import RULE_WORDS, START_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = {
    "act": mark("act (detail)"),
    "action": mark("what was done (detail)"),
    "actor": mark("who (detail)"),
    "acts": mark("rights (detail)"),
    "address": mark("address (detail)"),
    "after": mark("after (detail)"),
    "aside": mark("put aside (detail)"),
    "authority": mark("authority (detail)"),
    "batch": mark("batch (detail)"),
    "becomes": mark("becomes (detail)"),
    "before": mark("before (detail)"),
    "blank": mark("blank (detail)"),
    "blobs": mark("stored files (detail)"),
    "book": mark("book (detail)"),
    "borrower": mark("borrower (detail)"),
    "box": mark("box (detail)"),
    "broken": mark("damaged (detail)"),
    "by": mark("by what (detail)"),
    "case_file": mark("case file (detail)"),
    "case_files": mark("case files (detail)"),
    "change": mark("change (detail)"),
    "class_lists": mark("class lists (detail)"),
    "code": mark("code (detail)"),
    "comment": mark("comment (detail)"),
    "condition": mark("condition (detail)"),
    "consents": mark("consents (detail)"),
    "consents_given": mark("consents given for others (detail)"),
    "day": mark("day (detail)"),
    "decision": mark("decision (detail)"),
    "destroyed": mark("destroyed (detail)"),
    "detail": mark("details (detail)"),
    "disclosures": mark("releases of data (detail)"),
    "document": mark("document (detail)"),
    "document_id": mark("document (detail)"),
    "documents": mark("documents (detail)"),
    "download": mark("download (detail)"),
    "due": mark("term (detail)"),
    "due_on": mark("to be back on (detail)"),
    "duties": mark("duties (detail)"),
    "duty": mark("duty (detail)"),
    "email": mark("e-mail (detail)"),
    "ends": mark("ends of consent that no longer hold (detail)"),
    "entries": mark("entries (detail)"),
    "events": mark("events (detail)"),
    "expected": mark("expected (detail)"),
    "field": mark("field (detail)"),
    "fields": mark("fields (detail)"),
    "files": mark("files (detail)"),
    "filler": mark("filled in by (detail)"),
    "filters": mark("filters (detail)"),
    "finished_on": mark("finished on (detail)"),
    "first": mark("first (detail)"),
    "form": mark("form (detail)"),
    "former": mark("before (detail)"),
    "giver": mark("given by person (detail)"),
    "ground": mark("ground (detail)"),
    "group": mark("group (detail)"),
    "guardian": mark("representative (detail)"),
    "guardians": mark("representatives (detail)"),
    "handed_over_by": mark("handed over by (detail)"),
    "held_on": mark("held on (detail)"),
    "holds": mark("holds (detail)"),
    "index": mark("index (detail)"),
    "into": mark("into case file (detail)"),
    "inventory": mark("inventory (detail)"),
    "issuer": mark("issued by (detail)"),
    "item": mark("item (detail)"),
    "items": mark("items (detail)"),
    "joined": mark("joined links (detail)"),
    "kind": mark("kind (detail)"),
    "kinds": mark("kinds (detail)"),
    "last": mark("last (detail)"),
    "leaving": mark("why left (detail)"),
    "leaving_ground": mark("ground of leaving (detail)"),
    "lies_on": mark("lies on (detail)"),
    "limit": mark("lines at most (detail)"),
    "lines": mark("lines (detail)"),
    "links": mark("links with documents (detail)"),
    "list": mark("list (detail)"),
    "login": mark("login (detail)"),
    "marks": mark("marks (detail)"),
    "members": mark("members (detail)"),
    "merged": mark("joined card (detail)"),
    "missing": mark("missing (detail)"),
    "name": mark("name (detail)"),
    "names": mark("names (detail)"),
    "now": mark("now (detail)"),
    "number": mark("number (detail)"),
    "of": mark("of (detail)"),
    "ok": mark("succeeded (detail)"),
    "on": mark("on the day (detail)"),
    "others": mark("others (detail)"),
    "outcome": mark("outcome (detail)"),
    "outside_results": mark("results of others (detail)"),
    "page": mark("page (detail)"),
    "pages": mark("pages (detail)"),
    "paper": mark("number of the act on paper (detail)"),
    "papers": mark("papers of studies (detail)"),
    "permission": mark("permission (detail)"),
    "person": mark("person (detail)"),
    "person_id": mark("person (detail)"),
    "personal": mark("personal data (detail)"),
    "persons": mark("persons (detail)"),
    "place": mark("place (detail)"),
    "portal_accounts": mark("portal accounts (detail)"),
    "portfolio": mark("entries of the portfolio (detail)"),
    "position": mark("line (detail)"),
    "present": mark("present (detail)"),
    "protocol": mark("protocol (detail)"),
    "purpose": mark("purpose (detail)"),
    "query": mark("question (detail)"),
    "rack": mark("rack (detail)"),
    "reach": mark("how far (detail)"),
    "read": mark("links found in the text (detail)"),
    "reason": mark("reason (detail)"),
    "recipient": mark("recipient (detail)"),
    "reference": mark("paper (detail)"),
    "register_entries": mark("entries of books of issue (detail)"),
    "replaces": mark("replaces (detail)"),
    "requests": mark("requests (detail)"),
    "required": mark("required (detail)"),
    "results": mark("results (detail)"),
    "retired": mark("no longer offered (detail)"),
    "revoked": mark("revoked on (detail)"),
    "role": mark("role (detail)"),
    "roles": mark("roles (detail)"),
    "room": mark("room (detail)"),
    "rows": mark("rows (detail)"),
    "rule": mark("rule (detail)"),
    "run": mark("run (detail)"),
    "school_year": mark("school year (detail)"),
    "semester": mark("semester (detail)"),
    "series": mark("series (detail)"),
    "settled": mark("what came of the data (detail)"),
    "sha256": mark("SHA-256"),
    "sheets": mark("sheets (detail)"),
    "shelf": mark("shelf (detail)"),
    "signatory": mark("signed by (detail)"),
    "since": mark("from (detail)"),
    "size": mark("bytes (detail)"),
    "snapshot": mark("snapshot (detail)"),
    "source": mark("source (detail)"),
    "start": mark("counted from (detail)"),
    "studies": mark("studies (detail)"),
    "subject": mark("subject (detail)"),
    "subjects": mark("own records (detail)"),
    "task": mark("task (detail)"),
    "text": mark("text corrected (detail)"),
    "title": mark("title (detail)"),
    "to": mark("to (detail)"),
    "total": mark("found in all (detail)"),
    "trigger": mark("event (detail)"),
    "type": mark("what is typed in (detail)"),
    "unit": mark("unit (detail)"),
    "until": mark("until (detail)"),
    "up_to": mark("up to the degree (detail)"),
    "user": mark("account (detail)"),
    "user_id": mark("account (detail)"),
    "version": mark("version (detail)"),
    "volume": mark("volume (detail)"),
    "volumes": mark("volumes (detail)"),
    "waiting": mark("waits for recognition (detail)"),
    "wards": mark("persons represented (detail)"),
    "was": mark("was (detail)"),
    "why": mark("why (detail)"),
    "works": mark("works (detail)"),
    "year": mark("year (detail)"),
}
VALUES: Mapping[str, Mapping[Any, str]] = {
    "act": ACT_WORDS,
    "action": ACTION_WORDS,
    "acts": ACT_WORDS,
    "authority": AUTHORITY_WORDS,
    "book": BOOK_WORDS,
    "decision": DECISIONS,
    "form": FORM_WORDS,
    "leaving": LEAVING_WORDS,
    "lies_on": HOLD_TARGET_WORDS,
    "purpose": PURPOSE_WORDS,
    "reach": REACH_WORDS,
    "rule": RULE_WORDS,
    "settled": SETTLED_WORDS,
    "start": START_WORDS,
    "task": JOB_WORDS,
    "trigger": TRIGGER_WORDS,
    "type": FIELD_TYPE_WORDS,
    "disposal.why": WHY_LEFT,
    "document.kind": PAGE_CHANGE_WORDS,
    "document.outcome": RECOGNITION_WORDS,
    "document.reason": REASON_WORDS,
    "document.source": INTAKE_SOURCE_WORDS,
    "inventory.kind": INVENTORIES,
    "job.kind": JOB_WORDS,
    "portfolio.kind": {kind: one.words for kind, one in ACHIEVEMENTS.items()},
    "presence.outcome": OUTCOME_WORDS,
    "request.kind": REQUESTS,
}
"""Words of codes by the name of the detail; after a dot, of events whose tag begins so: codes of several lists meet."""
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def detail_words(details: Mapping[str, Any], action: str) -> list[tuple[str, str]]:
    """Name and value of each detail of an event with the tag `action`; what was left empty is left out."""
    told = ((name, _told(name, value, action)) for name, value in details.items())
    return [(translate(NAMES.get(name, name)), words) for name, words in told if words]


def _told(name: str, value: object, action: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return translate("yes") if value else translate("no")
    if isinstance(value, dict):
        return "; ".join(f"{one}: {words}" for one, words in detail_words(value, action))
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, (_told(name, one, action) for one in value)))
    text = str(value)
    of_action = f"{action.partition(':')[0]}.{name}"
    if word := VALUES.get(of_action, VALUES.get(name, {})).get(text):
        return translate(word)
    day = _DAY.fullmatch(text)
    return f"{day[3]}.{day[2]}.{day[1]}" if day else text
