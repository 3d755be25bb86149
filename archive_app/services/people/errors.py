"""Errors of keeping cards of persons."""

from __future__ import annotations

from archive_app.errors import ArchiveError, Conflict


class PersonChanged(Conflict):
    """Somebody else has changed the card since it was opened. Params: `name`."""

    code = "person_changed"


class BadBirthDate(ArchiveError):
    """Nobody was born on that day: it is to come, or too long ago. Params: `date`."""

    code = "bad_birth_date"


class NameHad(Conflict):
    """The person has this name in the history already. Params: `name`."""

    code = "name_had"


class StudyOverlaps(Conflict):
    """The person is in the group on some of those days already. Params: `group`, `since`, `until`."""

    code = "study_overlaps"


class OnePerson(Conflict):
    """The two numbers are of one and the same card."""

    code = "one_person"


class BirthDatesDiffer(Conflict):
    """Two cards with different birth dates are of two persons, or one of the dates is wrong."""

    code = "birth_dates_differ"


class OwnDuty(Conflict):
    """The own account has a duty for one of the persons: nobody changes the own rights."""

    code = "own_duty"


class NotUndoable(Conflict):
    """A merge cannot be undone: see the classes below."""

    code = "not_undoable"


class MergeUndone(NotUndoable):
    """It was undone before."""

    code = "merge_undone"


class MergedOver(NotUndoable):
    """A later merge lies over it and must be undone first. Params: `number` of the card in that merge."""

    code = "merged_over"


class ChangedSince(NotUndoable):
    """What had moved was changed by somebody since. Params: `what`, in words."""

    code = "changed_since"
