"""The life of case files: closing, events, holds."""

from archive_app.i18n import mark

SENTENCES = {
    "case_file_closed_already": mark(
        "Case file {case_file} is closed already. See its card, or open it again with a reason."
    ),
    "case_file_not_closed": mark("Case file {case_file} is open: close it first."),
    "case_file_kept": mark("Case file {case_file} is in the archive's keeping and is not opened again."),
    "not_ready_to_close": mark("The case file cannot be closed yet. {what} Put it right, or pass over it knowingly."),
    "nothing_to_split": mark("No volume of the case file has more than {most} sheets: there is nothing to split."),
    "split_proposal_stale": mark(
        "Documents came into the case file or left it since the split was proposed. Look at the new proposal."
    ),
    "personal_file_goes_on": mark("A personal file goes on from year to year by itself: it need not be carried over."),
    "carried_backwards": mark("The case file reaches the year {reached} already. Name a later year than {year}."),
    "finish_unknown": mark("No document of the case file has a date. Say on what day it was finished."),
    "finish_too_early": mark("The case file holds a document of {last:day}; it was not finished on {said:day}."),
    "trigger_not_waited_for": mark("No term waits for the event «{trigger}» here. Choose one of these: {known}."),
    "event_of_nothing": mark("Name either a case file or a person."),
    "no_leaving_said": mark(
        "This document proposes no events: it is no order, is not read yet, or says nothing of leaving. "
        "Enter them by hand."
    ),
    "not_of_the_order": mark("Choose persons whom the order names, and say the day."),
    "event_list_empty": mark("The list is empty. Send a table, or type one person a line."),
    "event_known": mark("This event was entered already: {on:day}. Cancel it first if it is wrong."),
    "event_in_future": mark("{on:day} has not come: enter what has happened."),
    "hold_released": mark("The hold {hold} was released already."),
}
