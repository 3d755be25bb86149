"""Summary marks: read from a filed table of the e-journal, told by person."""

from archive_app.services.marks.telling import MarkLine, marks_of

__all__ = ["MarkLine", "marks_of"]
