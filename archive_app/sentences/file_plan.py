"""Errors of file plans and retention terms, and what may be wrong with a row of a plan's table."""

from archive_app.i18n import mark

SENTENCES = {
    "plan_refused": mark("The table holds errors: {count}. Nothing was imported; correct the lines named and repeat."),
    "plan_exists": mark(
        "The file plan of {year} is in use: case files have been opened under it. It cannot be replaced."
    ),
    "bad_year": mark("«{year}» is not a year of the archive. Write a year of four digits."),
    "bad_starting_year": mark(
        "The archive begins with a file plan of {least}-{most}: {year} is too far from that. Plans of other years are "
        "added later, under «Case files»."
    ),
    # Work at a version
    "plan_draft_exists": mark("A version of the file plan of {year} is being worked at. Go on with it, or discard it."),
    "plan_fixed": mark(
        "Version {number} of the file plan of {year} is agreed and does not change. Draft a new version."
    ),
    "plan_stale": mark("Somebody changed the file plan of {year} meanwhile. Look at it again and repeat."),
    "plan_not_agreed": mark(
        "The commission has not agreed this version of the file plan of {year}, or it is approved."
    ),
    "plan_not_approved": mark(
        "The director has not approved this version of the file plan of {year}, or it is in force."
    ),
    "plan_own": mark("Whoever drafted the file plan of {year} does not approve it: another person must."),
    "plan_without_items": mark("The draft of {year} has no items yet."),
    "plan_items_in_use": mark(
        "Open case files lie under items that the new version has not: {indexes}. Close them, or keep the items."
    ),
    "plan_item_refused": mark("The item was not saved. Put right what is named: {count}."),
    "index_taken": mark("The index {index} stands already in this version. Each item has an index of its own."),
    "plan_year_not_over": mark("The year {year} is not over: its totals are fixed afterwards."),
    "plan_totals_fixed": mark("The totals of {year} are fixed already."),
    "retention": mark("The retention term could not be worked out. Check the term and its trigger in the file plan."),
    "rule_snapshot_unreadable": mark("The retention rule kept with the case file cannot be read: {reason}."),
    # The table as a whole
    "plan_not_text": mark(
        "This is no table. Save the file plan as an Excel workbook (XLSX), or as CSV, and choose that file."
    ),
    "table_unreadable": mark(
        "The workbook cannot be read: it is damaged, protected by a password or far too large. "
        "Save the table once more as XLSX or CSV."
    ),
    "plan_empty": mark("The table has no items. Write them below the heads of the columns, one a row."),
    "header_wrong": mark(
        "The heads of the columns are wrong. Missing: {missing:plan_column}; unknown: {unknown}; "
        "repeated: {repeated:plan_column}. Call the columns as the sample does."
    ),
    "columns_wrong": mark("There are {found} cells instead of {expected}. Check the semicolons and the quotes."),
    "csv_broken": mark("A quote is not closed, or the table is broken here. Check the quotes."),
    # A row
    "index_wrong": mark("The index «{index}» is wrong. Write it as 02-05 or 02-05-01."),
    "index_repeated": mark("The index {index} stands already in line {first_line}. Each item has an index of its own."),
    "cell_long": mark("«{column:plan_column}» has {length} characters, and {limit} are kept at most. Shorten it."),
    "heading_missing": mark("The heading of the item is empty."),
    "term_missing": mark("The retention term is empty."),
    "term_not_understood": mark(
        "The term «{text}» is not understood from here: «{piece}». Write it as file plans do: "
        "«5 лет ЭПК», «Постоянно», «50/75 лет», «3 года после выбытия», «До замены новыми»."
    ),
    "beyond_calendar": mark("The term «{text}» ends beyond the calendar. Check the day from which it is counted."),
    "term_contradictory": mark("The term «{text}» contradicts itself: {reason}."),
    "trigger_unknown": mark(
        "The trigger «{trigger}» is not known. Leave the cell empty, and the term says it, "
        "or take one of those listed in the guide to the file plan."
    ),
    "trigger_mismatch": mark(
        "The term «{text}» cannot be counted from this: {found:trigger}. It fits: {expected:trigger}."
    ),
    "years_contradict": mark(
        "The column «Лет» says «{years}», but the term is «{text}». Correct one of them, or leave the column empty."
    ),
    "flag_wrong": mark("The column «{column:plan_column}» holds «{value}». Write «да» or «нет»."),
    "flag_contradicts": mark("The column «{column:plan_column}» says «{value:plan_flag}», but the term is «{text}»."),
    "carrier_unknown": mark(
        "The carrier «{carrier}» is not known. Write «на бумаге», «электронный» or «на бумаге и электронно»."
    ),
}
