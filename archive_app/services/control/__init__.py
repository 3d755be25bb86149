"""Control (контроль): whether personal files, journals and exam sheets are complete, and entered within their terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive_app.services.control.analysis import Analysis
    from archive_app.services.control.assessing import Assessing
    from archive_app.services.control.files import Files
    from archive_app.services.control.matching import Matching
    from archive_app.services.control.printing import Printing
    from archive_app.services.control.sheets import Sheets
    from archive_app.services.control.table import PlanTable


@dataclass(frozen=True, slots=True)
class Control:
    """The use cases, composed by `archive_app.wiring.controlling`."""

    assessing: Assessing
    matching: Matching
    table: PlanTable
    sheets: Sheets
    files: Files
    analysis: Analysis
    printing: Printing
