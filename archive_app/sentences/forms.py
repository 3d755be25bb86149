"""Print forms."""

from archive_app.i18n import mark

SENTENCES = {
    "unknown_form": mark("There is no form «{name}». There are: {names}."),
    "unknown_format": mark("A form is written as PDF or XLSX, not as «{name}»."),
}
