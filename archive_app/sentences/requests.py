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
    "term_unclear": mark("Name the act or order that says so."),
}
