"""Presence checks."""

from archive_app.i18n import mark

SENTENCES = {
    "check_signed": mark("The act of the check {check} is signed: nothing of it changes. Begin a new check."),
    "check_unfinished": mark("Not marked yet: {count}. Look for them, or mark the rest as not found, then sign."),
    "nothing_to_check": mark(
        "Nothing should stand there: no case file of the archive has this place, or the inventory is not approved."
    ),
    "where_missing": mark("Say what is checked: an inventory, or a room, rack, shelf or box."),
    "volume_missing": mark("Case file {case_file} has {volumes} volumes: type the volume too, as {case_file}/2."),
    "code_not_read": mark("«{said}» is not a number of a case file. Type 152, a volume as 152/2, or scan the cover."),
}
