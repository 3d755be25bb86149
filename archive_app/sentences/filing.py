"""Filing of documents that were taken in, and changes of cards."""

from archive_app.i18n import mark

SENTENCES = {
    "stale_edit": mark(
        "While you were editing, somebody else changed this card: {by}. Nothing of yours is lost: "
        "choose what to keep, then save again."
    ),
    "unknown_version": mark("The card never had the version {version}. Open it again and repeat."),
    "nothing_to_undo": mark("Nothing was ever changed on the card of document {number}."),
    "not_a_signature": mark(
        "«{name}» is no detached signature: it is neither CMS (PKCS#7) nor base64 of it, or it is larger than "
        "{largest:size}. Take the file .sig or .p7s that came with the document."
    ),
    "signature_differs": mark(
        "The signature «{name}» was made of another file, or the document was changed after it. Take the two files "
        "from their source once more; if they came so, keep them with the mark that they do not fit."
    ),
    "signed_file_missing": mark("Choose both files: the document and its signature."),
    "signature_there": mark("The document has a signature beside it already. Nothing was changed."),
    "already_filed": mark("Document {number} is filed already. To move it, open its card and give the reason."),
    "not_filed": mark("Document {number} is not filed yet. File it first."),
    "case_file_closed": mark(
        "The case file «{title}» is closed: nothing is added to it or taken out. "
        "Choose another one, or reopen it first."
    ),
    "two_places": mark("Choose a case file that is there, or name a new one: not both."),
    "title_missing": mark("Write a title: the document is found by it."),
    "too_long": mark("«{field:field}» has {length} characters, and {limit} are kept at most. Shorten it."),
    "too_many": mark("«{field:field}»: {count} came, and {limit} are taken at once. Divide them into parts."),
    "bad_choice": mark("«{value}» does not suit the field «{field:field}». Choose one of these: {known}."),
}
