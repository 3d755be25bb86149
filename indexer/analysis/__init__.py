"""Russian words as the search sees them: one analyzer in front of every engine, queries and highlighting."""

from indexer.analysis.analyzer import Analyzer, Form, Token
from indexer.analysis.folding import fold

__all__ = ["Analyzer", "Form", "Token", "fold"]
