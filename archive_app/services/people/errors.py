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


class SeveralMeant(ArchiveError):
    """More than one person is called so. Params: `name`, `persons` (told apart)."""

    code = "several_meant"


class SeveralGroups(ArchiveError):
    """The number of a group is the name of another one. Params: `name`, `number`, `group`, `other` (a number)."""

    code = "several_groups"


class NotStudying(ArchiveError):
    """The person goes on in no group. Params: `name`."""

    code = "not_studying"


class SeveralStudies(ArchiveError):
    """The person goes on in more than one group. Params: `name`, `studies` (by number and group)."""

    code = "several_studies"


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


class PaperMissing(ArchiveError):
    """What is written on a card needs the paper that proves it."""

    code = "paper_missing"


class GuardianUnderAge(Conflict):
    """Nobody speaks for another who is not of full age. Params: `name`, `on`."""

    code = "guardian_under_age"


class WardOfAge(Conflict):
    """Who is of full age is spoken for by a power of attorney only. Params: `name`, `on`."""

    code = "ward_of_age"


class SpeaksAlready(Conflict):
    """The same authority is written down for some of those days already. Params: `name`."""

    code = "speaks_already"


class AuthorityEnded(Conflict):
    """The authority was revoked before."""

    code = "authority_ended"


class MayNotConsent(Conflict):
    """Who gives a consent is neither the person nor has authority over the person on that day. Params: `name`, `on`."""

    code = "may_not_consent"


class ConsentWithdrawn(Conflict):
    """The consent was withdrawn before. Params: `on`."""

    code = "consent_withdrawn"


class PurposeEnded(Conflict):
    """The purpose of a consent was reached before, or the consent withdrawn. Params: `on`."""

    code = "purpose_ended"


class NotEnded(Conflict):
    """The purpose of some consents goes on. Params: `ends` (whose and which)."""

    code = "purpose_not_ended"


class SettledBefore(NotEnded):
    """What came of the data of some consents is written down already. Params: `ends` (whose and which)."""

    code = "settled_before"


class NotSettled(Conflict):
    """Nothing is written down of what came of the data."""

    code = "not_settled"


class NothingTicked(ArchiveError):
    """No consent is named."""

    code = "nothing_ticked"


class SettlementUnclear(ArchiveError):
    """An act of destruction, another paper of it, or a ground for keeping: one of the three."""

    code = "settlement_unclear"


class ActNotOfPerson(Conflict):
    """The act is not carried out, or has destroyed nothing that names these persons. Params: `act`, `names`."""

    code = "act_not_of_person"


class DayNotCome(ArchiveError):
    """What has happened has its day today or before. Params: `on`."""

    code = "day_not_come"


class OrderUnclear(ArchiveError):
    """An order on a group says either where the group goes on or why it leaves."""

    code = "group_order_unclear"


class NobodyChosen(Conflict):
    """An order on a group is for nobody."""

    code = "nobody_chosen"


class NotOfGroup(ArchiveError):
    """Somebody whom an order shall leave out is none of those whom it is about. Params: `names` (as typed)."""

    code = "not_of_group"


class LeftBefore(Conflict):
    """The study has ended already. Params: `group`, `on`."""

    code = "left_before"
