"""What can be wrong with a backup. Each names the object, so that a person knows what to replace."""

from __future__ import annotations

from storage.errors import StorageError


class BackupDamaged(StorageError):
    """An object of the backup is not what was written. `name`, `why` (a stable word)."""

    code = "backup_damaged"


class BackupObjectMissing(StorageError):
    """The target answered, and has no such object. `name`."""

    code = "backup_object_missing"


class BackupNotThere(StorageError):
    """The place holds no backup: the disk is not mounted, or the address is wrong. `place`."""

    code = "backup_not_there"


class SnapshotUnknown(StorageError):
    """There is no snapshot of this name. `snapshot`."""

    code = "snapshot_unknown"


class KeyDoesNotOpen(StorageError):
    """None of the identities given opens the backup. `name` of the key's file."""

    code = "backup_key_does_not_open"


class BadRecipient(StorageError):
    """Not a public key of age. `value`."""

    code = "bad_recipient"


class BadIdentity(StorageError):
    """The file holds no private key of age. `path`."""

    code = "bad_identity"


class PorterDied(StorageError):
    """A process that was bringing blobs has ended before it was done. `status` as the system tells it."""

    code = "backup_porter_died"
