"""The life of case files: closing, events, holds."""

from archive_app.i18n import mark

SENTENCES = {
    "case_file_closed_already": mark(
        "Case file {case_file} is closed already. See its card, or open it again with a reason."
    ),
    "case_file_not_closed": mark("Case file {case_file} is open: close it first."),
    "case_file_kept": mark("Case file {case_file} is in the archive's keeping and is not opened again."),
    "not_ready_to_close": mark(
        "The case file cannot be closed yet: {count}. Put right what is named, or pass over it knowingly."
    ),
    "finish_unknown": mark("No document of the case file has a date. Say on what day it was finished."),
    "finish_too_early": mark("The case file holds a document of {last:day}; it was not finished on {said:day}."),
    "trigger_not_waited_for": mark("No term waits for the event «{trigger}» here. Choose one of these: {known}."),
    "event_known": mark("This event was entered already: {on:day}. Cancel it first if it is wrong."),
    "event_in_future": mark("{on:day} has not come: enter what has happened."),
    "hold_released": mark("The hold {hold} was released already."),
}
