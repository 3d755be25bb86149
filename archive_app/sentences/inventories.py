"""Inventories and transfer acts."""

from archive_app.i18n import mark

SENTENCES = {
    "case_files_refused": mark("Nothing was done; case files refused: {count}. {told}."),
    "case_file_listed": mark(
        "Case file {case_file} stands in an inventory or a transfer act. Take it out of there, then open it again."
    ),
    "inventory_frozen": mark(
        "The inventory {inventory} is not changed: {state}. Send an agreed one back; an approved one is only corrected."
    ),
    "inventory_not_agreed": mark("The inventory {inventory} is not agreed: only such a one is approved or sent back."),
    "inventory_not_approved": mark("The inventory {inventory} is not approved: it is changed, not corrected."),
    "inventory_empty": mark("There is nothing in the inventory {inventory}: put case files into it first."),
    "inventory_under_way": mark("The section of {year} is being drawn up already: see the inventory {inventory}."),
    "inventory_changed": mark("The inventory {inventory} has changed since you looked at it. Look at it again."),
    "own_inventory": mark("You have taken part in drawing up the inventory {inventory}: another person approves it."),
    "inventory_number_fixed": mark("This inventory has had the number {number} for long: {said} is not possible."),
    "protocol_missing": mark("Name the decision of the commission, such as «minutes of 14.03.2026 No. 2»."),
    "nothing_corrected": mark("Say which field is corrected and what it shall say: it says the same now."),
    "accession_settled": mark("The transfer act {accession} cannot be changed: {state}."),
    "accession_not_checked": mark(
        "The bytes of the transfer act {accession} are still being checked. Wait until the check is over."
    ),
    "accession_broken": mark(
        "Bytes of the transfer act {accession} are not whole: {count}. Restore them from a backup and check anew."
    ),
    "accession_outdated": mark(
        "Since the check of the transfer act {accession} documents have changed, or a week has passed: check anew."
    ),
    "own_accession": mark("You hand over by the transfer act {accession}: another person takes over."),
    "nothing_handed_over": mark("Name at least one case file."),
    "place_only_in_archive": mark("Case file {case_file} is not in the archive: it has no place there."),
}
