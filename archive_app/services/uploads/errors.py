"""Errors of uploads; the statuses are those of the tus protocol."""

from __future__ import annotations

from archive_app.errors import EXIT_NOT_FOUND, ArchiveError, Conflict


class NoSuchUpload(ArchiveError):
    """There is none of this address, or it is somebody else's: the two are not told apart."""

    code = "no_such_upload"
    http_status = 404
    exit_code = EXIT_NOT_FOUND


class UploadExpired(ArchiveError):
    """Nothing came for too long; its pieces are cleared away."""

    code = "upload_expired"
    http_status = 410


class WrongOffset(Conflict):
    """The piece does not begin where the last one ended. Params: `offset`, `expected`."""

    code = "wrong_offset"


class WrongChecksum(ArchiveError):
    """The bytes are not those that were sent; nothing of the piece is kept."""

    code = "wrong_checksum"
    http_status = 460


class TooMuchSent(ArchiveError):
    """The piece reaches beyond the announced end. Params: `size`."""

    code = "too_much_sent"
    http_status = 413


class TooManyUploads(ArchiveError):
    """The person has begun more uploads than may be open. Params: `limit`."""

    code = "too_many_uploads"
    http_status = 429


class FileTooLarge(ArchiveError):
    """The file is larger than what is accepted over the network. Params: `limit` in bytes."""

    code = "file_too_large"
    http_status = 413


class EmptyUpload(ArchiveError):
    """A file without a byte. Params: `name`."""

    code = "empty_upload"
    http_status = 422


class AlreadyFinished(Conflict):
    """Another process took the upload in at the same moment."""

    code = "upload_already_finished"
