"""Russian words as the search sees them: one analyzer in front of every engine, queries and highlighting."""

from indexer.analysis.analyzer import Analyzer, Token
from indexer.analysis.folding import fold

__all__ = ["Analyzer", "Token", "fold"]
