"""Pages that are arranged, stacks that are split, separator sheets."""

from archive_app.i18n import mark

SENTENCES = {
    "no_such_pages": mark("There are no such pages: {pages}. The document has {count}. Choose the pages again."),
    "no_pages_chosen": mark("Tick the pages that are meant, and repeat."),
    "no_such_place": mark("Write the number of the page before which they are to stand: from 1 to {last}."),
    "nothing_before": mark(
        "Nothing stands before the first page. Tick the page with which the second document begins, and repeat."
    ),
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
    "meant_items_refused": mark("The stack is not split yet. {problems}"),
    "too_many_sheets": mark("From 1 to {limit} sheets are printed at once. Write how many."),
}
