"""The kinds of documents that the two regulations name: with fields, filler, deadline and place in the file plan.

What a new archive begins with, and what a migration brings to older ones; afterwards the organisation keeps its own.
"""

from archive_app.regulation_kinds.achievements import ACHIEVEMENTS
from archive_app.regulation_kinds.final import FINAL
from archive_app.regulation_kinds.interim import INTERIM
from archive_app.regulation_kinds.lessons import LESSONS
from archive_app.regulation_kinds.office import OFFICE_KINDS
from archive_app.regulation_kinds.papers import PAPERS
from archive_app.regulation_kinds.places import SORTS, headings, place_of, places_in
from archive_app.regulation_kinds.shape import FirstField, RegulationKind

REGULATION_KINDS: tuple[RegulationKind, ...] = (*LESSONS, *INTERIM, *FINAL, *PAPERS, *ACHIEVEMENTS, *OFFICE_KINDS)
"""In the order of the page of kinds."""

__all__ = [
    "REGULATION_KINDS",
    "SORTS",
    "FirstField",
    "RegulationKind",
    "headings",
    "place_of",
    "places_in",
]
