"""The shared engine: full text in PostgreSQL, for several nodes with one index."""

from indexer.search.postgresql.engine import PostgresEngine

__all__ = ["PostgresEngine"]
