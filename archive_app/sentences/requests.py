"""Requests and their answers."""

from archive_app.i18n import mark

SENTENCES = {
    "request_incomplete": mark("Say who asks, and choose the person whom the records are about."),
    "authority_missing": mark("A representative acts by a paper: write down which, with its number and date."),
    "order_day_missing": mark(
        "The term of this kind runs from the expulsion order: write down the day of the order. "
        "The term is chosen under «Terms and calendar»."
    ),
    "day_to_come": mark("The day {day:day} is still to come. Correct it."),
    "ground_missing": mark(
        "Nothing is answered or released without a ground: write down the application with its number and date, "
        "or the article of the law."
    ),
    "refusal_unexplained": mark("Say why it is refused: the applicant is told the reason."),
    "request_changed": mark(
        "Somebody else has changed the request {number} meanwhile. Look at it again and repeat what you wanted."
    ),
    "request_ended": mark("The request {number} is at another step already. Look at it again."),
    "form_missing": mark(
        "There is no approved wording for this kind of answer. Whoever approves drafts and approves one under "
        "«Wording of answers»."
    ),
    "form_approved": mark("Version {number} is in force already. Draft a new one to change the wording."),
    "place_unknown": mark("Nothing fills the place «{place}» of the wording. Correct its name; there are: {places}."),
    "braces_unclear": mark(
        "A brace in the wording is opened and not closed, or closed and not opened. The name of a place stands between "
        "two braces: {{ФИО}}."
    ),
    "answer_missing": mark("The request {number} has no answer yet: draft it first."),
    "signatory_missing": mark("Say who signed the answer: post and name."),
    "receiver_missing": mark("Say who receives the answer and by which document the receiver is known."),
    "receiver_unproved": mark(
        "The person bears no such name: «{name}». Whoever receives for another shows a paper: write down which, with "
        "its number and date, or correct the name."
    ),
    "copy_place_missing": mark(
        "Say in which item of the file plan the copy lies, or set it under «Terms and calendar»."
    ),
    "rows_missing": mark("Choose rows of page {page}. Where nothing was read on the page, type its text in first."),
    "row_names_others": mark("Row {row} of page {page} names another person and is not copied."),
    "extract_outdated": mark("Page {page} was read anew since its rows were chosen. Choose them again."),
    "entry_incomplete": mark("Say what was made out."),
    "blanks_unclear": mark(
        "Blanks have a first number in digits, a count from 1 to {most} and a paper: the waybill, or the act."
    ),
    "blanks_known": mark("The blank {series} {number} is in the book already. Nothing was entered."),
    "blank_gone": mark("This blank is used or spoiled already, or of another book. Choose another one."),
    "entry_issued": mark("The line {number} has been changed meanwhile, or its original is handed over already."),
    "term_unclear": mark("Name the act or order that says so."),
}
