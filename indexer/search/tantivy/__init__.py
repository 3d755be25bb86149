"""The default engine: tantivy in a directory of this machine."""

from indexer.search.tantivy.engine import TantivyEngine

__all__ = ["TantivyEngine"]
