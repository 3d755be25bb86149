"""Backups as bytes: encrypted containers, targets, seals, copying, checking. See docs/backup-format.md.

Start at `container` (how bytes are encrypted), then `target` (where they lie), `seals` (what belongs to a snapshot),
`copying`, `checking`, `reading` and `pruning` (what is done with them). What a database is, `archive_app` knows.
"""
