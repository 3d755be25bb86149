"""What may stand in the way of work at a file plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.errors import ArchiveError, Conflict

if TYPE_CHECKING:
    from retention.plan_row import Problem


class DraftExists(Conflict):
    """A version of the year is being worked at. Params: `year`."""

    code = "plan_draft_exists"


class PlanFixed(Conflict):
    """The version is no draft any more: it is never changed, a new version is drafted. Params: `year`, `number`."""

    code = "plan_fixed"


class StalePlan(Conflict):
    """Somebody changed the draft meanwhile. Params: `year`."""

    code = "plan_stale"


class PlanNotAgreed(Conflict):
    """The commission has not agreed the version. Params: `year`."""

    code = "plan_not_agreed"


class PlanNotApproved(Conflict):
    """The director has not approved the version. Params: `year`."""

    code = "plan_not_approved"


class OwnPlan(Conflict):
    """Whoever drafted a plan does not approve it. Params: `year`."""

    code = "plan_own"


class EmptyPlan(ArchiveError):
    """A plan without items is not agreed. Params: `year`."""

    code = "plan_without_items"


class ItemsInUse(Conflict):
    """Open case files lie under items that the new version has not. Params: `indexes`."""

    code = "plan_items_in_use"


class ItemRefused(ArchiveError):
    """An item is not understood; `problems` says everything that is wrong with it. Params: `count`."""

    code = "plan_item_refused"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(count=len(problems))
        self.problems = problems


class YearNotOver(Conflict):
    """Totals are fixed when the year is over. Params: `year`."""

    code = "plan_year_not_over"


class TotalsFixed(Conflict):
    """The totals of the year are fixed already. Params: `year`."""

    code = "plan_totals_fixed"
