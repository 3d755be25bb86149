"""Errors of the audit chain: each class has a stable code."""

from __future__ import annotations

from typing import ClassVar


class AuditError(Exception):
    """Base of all. `code` is stable and documented; `params` fill the message shown to a person."""

    code: ClassVar[str] = "audit"
    retryable: ClassVar[bool] = False

    def __init__(self, detail: str = "", **params: object) -> None:
        super().__init__(detail or self.code)
        self.detail = detail
        self.params = params


class AuditActionInvalidError(AuditError):
    """The action is not a tag of the form `subject:part:action`. Params: `action`."""

    code: ClassVar[str] = "audit_action_invalid"


class AuditChainMissingError(AuditError):
    """The row that holds the head of the chain is gone: nothing more may be written before a person has looked."""

    code: ClassVar[str] = "audit_chain_missing"


class AuditHeadsDamagedError(AuditError):
    """A line of a file of published heads cannot be read: somebody wrote into it. Params: `path`, `line`."""

    code: ClassVar[str] = "audit_heads_damaged"


class AuditChainBrokenError(AuditError):
    """The chain does not go on from the head that was published last. Params: `seq`."""

    code: ClassVar[str] = "audit_chain_broken"
