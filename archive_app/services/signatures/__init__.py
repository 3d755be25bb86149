"""Detached signatures: kept beside the original with their bytes unchanged, read, and compared with its bytes."""
