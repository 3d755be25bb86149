"""Errors of signing in through another house."""

from __future__ import annotations

from archive_app.errors import EXIT_SETTINGS, EXIT_UNAVAILABLE, ArchiveError, Conflict


class DirectoryUnavailable(ArchiveError):
    """Directory or provider is not reached, is silent, or refuses the archive itself. Params: `place`, `reason`."""

    code = "directory_unavailable"
    http_status = 503
    exit_code = EXIT_UNAVAILABLE
    retryable = True


class NoDirectory(ArchiveError):
    """Neither a directory nor a provider is set."""

    code = "no_directory"
    http_status = 404
    exit_code = EXIT_SETTINGS


class NotAdmitted(ArchiveError):
    """The person is proved, but no group gives a role here, nor does anybody else."""

    code = "not_admitted"
    http_status = 403


class LoginHeld(Conflict):
    """The login from outside is that of an account here which is not tied to the person. Params: `login`."""

    code = "login_held"


class IdentityHeld(Conflict):
    """The identity is tied to another account, or the account to another identity. Params: `login`, `subject`."""

    code = "identity_held"


class ProofRefused(ArchiveError):
    """What came back from the provider proves nothing. Params: `reason`, for the log and the journal."""

    code = "proof_refused"
    http_status = 400


class RolesNotUnderstood(ArchiveError):
    """The setting `directory_roles` names what is not there. Params: `group`, `reason`."""

    code = "roles_not_understood"
    http_status = 500
    exit_code = EXIT_SETTINGS
