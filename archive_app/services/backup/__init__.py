"""Backups as an application knows them: what belongs to a snapshot, restoring it, proving that it restores.

Start at `ground` (what everything stands on), then `taking`, `keeping` (list, verify, prune), `restoring`, `drill`.
How bytes lie in a target is the matter of `storage.backup`.
"""
