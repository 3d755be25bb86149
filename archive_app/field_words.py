"""What the fields of forms are called, by the names that forms and programs give them."""

from __future__ import annotations

from archive_app.i18n import mark, translate
from archive_app.words import CARD_FIELDS

FIELD_WORDS = CARD_FIELDS | {
    "year": mark("Year"),
    "choices": mark("Choices"),
    "filler": mark("Filled by"),
    "due": mark("Term"),
    "source": mark("Ground: document and paragraph"),
    "item": mark("Item of the file plan"),
    "name": mark("What it is called"),
    "achievement": mark("What was achieved"),
    "address": mark("Address of the page"),
    "agreements": mark("Bodies that have agreed"),
    "applicant": mark("Who asks"),
    "approved_name": mark("Name (of whoever approved)"),
    "approved_post": mark("Post"),
    "authority": mark("Paper of a representative"),
    "body": mark("Body"),
    "borrower": mark("Who takes it"),
    "box": mark("Box"),
    "case_files": mark("Case files"),
    "columns": mark("Columns"),
    "comment": mark("Word to the student"),
    "commission": mark("Commission"),
    "condition": mark("What is wrong with it"),
    "contact": mark("Telephone or address"),
    "decision": mark("Decision"),
    "description": mark("Description"),
    "ended_by": mark("By what"),
    "extent": mark("Which data"),
    "full_name": mark("Full name"),
    "ground": mark("Ground"),
    "key": mark("Name of the key"),
    "list_title": mark("Name of the list"),
    "made_out": mark("What was made out"),
    "mark": mark("Mark"),
    "new_case_file": mark("Heading of the new case file"),
    "order_number": mark("Number of the order"),
    "organisation": mark("Where it was learned"),
    "pages": mark("Pages that are named"),
    "paper": mark("Paper that attests it"),
    "period": mark("Period"),
    "place": mark("Who held it, where"),
    "post": mark("Position"),
    "protocol": mark("No. of the minutes"),
    "purpose": mark("Purpose"),
    "rack": mark("Rack"),
    "reason": mark("Why you take it back"),
    "received_by": mark("Received by"),
    "recipient": mark("To whom"),
    "result": mark("Result"),
    "room": mark("Room"),
    "rows": mark("Lines"),
    "series": mark("Series"),
    "shelf": mark("Shelf"),
    "shown": mark("Document shown"),
    "signatory": mark("Who signs"),
    "subject": mark("Subject"),
    "text": mark("Text"),
    "why": mark("Why"),
}


def field_words(field: str) -> str:
    """Russian for a field; one that has no word, such as a field that a school has added, stays as it is called."""
    return translate(FIELD_WORDS[field]) if field in FIELD_WORDS else field
