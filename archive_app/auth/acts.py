"""The words for acts and reaches, and which acts are done to documents."""

from __future__ import annotations

from archive_app.db.models.access import Act, Reach
from archive_app.i18n import mark

DOCUMENT_ACTS = (Act.SEE, Act.DOWNLOAD, Act.FILE, Act.CHANGE, Act.REVIEW, Act.RELEASE, Act.APPROVE)
SYSTEM_ACTS = tuple(act for act in Act if act not in DOCUMENT_ACTS)

ACT_WORDS = {
    Act.SEE: mark("see"),
    Act.DOWNLOAD: mark("download"),
    Act.FILE: mark("file documents"),
    Act.CHANGE: mark("change"),
    Act.REVIEW: mark("type in the text"),
    Act.RELEASE: mark("release"),
    Act.APPROVE: mark("approve"),
    Act.PLANS: mark("keep file plans"),
    Act.ARCHIVE: mark("keep the archive"),
    Act.PERSONS: mark("keep cards of persons"),
    Act.ACCOUNTS: mark("keep accounts and rights"),
    Act.OPERATE: mark("operate the system"),
    Act.AUDIT: mark("read the journal"),
    Act.CONTROL: mark("watch over completeness and terms"),
}
REACH_WORDS = {
    Reach.ALL: mark("everything"),
    Reach.UNIT: mark("own unit"),
    Reach.GROUP: mark("own group"),
    Reach.OWN: mark("own records"),
}
__all__ = ["ACT_WORDS", "DOCUMENT_ACTS", "REACH_WORDS", "SYSTEM_ACTS", "Act", "Reach"]
