"""Local acts."""

from archive_app.i18n import mark

SENTENCES = {
    "local_act_incomplete": mark("Write down the title, who approved the act (post and name), and on which day."),
    "agreement_incomplete": mark("Of each body that agreed write down its name and the day of its minutes: {body}."),
    "local_act_days_unclear": mark("The day {since:day} is too early: it may not be before {earliest:day}."),
    "local_act_day_wrong": mark("The day {day:day} cannot be: it is still to come, or before the approval."),
    "editions_overlap": mark(
        "Two editions would be in force at once: «{title}» begins on {since:day}. Choose other days."
    ),
    "already_replaced": mark("«{title}» has been replaced by another edition already. Open the latest one."),
    "publication_unclear": mark("Write the address of the page as the browser shows it, with https:// before it."),
    "not_for_the_site": mark(
        "The act is not to be put on the site, or it is written down already that it stands there."
    ),
    "end_unexplained": mark("Say by what the act loses force: the order with its number and date."),
    "local_act_changed": mark(
        "Somebody else has changed «{title}» or an edition beside it meanwhile. Look at it again and repeat what you "
        "wanted."
    ),
    "document_of_another_act": mark("This document is another local act already. Give the number of another document."),
    "act_day_missing": mark("Write down the day, such as 26.05.2026."),
}
