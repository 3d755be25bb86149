"""Errors of the queue. A handler's error may be any exception; its attribute `retryable` decides what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from datetime import timedelta


class JobError(Exception):
    """Base of all. `code` is stable and documented; `params` fill the message shown to a person."""

    code: ClassVar[str] = "job"
    retryable: ClassVar[bool] = True

    def __init__(self, detail: str = "", **params: object) -> None:
        super().__init__(detail or self.code)
        self.detail = detail
        self.params = params


class PermanentJobError(JobError):
    """Trying again would not help; subclass it, or give any exception `retryable = False`."""

    code: ClassVar[str] = "job_failed"
    retryable: ClassVar[bool] = False


class JobKindUnknownError(PermanentJobError):
    """No handler is registered for the kind. Params: `kind`."""

    code: ClassVar[str] = "job_kind_unknown"


class JobNotDeadError(JobError):
    """Only a dead job can be retried by a person. Params: `job_id`."""

    code: ClassVar[str] = "job_not_dead"
    retryable: ClassVar[bool] = False


class LeaseLostError(JobError):
    """The job was given to another worker (or is finished): this one must not write anything more. Params: `job_id`."""

    code: ClassVar[str] = "job_lease_lost"


class JobInterruptedError(JobError):
    """Raised by a handler that leaves at a safe point because the worker is stopping; costs no attempt."""

    code: ClassVar[str] = "job_interrupted"


class JobPutOffError(JobError):
    """Raised by a handler whose turn has not come: the job comes again after `pause`, and no attempt is spent."""

    code: ClassVar[str] = "job_put_off"

    def __init__(self, pause: timedelta) -> None:
        super().__init__()
        self.pause = pause
