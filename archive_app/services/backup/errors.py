"""Errors of backups."""

from __future__ import annotations

from archive_app.errors import EXIT_CONFLICT, EXIT_SETTINGS, EXIT_UNAVAILABLE, ArchiveError, Conflict


class BackupNotSetUp(ArchiveError):
    """No place for backups is set."""

    code = "backup_not_set_up"
    exit_code = EXIT_SETTINGS


class BackupBusy(Conflict):
    """Another backup or pruning is under way. Params: `owner`."""

    code = "backup_busy"


class DumpFailed(ArchiveError):
    """The database's own program failed. Params: `program`, `reason`."""

    code = "dump_failed"
    http_status = 503
    exit_code = EXIT_UNAVAILABLE
    retryable = True


class OtherDatabaseKind(ArchiveError):
    """A snapshot is restored into its own kind of database only. Params: `snapshot`, `kind`, `here`."""

    code = "other_database_kind"


class PlaceNotEmpty(ArchiveError):
    """Something lies already where a snapshot would be restored. Params: `place`."""

    code = "restore_place_not_empty"
    exit_code = EXIT_CONFLICT


class RestoreUnfinished(ArchiveError):
    """The home folder holds the unfinished restore of another snapshot. Params: `snapshot`."""

    code = "restore_unfinished"
    exit_code = EXIT_CONFLICT


class NoScratchDatabase(ArchiveError):
    """The database server lets no database be made for a drill."""

    code = "no_scratch_database"
    exit_code = EXIT_SETTINGS


class RecordDestroyed(ArchiveError):
    """What is asked for out of a backup was destroyed under an act. Params: `what`, `act`."""

    code = "record_destroyed"
    http_status = 410
    exit_code = EXIT_CONFLICT


class DrillKeyNotSet(ArchiveError):
    """The server has no private key to drill with."""

    code = "drill_key_not_set"
    http_status = 409
    exit_code = EXIT_SETTINGS


class ResponsibleChanged(Conflict):
    """Somebody has told the responsible persons anew meanwhile."""

    code = "responsible_changed"


class ResponsibleNotTold(ArchiveError):
    """A line of the responsible persons is half empty, or there are too many. Params: `most`."""

    code = "responsible_not_told"


class SnapshotTooNew(ArchiveError):
    """The snapshot was made by a later version of the program. Params: `snapshot`, `product`."""

    code = "snapshot_too_new"
