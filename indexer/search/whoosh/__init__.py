"""The pure Python engine, where no compiled engine runs: small archives only."""

from indexer.search.whoosh.engine import WhooshEngine

__all__ = ["WhooshEngine"]
