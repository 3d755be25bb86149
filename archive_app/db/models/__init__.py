"""The tables, one aggregate a file; `__init__.pyi` says what there is and where, to this file and to type checkers.

A file is read when something of it is asked for: mapping all tables takes a third of a second, and backups need a few.
"""

from __future__ import annotations

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def map_all() -> None:
    """Register every table on `Base.metadata`, with what listens to its rows. Wanted before services write rows."""
    for name in __all__:
        __getattr__(name)
