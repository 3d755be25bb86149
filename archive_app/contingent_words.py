"""Russian for what comes of the lines of a contingent, shared by the browser, the command line and the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.i18n import mark, translate, translate_plural
from archive_app.services.contingents.importing import counts_of
from archive_app.services.contingents.judging import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive_app.services.contingents.judging import ContingentLine

OUTCOME_WORDS = {
    Outcome.NEW: mark("a new card and the group"),
    Outcome.KNOWN: mark("has a card: the group is added"),
    Outcome.ENTERED: mark("was entered before, nothing to do"),
    Outcome.DOUBTFUL: mark("somebody of this name has another birth date or none: say who is meant"),
    Outcome.NOT_UNDERSTOOD: mark("no name is understood: surname, given name, patronymic"),
    Outcome.BAD_BIRTH: mark("the birth date is not understood, or wrong: write it as 26.05.2014"),
    Outcome.NO_GROUP: mark("there is no such group on that day: add it in the management, or correct its name"),
    Outcome.BAD_SINCE: mark("the day of enrolment is not understood: write it as 01.09.2026"),
    Outcome.BAD_ORDER: mark("the date of the order is not understood: write it as 29.08.2026"),
    Outcome.BAD_GUARDIAN: mark("the name of the representative is not understood: surname, given name, patronymic"),
    Outcome.NO_PAPER: mark("name the paper of the representative: a birth certificate with its number"),
    Outcome.GUARDIANS: mark("the representative is not of full age, or several have the name: add by hand on the card"),
    Outcome.OF_AGE: mark("the person is of full age: take the representative out of the line"),
    Outcome.AGAIN: mark("stands in the table already"),
}


def outcome_words(line: ContingentLine, *, entered: bool = False) -> str:
    """What would come of a line, or has come of it."""
    if entered and line.outcome in {Outcome.NEW, Outcome.KNOWN}:
        return translate("entered")
    return translate(OUTCOME_WORDS[line.outcome])


def contingent_counts(lines: Sequence[ContingentLine], *, entered: bool) -> str:
    """How many lines are right, there already, doubtful and wrong."""
    found = counts_of(lines)
    done = translate_plural("{number} line is entered", "{number} lines are entered", found.right)
    to_do = translate_plural("{number} line is right", "{number} lines are right", found.right)
    said = [done if entered else to_do]
    if found.entered:
        said.append(translate_plural("{number} was entered before", "{number} were entered before", found.entered))
    if found.doubtful:
        said.append(translate_plural("{number} is doubtful", "{number} are doubtful", found.doubtful))
    if found.wrong:
        said.append(translate_plural("{number} is wrong", "{number} are wrong", found.wrong))
    return ", ".join(said) + "."
