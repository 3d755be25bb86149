"""Cards of persons, searches that are kept, lists that are taken out."""

from archive_app.i18n import mark

SENTENCES = {
    "person_changed": mark("Somebody else has changed the card of {name} meanwhile. Look at it again and repeat."),
    "bad_birth_date": mark("Nobody here was born on {date:day}. Correct the day, the month or the year."),
    "name_had": mark("«{name}» is in the history of names already. Nothing was changed."),
    "study_overlaps": mark("The person is in the group {group} on some of these days already. Correct that study."),
    "one_person": mark("This is one and the same card. Choose another one."),
    "birth_dates_differ": mark(
        "The birth dates on these cards differ, so they are of two persons. "
        "If it is one person, correct the wrong date first."
    ),
    "bad_cursor": mark("The address leads nowhere: «{value}». Open the list from its beginning."),
    "no_name_for_search": mark("Give the search a name of at most {longest} characters."),
    "too_many_searches": mark("There are {most} kept searches already. Take one away first."),
    "own_duty": mark(
        "Your own account has a duty for this person, and nobody changes the own rights: ask a colleague."
    ),
    "not_undoable": mark("This can no longer be undone."),
    "merge_undone": mark("These cards were parted again before. Nothing was changed."),
    "merged_over": mark("Card {number} was merged here later. Part that one first, then repeat."),
    "changed_since": mark(
        "This can no longer be undone: {what} was changed since. Put that back as it was, then repeat."
    ),
}
