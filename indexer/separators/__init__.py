"""Separator sheets: what their code says, and finding them among scanned pages."""

from indexer.separators.payload import FOREIGN, Separator, SeparatorFault, is_separator, read_payload, write_payload

__all__ = ["FOREIGN", "Separator", "SeparatorFault", "is_separator", "read_payload", "write_payload"]
