"""What may stand in the way of a print form."""

from __future__ import annotations

from archive_app.errors import ArchiveError


class UnknownForm(ArchiveError):
    """There is no form of that name. Params: `name`, `names`."""

    code = "unknown_form"


class UnknownFormat(ArchiveError):
    """A form is written as PDF or XLSX. Params: `name`."""

    code = "unknown_format"
