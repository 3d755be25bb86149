"""Errors of the store of blobs."""

from archive_app.i18n import mark

SENTENCES = {
    "storage": mark("The store of documents refused the work. Examine the archive: archive doctor."),
    "bad_blob_key": mark("«{value}» is not an address of the store. Check what was typed."),
    "bad_storage_url": mark(
        "The address of the store is wrong: {reason}. Correct ARCHIVE_STORAGE_URL and start again."
    ),
    "blob_missing": mark("The store no longer has what belongs to this document. Restore it from a backup."),
    "blob_locked": mark("It is protected from destruction until {until:day}."),
    "blob_corrupt": mark("What the store holds differs from what was filed. Restore it from a backup before using it."),
    "staged_missing": mark("What was being received is gone from the store. File the document again."),
    "stage_too_large": mark(
        "It is larger than the archive accepts ({limit:size}). Divide it, or raise the setting ARCHIVE_MAX_BLOB."
    ),
    "storage_full": mark("There is no room left on the disk. What was written last is not kept; make room and repeat."),
    "storage_unavailable": mark("The store does not answer: {reason}. Nothing is lost; repeat in a minute."),
    "storage_denied": mark("The store refuses access: {reason}. Check the keys and the rights of the archive in it."),
    "locks_unsupported": mark(
        "The store cannot protect documents from destruction. Make its bucket anew with object lock turned on."
    ),
}
