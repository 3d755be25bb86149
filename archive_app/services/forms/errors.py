"""What may stand in the way of a print form."""

from __future__ import annotations

from archive_app.errors import ArchiveError, Conflict


class UnknownForm(ArchiveError):
    """There is no form of that name. Params: `name`, `names`."""

    code = "unknown_form"


class UnknownFormat(ArchiveError):
    """A form is written as PDF or XLSX. Params: `name`."""

    code = "unknown_format"


class NotDrawn(ArchiveError):
    """The typesetter could not lay a form out; the text of the error says why."""

    code = "form_not_drawn"


class FormTooLong(Conflict):
    """It is drawn by a job, not while somebody waits for an answer. Params: `rows` (more than so many)."""

    code = "form_too_long"


class FormNotReady(Conflict):
    """Its job has not drawn it yet. Params: `drawing`."""

    code = "form_not_ready"
