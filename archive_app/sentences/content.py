"""Errors of bytes that should become pages: formats, limits, outside programs."""

from archive_app.i18n import mark

SENTENCES = {
    "indexer": mark("The content could not be processed. The original is kept unchanged."),
    "unusable_input": mark("Pages cannot be made from this. Open it in its own program and save it as PDF."),
    "empty_file": mark("There is nothing in it: 0 bytes. Copy or scan the document again."),
    "damaged": mark(
        "It is damaged and could not be repaired. Copy it again from its source, or scan the document again."
    ),
    "password_protected": mark("It opens only with a password. Save it without a password and file it again."),
    "too_many_pages": mark(
        "There are {pages} pages, more than the {limit} that are accepted. "
        "Divide the document into parts, or raise the setting ARCHIVE_MAX_PAGES."
    ),
    "too_large": mark("It is too large to be opened. Divide the document into parts, or scan it at 300 dpi."),
    "not_drawable": mark("This document has no images of pages. Download the original to look at it."),
    "not_a_table": mark("«{name}» is no table. Send a CSV or XLSX file, or paste the lines."),
    "no_table_in_pdf": mark(
        "No table with text was found in the PDF: it is a scan, or its cells are not parted by lines. "
        "Export the same from the e-journal as XLSX or CSV and file it too."
    ),
    "no_such_page": mark("There is no page {page}: the document has {pages} pages."),
    "sandbox": mark("The processing was stopped. The original is kept unchanged."),
    "timeout": mark(
        "The processing took too long and was stopped. Raise the setting ARCHIVE_PAGE_TIMEOUT, or scan again."
    ),
    "memory": mark("The processing needs more memory than it may take. Raise the setting ARCHIVE_PAGE_MEMORY."),
    "output": mark("The processing gave more data than it may. Divide the document into parts."),
    "crashed": mark("The program that processes pages ended suddenly. Open the original and save it as PDF anew."),
    "failed": mark("The processing failed for an unforeseen reason; the details are in the log."),
    "program_missing": mark("The program {program} is not installed. Install it and repeat."),
    "program_failed": mark("The program {program} could not cope with the content; the details are in the log."),
    "recognition_timeout": mark(
        "The recognition of the page took too long. Type its text by hand, or scan the page again."
    ),
    "recognition_failed": mark(
        "The recognition did not work. Check that Tesseract and its languages are installed: archive doctor."
    ),
}
