"""What a person types, read by Whoosh's parser into a small tree of our own that every engine compiles."""

from indexer.query.fields import Field
from indexer.query.parser import Note, Parsed, QueryParser
from indexer.query.tree import And, Fuzzy, In, Leaf, Node, Not, Or, Phrase, Prefix, Range, Term, Word, leaves

__all__ = [
    "And",
    "Field",
    "Fuzzy",
    "In",
    "Leaf",
    "Node",
    "Not",
    "Note",
    "Or",
    "Parsed",
    "Phrase",
    "Prefix",
    "QueryParser",
    "Range",
    "Term",
    "Word",
    "leaves",
]
