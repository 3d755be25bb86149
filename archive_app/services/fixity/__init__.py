"""Fixity: the stored bytes are read again and again, what is wrong is named, and repaired from a good copy.

Start at `checking` (a run over the blobs), then `strangers` (bytes that nobody knows), `state` (what is known by now),
`repairing`. Each run is a row of the journal of backups; what it found of a blob is a row of `blob_fixity`.
"""
