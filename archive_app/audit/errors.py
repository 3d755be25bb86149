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
