"""Cards of persons, searches that are kept, lists that are taken out."""

from archive_app.i18n import mark

SENTENCES = {
    "person_changed": mark("Somebody else has changed the card of {name} meanwhile. Look at it again and repeat."),
    "bad_birth_date": mark("Nobody here was born on {date:day}. Correct the day, the month or the year."),
    "name_had": mark("«{name}» is in the history of names already. Nothing was changed."),
    "study_overlaps": mark("The person is in the group {group} on some of these days already. Correct that study."),
    "paper_missing": mark("Name the paper that proves it: what it is, its number and date."),
    "guardian_under_age": mark(
        "{name} is not of full age on {on:day} and cannot speak for another. Correct the birth date or the day."
    ),
    "ward_of_age": mark(
        "{name} is of full age on {on:day}: only a power of attorney is possible. Correct the kind or the day."
    ),
    "speaks_already": mark("This authority of {name} is written down for those days already. Nothing was changed."),
    "authority_ended": mark("This authority was ended before. Nothing was changed."),
    "may_not_consent": mark(
        "{name} had no authority over the person on {on:day}. Write the authority down first, or correct the day."
    ),
    "purpose_ended": mark("The purpose of this consent ended on {on:day} already. Nothing was changed."),
    "purpose_not_ended": mark("The purpose goes on: {ends}. Leave these out. Nothing was changed."),
    "settled_before": mark(
        "It is written down already what came of the data: {ends}. Open the list anew and leave these out. "
        "Nothing was changed."
    ),
    "not_settled": mark("Nothing is written down of what came of the data. Open the card anew."),
    "nothing_ticked": mark("Tick at least one line. Nothing was changed."),
    "settlement_unclear": mark(
        "Say one of the three: the act carried out here, another act of destruction, "
        "or the ground on which the data are kept."
    ),
    "act_not_of_person": mark(
        "The act No. {act} is not carried out, or destroyed nothing that names {names}. Name another act, or its paper."
    ),
    "consent_withdrawn": mark("This consent was withdrawn on {on:day} already. Nothing was changed."),
    "day_not_come": mark("The day {on:day} has not come. Write down what has happened already."),
    "left_before": mark("The study in the group {group} ended on {on:day} already. Look at the card again."),
    "group_order_unclear": mark("Choose the group, and either another one to go on in or why its members leave."),
    "not_of_group": mark(
        "The order is not about {names}: nobody was left out, and nothing was changed. Look whom it is about, and "
        "name somebody of them."
    ),
    "nobody_chosen": mark("Tick at least one person. Nothing was changed."),
    "contingent_empty": mark(
        "No line names a person and a group. The first line holds the headings: take the template and fill it in."
    ),
    "no_marks": mark(
        "This document is no table of marks. The first line names the pupil («ФИО») and the subjects, or the pupil, "
        "the subject, the period and the mark."
    ),
    "bad_school_year": mark("Write the year in which the school year begins, for example 2025."),
    "tied_already": mark("The account {login} is of a person already. Nothing was changed."),
    "several_meant": mark("«{name}» may be several people: {persons}. Write the number of the one who is meant."),
    "several_groups": mark(
        "«{name}» is the number of the group {group} and the name of another one. Write «№ {number}» or «№ {other}»."
    ),
    "not_studying": mark("{name} studies in no group now. Look at the card, or write the number of the study."),
    "several_studies": mark("{name} studies in several groups: {studies}. Write the number of the study."),
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
