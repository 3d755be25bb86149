"""Print forms."""

from archive_app.i18n import mark

SENTENCES = {
    "unknown_form": mark("There is no form «{name}». There are: {names}."),
    "unknown_format": mark("A form is written as PDF or XLSX, not as «{name}»."),
    "form_not_drawn": mark("The form could not be drawn. Tell the administrator; the journal of the program says why."),
    "form_too_long": mark("The form has more than {rows} lines: ask for it to be drawn, it is ready within minutes."),
    "form_not_ready": mark("The form No. {drawing} is not drawn yet."),
}
