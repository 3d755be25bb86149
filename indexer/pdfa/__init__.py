"""PDF/A-2b copies: what was recognised laid once over the original picture, whose bytes stay."""

from indexer.pdfa.binding import bind
from indexer.pdfa.build import PdfaOutcome, build_pdfa

__all__ = ["PdfaOutcome", "bind", "build_pdfa"]
