"""Control composed of the services that it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.services.control import Control
from archive_app.services.control.analysis import Analysis
from archive_app.services.control.assessing import Assessing
from archive_app.services.control.files import Files
from archive_app.services.control.ground import Ground
from archive_app.services.control.matching import Matching
from archive_app.services.control.printing import Printing
from archive_app.services.control.sheets import Sheets
from archive_app.services.control.table import PlanTable

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.audit.reads import ReadLog


def control_over(
    sessions: sessionmaker[Session],
    clock: Callable[[], datetime.datetime],
    today: Callable[[], datetime.date],
    reads: ReadLog,
    zone: datetime.tzinfo,
) -> Control:
    """All use cases over one database."""
    ground = Ground(sessions, clock, today, reads, zone)
    analysis = Analysis(ground)
    return Control(
        Assessing(ground),
        Matching(ground),
        PlanTable(ground),
        Sheets(ground),
        Files(ground),
        analysis,
        Printing(analysis),
    )
