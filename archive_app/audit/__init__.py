"""The audit chain: events written in the transaction they describe, linked by hashes, never changed or removed."""

from archive_app.audit.chain import AuditEntry, ChainHead, append, head
from archive_app.audit.errors import (
    AuditActionInvalidError,
    AuditChainBrokenError,
    AuditChainMissingError,
    AuditError,
    AuditHeadsDamagedError,
)
from archive_app.audit.trail import MACHINE, AuditTrail, ObjectRef
from archive_app.audit.verification import Finding, FindingKind, verify

__all__ = [
    "MACHINE",
    "AuditActionInvalidError",
    "AuditChainBrokenError",
    "AuditChainMissingError",
    "AuditEntry",
    "AuditError",
    "AuditHeadsDamagedError",
    "AuditTrail",
    "ChainHead",
    "Finding",
    "FindingKind",
    "ObjectRef",
    "append",
    "head",
    "verify",
]
