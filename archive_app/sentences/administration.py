"""Dictionaries, accounts and the state of the system, as an administrator keeps them."""

from archive_app.i18n import mark

SENTENCES = {
    "field_missing": mark("Fill in the field «{field}»."),
    "field_not_understood": mark("«{value}» does not suit the field «{field}». Write {wanted}."),
    "fields_refused": mark("{problems}"),
}
