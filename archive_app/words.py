"""Words for the stable codes of states and reasons, shared by the browser and the command line."""

from __future__ import annotations

from archive_app.details import DETAIL_WORDS
from archive_app.i18n import mark, translate, translate_plural

RECOGNITION_WORDS = {
    "waiting": mark("waits for recognition"),
    "running": mark("is being recognised"),
    "recognised": mark("recognised"),
    "in_review": mark("some pages wait for review"),
    "failed": mark("could not be read"),
    "not_applicable": mark("kept without a text"),
}
CARD_FIELDS = {
    "title": mark("Title"),
    "kind": mark("Kind"),
    "number": mark("Number"),
    "date": mark("Date"),
    "sheets": mark("Sheets"),
    "carrier": mark("Carrier"),
    "confidentiality": mark("Confidentiality"),
    "language": mark("Language"),
    "unit": mark("Unit"),
    "group": mark("Group"),
    "persons": mark("Persons"),
}
"""What can be written on the card of a document."""
PAGE_WORDS = {
    "recognised": mark("page recognised"),
    "text_layer": mark("has a text of its own"),
    "blank": mark("blank"),
    "review": mark("waits for review"),
    "reviewed": mark("reviewed by a person"),
    "failed": mark("page could not be read"),
}
REASON_WORDS = {
    # of a page
    "low_confidence": mark("the text is read with little confidence"),
    "uncovered_ink": mark("there is writing that was not recognised, perhaps by hand"),
    "timeout": mark("the page took too long"),
    "recognition_timeout": mark("the recognition took too long"),
    "recognition_failed": mark("the recognition did not work"),
    "crashed": mark("the program that reads pages ended suddenly"),
    "memory": mark("the page needs too much memory"),
    "output": mark("the page gives too much data"),
    "failed": mark("an unforeseen failure, see the log"),
    "worker_lost": mark("the program that did the work was stopped: no memory, no power, or a restart"),
    "sandbox": mark("the processing was stopped"),
    "program_missing": mark("a program that is needed is not installed"),
    "program_failed": mark("an outside program could not cope with it"),
    "no_such_page": mark("there is no such page"),
    "not_a_table": mark("the file holds no table"),
    "no_table_in_pdf": mark("no table with text was found in the PDF"),
    "not_drawable": mark("there is no image of the page"),
    "indexer": mark("the content could not be processed"),
    # of a document
    "damaged": mark("the content is damaged"),
    "too_large": mark("the image or the content is too large"),
    "too_many_pages": mark("there are more pages than are accepted"),
    "password_protected": mark("it opens only with a password"),
    "empty_file": mark("there is nothing in it"),
    "unusable_input": mark("pages cannot be made from it"),
    "not_text": mark("a kind of record without text"),
    "pages_failed": mark("some pages could not be read"),
    "pages_to_review": mark("some pages wait for review"),
    "all_pages_failed": mark("no page could be read"),
}
FIELD_TYPE_WORDS = {
    "text": mark("text"),
    "number": mark("number"),
    "date": mark("date"),
    "choice": mark("choice"),
    "person": mark("person"),
}
JOB_WORDS = {
    "recognise": mark("Recognition of a document"),
    "index": mark("Renewal of the search index"),
    "reindex": mark("Building the search index anew"),
    "copy": mark("Renewal of a use copy"),
    "name": mark("Search for persons in texts"),
    "heal": mark("Care for what was interrupted"),
    "sweep": mark("Clearing of what is no longer needed"),
    "audit_head": mark("Publication of the journal"),
    "retention": mark("Case files that are due"),
    "examine": mark("Examination of the system"),
    "draw": mark("Drawing of a first page"),
    "form": mark("Drawing of a long print form"),
    "reset_letter": mark("Letter for a forgotten password"),
    "accession_check": mark("Check of bytes at a handover"),
    "accession_lock": mark("Locking of archived bytes"),
    "backup": mark("Backup"),
    "backup_ledger": mark("List of destroyed records beside the backups"),
    "backup_watch": mark("Watch over backups"),
    "drill": mark("Drill of restoring"),
    "fixity_sample": mark("Check of a sample of the stored bytes"),
    "fixity_full": mark("Check of all stored bytes"),
    "fixity_watch": mark("Watch over checks of the stored bytes"),
}
JOB_STATE_WORDS = {
    "waiting": mark("waits"),
    "running": mark("is under way"),
    "done": mark("done"),
    "dead": mark("failed"),
}
SOURCE_WORDS = {"recognised": mark("found in the text")}
INTAKE_SOURCE_WORDS = {
    "browser": mark("from the browser"),
    "folder": mark("from the scanner's folder"),
    "mail": mark("by mail"),
    "api": mark("from a program"),
    "cli": mark("from the command line"),
    "split": mark("parted from a stack"),
}
HOLD_TARGET_WORDS = {
    "document": mark("document"),
    "case_file": mark("case file"),
    "person": mark("person"),
    "item": mark("item of the file plan"),
}
PAGE_CHANGE_WORDS = {
    "turn": mark("turned pages"),
    "move": mark("moved pages"),
    "remove": mark("removed pages"),
    "insert": mark("inserted pages"),
    "split": mark("split the document"),
    "merge": mark("joined documents"),
}
"""How it is known that a document names a person; what somebody typed needs no word."""
LEAVING_WORDS = {
    "graduated": mark("graduated"),
    "moved": mark("moved to another group"),
    "transferred": mark("moved to another school"),
    "expelled": mark("was expelled"),
    "other": mark("for another reason"),
}
"""Why a person left a group of study."""
DOUBLE_WORDS = {
    "same_name": mark("the same name"),
    "one_letter": mark("the names differ by one letter"),
    "shorter_name": mark("one name is the other one shortened"),
    "changed_surname": mark("the same given name and patronymic, the surname may have changed"),
    "same_birth_date": mark("the same birth date"),
}
"""Why two cards may be of one person."""
CHECK_WORDS = {
    "database": mark("Database"),
    "storage": mark("Store of documents"),
    "index": mark("Search index"),
    "programs": mark("Programs"),
    "blobs": mark("Kept content"),
    "jobs": mark("Jobs"),
    "audit": mark("Journal of actions"),
    "inbox": mark("Watched folder"),
    "mail": mark("Mailbox for scans"),
    "backups": mark("Backups"),
    "fixity": mark("Stored bytes"),
}
SIZES = ((mark("GB"), 1024**3), (mark("MB"), 1024**2), (mark("KB"), 1024))


def reason_words(code: str | None) -> str:
    """Russian for the reason of a page's or a document's state; one that is not known stays as it is."""
    return translate(REASON_WORDS[code]) if code in REASON_WORDS else code or ""


def detail_words(text: str) -> str:
    """Russian for a stable word inside an error's `reason`; a text that is not known stays as it is."""
    return translate(DETAIL_WORDS[text]) if text in DETAIL_WORDS else text


def size_words(size: int) -> str:
    """Bytes as a person reads them: `1,2 МБ`."""
    unit, factor = size_unit(size)
    if size < factor:
        return translate_plural("{number} byte", "{number} bytes", size)
    return f"{size / factor:.1f}".replace(".", ",") + f" {unit}"


def size_unit(size: int) -> tuple[str, int]:
    """The unit in which so many bytes read well, kilobytes at the least, and how many bytes it has."""
    unit, factor = next((one for one in SIZES if size >= one[1]), SIZES[-1])
    return translate(unit), factor
