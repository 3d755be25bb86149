"""Words for the journal: what its tags mean, what a check has found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.i18n import mark, translate

if TYPE_CHECKING:
    from archive_app.audit import Finding

ACTION_WORDS = {
    "access:special:close": mark("ended a permission"),
    "access:special:open": mark("opened a record for a time"),
    "audit:log:export": mark("took the journal out"),
    "audit:log:read": mark("looked into the journal"),
    "case_file:card:read": mark("looked at the case file"),
    "document:card:change": mark("changed the card"),
    "document:card:read": mark("looked at the card"),
    "document:card:undo": mark("took the last change of the card back"),
    "document:copy:download": mark("downloaded the copy"),
    "document:copy:renew": mark("made the copy again with the typed text"),
    "document:file:export": mark("took the document out as files"),
    "document:file:receive": mark("filed the document"),
    "document:file:take_in": mark("took the document in"),
    "document:list:read": mark("looked through the list of documents"),
    "document:original:download": mark("downloaded the original"),
    "document:pages:arrange": mark("arranged the pages"),
    "document:pages:redo": mark("made a change of pages again"),
    "document:pages:undo": mark("took a change of pages back"),
    "document:page:read": mark("looked at a page"),
    "class_list:record:add": mark("brought in a class list"),
    "document:class_list:choose": mark("chose a class list for the document"),
    "document:page:review": mark("reviewed a page"),
    "document:persons:recognise": mark("found persons in the text"),
    "document:place:file": mark("put the document into a case file"),
    "document:place:move": mark("moved the document to another case file"),
    "document:text:read": mark("read the whole text"),
    "document:text:recognise": mark("the text was recognised"),
    "document:text:retry": mark("let the text be recognised again"),
    "file_plan:table:import": mark("put a file plan in force"),
    "fonds:record:add": mark("added the fonds"),
    "person:birth_date:change": mark("changed the birth date"),
    "person:card:merge": mark("made two cards one"),
    "person:card:read": mark("looked at the card of a person"),
    "person:card:unmerge": mark("parted two cards again"),
    "person:name:add": mark("added a name from before"),
    "fonds:record:change": mark("changed the fonds"),
    "person:name:change": mark("changed the person's name"),
    "person:name:find": mark("looked for a person by name"),
    "person:record:add": mark("added a person"),
    "person:study:add": mark("put the person into a group"),
    "person:study:change": mark("changed a study"),
    "person:study:remove": mark("took a study off"),
    "search:list:export": mark("took a list of documents out"),
    "search:saved:keep": mark("kept a search"),
    "search:saved:remove": mark("took a kept search away"),
    "search:saved:rename": mark("renamed a kept search"),
    "search:saved:restore": mark("put a kept search back"),
    "search:query:run": mark("searched"),
    "user:account:add": mark("added an account"),
    "group:record:add": mark("added a group"),
    "role:right:allow": mark("gave a role a right"),
    "role:right:forbid": mark("took a right from a role"),
    "role:second_factor:require": mark("changed whether a role needs a second factor"),
    "unit:record:add": mark("added a unit"),
    "unit:record:change": mark("changed a unit"),
    "group:record:change": mark("changed a group"),
    "kind:record:add": mark("added a kind of documents"),
    "kind:record:change": mark("changed a kind of documents"),
    "kind:field:add": mark("added a field to a kind of documents"),
    "kind:field:change": mark("changed a field of a kind of documents"),
    "confidentiality:level:name": mark("named a level of confidentiality"),
    "job:record:retry": mark("let failed work start anew"),
    "system:examination:ask": mark("asked for an examination of the system"),
    "system:letter:test": mark("sent a letter to try the mail"),
    "user:password:ask": mark("asked for a letter to choose a new password"),
    "user:account:block": mark("blocked an account"),
    "user:account:unblock": mark("unblocked an account"),
    "user:account:change": mark("name or address changed in the directory"),
    "user:duty:give": mark("gave a duty"),
    "user:duty:revoke": mark("took a duty away"),
    "user:identity:tie": mark("tied an account to a person of the directory"),
    "user:identity:untie": mark("untied an account from a person of the directory"),
    "user:invitation:make": mark("made an invitation"),
    "user:invitation:use": mark("used an invitation"),
    "user:password:change": mark("changed the password"),
    "user:recovery_code:make": mark("made recovery codes"),
    "user:recovery_code:use": mark("used a recovery code"),
    "user:second_factor:add": mark("set up a second factor"),
    "user:second_factor:remove": mark("removed the second factor"),
    "user:session:begin": mark("signed in"),
    "user:session:end": mark("signed out"),
    "user:sign_in:fail": mark("failed to sign in"),
    "user:sign_in:unlock": mark("lifted a lockout"),
    "user:sign_in:lock": mark("was locked out after failures"),
    "user:token:make": mark("made a key"),
    "case_file:life:close": mark("closed the case file"),
    "case_file:life:reopen": mark("opened again"),
    "case_file:life:split": mark("split into volumes"),
    "case_file:life:carry": mark("carried over into another year"),
    "file_plan:checklist:set": mark("said what an item must hold"),
    "retention:event:enter": mark("entered an event"),
    "retention:event:cancel": mark("cancelled an event"),
    "retention:hold:add": mark("laid a hold"),
    "retention:hold:release": mark("released a hold"),
    "inventory:section:create": mark("began an inventory"),
    "inventory:entries:add": mark("put case files into the inventory"),
    "inventory:entries:remove": mark("took case files out of the inventory"),
    "inventory:section:agree": mark("noted that the commission agreed to the inventory"),
    "inventory:section:send_back": mark("sent the inventory back"),
    "inventory:section:approve": mark("approved the inventory"),
    "inventory:entry:correct": mark("corrected a line of the inventory"),
    "accession:act:create": mark("handed case files over"),
    "accession:act:check": mark("had the bytes checked anew"),
    "accession:act:withdraw": mark("withdrew the transfer act"),
    "accession:act:accept": mark("took case files over"),
    "accession:blobs:verify": mark("read the bytes of the act again"),
    "case_file:place:move": mark("changed where the case file lies"),
    "user:token:revoke": mark("revoked a key"),
    "user:token:use": mark("used a key for the first time"),
}
"""Tag of an event -> msgid; a tag that is not here is shown as it is."""
OBJECT_WORDS = {
    "accession": mark("transfer act"),
    "inventory": mark("inventory"),
    "access_scope": mark("scope"),
    "app_session": mark("session"),
    "app_user": mark("account"),
    "api_token": mark("key"),
    "audit_event": mark("journal"),
    "class_list": mark("class list"),
    "case_event": mark("event"),
    "case_file": mark("case file"),
    "confidentiality_level": mark("level of confidentiality"),
    "document_kind": mark("kind of documents"),
    "document_kind_field": mark("field of a kind of documents"),
    "job": mark("task"),
    "system": mark("system"),
    "document": mark("document"),
    "file_plan": mark("file plan"),
    "fonds": mark("fonds"),
    "list": mark("list of documents"),
    "hold": mark("hold"),
    "person": mark("person"),
    "role": mark("role"),
    "saved_search": mark("kept search"),
    "search": mark("search"),
    "special_access": mark("permission"),
    "study_group": mark("group"),
    "unit": mark("unit"),
}
"""Type of what an event is about -> msgid."""
FINDING_WORDS = {
    "changed": mark("No. {rows}: changed after it was written"),
    "removed": mark("No. {rows}: removed"),
    "inserted": mark("No. {rows}: inserted past the program"),
    "reordered": mark("No. {rows}: moved to another place"),
    "rewritten": mark("No. {rows}: not what was published, the chain was rewritten up to here"),
}


def object_words(kind: str, number: str) -> str:
    """What an event is about: `учётная запись 3`; a kind that is not listed is shown as it is."""
    words = translate(OBJECT_WORDS[kind]) if kind in OBJECT_WORDS else kind
    return words if number == "-" else f"{words} {number}"


def action_words(tag: str) -> str:
    """Russian for the tag of an event."""
    return translate(ACTION_WORDS[tag]) if tag in ACTION_WORDS else tag


def finding_words(finding: Finding) -> str:
    """What was done, and to which events."""
    rows = str(finding.seq) if finding.seq == finding.last_seq else f"{finding.seq}–{finding.last_seq}"
    return translate(FINDING_WORDS[finding.kind.value], rows=rows)
