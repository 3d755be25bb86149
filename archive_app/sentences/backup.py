"""Backups: places, snapshots, keys, restoring."""

from archive_app.i18n import mark

SENTENCES = {
    "backup_damaged": mark("The backup is damaged: {name}. Take another snapshot, and find out what ails its place."),
    "backup_object_missing": mark("The backup lacks {name}. Take another snapshot, and find out what ails its place."),
    "backup_not_there": mark(
        "No backups are found at {place}. Is the disk plugged in and mounted? On a new disk name a new "
        "folder (ARCHIVE_BACKUP_URL): the first backup makes it, and never again."
    ),
    "snapshot_unknown": mark("There is no snapshot {snapshot}. Look at the list: archive backup list."),
    "backup_key_does_not_open": mark(
        "This private key does not open the backup ({name}). Bring the file of the key that it was made for."
    ),
    "bad_recipient": mark("«{value}» is no public key of age. Correct ARCHIVE_BACKUP_RECIPIENTS (age1…)."),
    "bad_identity": mark("The file {path} holds no private key of age (AGE-SECRET-KEY-…)."),
    "backup_not_set_up": mark(
        "Backups are not set up. Set ARCHIVE_BACKUP_URL and ARCHIVE_BACKUP_RECIPIENTS and start again."
    ),
    "drill_key_not_set": mark(
        "The server holds no key for drills. Set ARCHIVE_DRILL_IDENTITY, or run: archive drill run --identity FILE."
    ),
    "responsible_changed": mark(
        "Somebody has changed the responsible persons meanwhile. Nothing was written: compare your lines with the page "
        "opened anew."
    ),
    "responsible_not_told": mark("Give name, position and act for each person, at most {most} persons."),
    "backup_busy": mark("Another backup is under way ({owner}). Wait until it has finished."),
    "fixity_busy": mark("Another check of the stored bytes is under way ({owner}). Wait until it has finished."),
    "fixity_found": mark("Of the stored bytes {count} pieces are not as filed, or could not be checked."),
    "no_good_copies": mark(
        "There is nothing to repair from. Set a place of backups and name its private key: --identity, or --replica."
    ),
    "no_good_copy": mark("No good copy of {blob} was found. {tried}"),
    "dump_failed": mark("The database could not be copied by {program}: {reason}."),
    "other_database_kind": mark(
        "Snapshot {snapshot} is of a {kind} database, this place has {here}. Restore it into its own kind."
    ),
    "restore_place_not_empty": mark(
        "{place} is not empty. Choose another place, or say --overwrite: what lies there is lost then."
    ),
    "restore_unfinished": mark(
        "An unfinished restore of snapshot {snapshot} lies here. Finish that one, or choose another folder."
    ),
    "backup_porter_died": mark(
        "A process that was bringing the records has ended before its time ({status}): see whether memory is short, "
        "and restore once more by the same command. What was brought stays."
    ),
    "no_scratch_database": mark(
        "The server lets no database be made for the drill. Give the role of the archive the right CREATEDB."
    ),
    "record_destroyed": mark("{what} was destroyed under act No. {act}. What an act has taken is not brought back."),
    "snapshot_too_new": mark(
        "Snapshot {snapshot} was made by version {product} of the program. Install that version or a later one."
    ),
}
