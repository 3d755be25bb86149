"""What may stand in the way of a planned assessment and of its sheet."""

from __future__ import annotations

from archive_app.errors import ArchiveError, Conflict


class AssessmentIncomplete(ArchiveError):
    """An assessment has a subject and a semester, 1 or 2."""

    code = "assessment_incomplete"


class AssessmentKnown(Conflict):
    """The group has this subject in the semester already. Params: `subject`, `group`."""

    code = "assessment_known"


class AssessmentChanged(Conflict):
    """Somebody else has changed the line since it was opened. Params: `subject`."""

    code = "assessment_changed"


class AssessmentDone(Conflict):
    """The line has a sheet: take the sheet off first. Params: `subject`."""

    code = "assessment_done"


class HeldDayWrong(ArchiveError):
    """The day lies outside the school year. Params: `day`, `year`, `following`."""

    code = "held_day_wrong"


class SheetUnfit(ArchiveError):
    """No exam sheet that is filed, or one without a day where the line has none. Params: `document`."""

    code = "sheet_unfit"


class SheetTaken(Conflict):
    """The sheet belongs to another line already. Params: `document`."""

    code = "sheet_taken"


class PlanTableEmpty(ArchiveError):
    """No line names a group, a subject and a semester below a line of headings."""

    code = "plan_table_empty"
