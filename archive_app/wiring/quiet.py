"""Settings of an archive that takes nothing in and sends nothing out: one that is being restored or tried."""

from __future__ import annotations

QUIET = {"backup_url": "", "backup_recipients": "", "inbox": None, "mailbox_url": ""}
