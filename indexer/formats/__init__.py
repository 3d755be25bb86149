"""File formats: what a blob is, and how office documents, letters and texts become pages."""

from indexer.formats.identify import identify
from indexer.formats.kinds import Family, Identified

__all__ = ["Family", "Identified", "identify"]
