"""Pages that are arranged, stacks that are split, separator sheets."""

from archive_app.i18n import mark

SENTENCES = {
    "no_such_pages": mark("There are no such pages: {pages}. The document has {count}. Choose the pages again."),
    "nothing_left": mark("A document needs at least one page. Leave one, or merge the document into another."),
    "pages_not_counted": mark("Document {number} is just being opened. Wait until its pages appear and repeat."),
    "not_arrangeable": mark("Document {number} is text without images of pages, so its pages cannot be arranged."),
    "arranged_meanwhile": mark(
        "Somebody else has arranged the pages of document {number} meanwhile. They are shown as they are now: "
        "look and repeat."
    ),
    "nothing_to_take_back": mark("There is nothing to undo or to redo with the pages of document {number}."),
    "later_change": mark("The pages of document {number} were arranged later. Take that change back first."),
    "part_filed": mark(
        "Document {number} is filed already, so its pages stay where they are. Move or correct it by its own card."
    ),
    "too_many_sheets": mark("Print at most {limit} sheets at once."),
}
