"""Disposal acts: proposal, commission, approval, execution."""

from archive_app.i18n import mark

SENTENCES = {
    "nothing_to_propose": mark(
        "No case file may be proposed for destruction on {on:day}; {passed_over} are due and still barred."
    ),
    "not_eligible": mark(
        "Case file {case_file} cannot be put into an act: {why:why_left}. See its card for the reason."
    ),
    "act_state": mark("Act {act} is {state:act_state}. This step is not taken now."),
    "decided_one_by_one": mark(
        "Among the chosen lines {count} bear the mark ЭПК: decide on each of them by itself, with its ground."
    ),
    "not_decided": mark("The commission has not decided on {count} lines, the first of them is No. {first}."),
    "keep_until_missing": mark("To keep longer, say until which day; it must lie ahead. Other decisions have no day."),
    "no_quorum": mark("No quorum: {present} of {members} were there. More than half and the chair are needed."),
    "commission_incomplete": mark(
        "A commission has three different members at least, each with a name and a post, and one chair."
    ),
    "protocol_incomplete": mark("Enter the number of the protocol and its day, not later than today."),
    "own_proposal": mark("You proposed act {act} yourself: another person approves it."),
    "inventories_missing": mark("First approve the inventories of {years}: the act is approved after them."),
    "nothing_to_destroy": mark("The commission left no case file in act {act}: withdraw it."),
    "not_confirmed": mark("Type the number of the act, {act}, to confirm the destruction."),
    "act_tampered": mark("Line {position} of act {act} is not as it was approved: nothing is carried out."),
    "still_being_read": mark("Documents of case file {case_file} are still being recognised: it is tried again later."),
    "still_there": mark("What was removed is still found: {documents}. It is tried again."),
    "nothing_chosen": mark("Choose pages of document {document} that are there."),
    "extract_not_possible": mark("Pages are extracted from closed case files only; case file {case_file} is not one."),
    "extract_term_too_short": mark("Item {item} keeps «{term}»: choose an item that keeps extracts 25 years at least."),
    "pages_not_printable": mark(
        "Document {document} has no PDF to take pages from yet: wait until its use copy is made."
    ),
    "nothing_personal": mark(
        "Under act {act} no personal data has been destroyed: the papers of order No. 179 follow its execution."
    ),
    "bytes_went_meanwhile": mark("The same file was being destroyed under an act at this moment. Try again."),
}
