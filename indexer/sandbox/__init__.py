"""Risky work in child processes with limits: a hostile file costs one page, never the server.

`run` starts an outside program once. `WorkerPool` keeps Python children alive between pages, because starting
one (imports of pdfium, pikepdf, OpenCV) costs as much as half a page of recognition.
"""

from indexer.sandbox.limits import Limits
from indexer.sandbox.pool import PoolClosed, WorkerPool, close_shared_pools, shared_pool
from indexer.sandbox.programs import Completed, run

__all__ = ["Completed", "Limits", "PoolClosed", "WorkerPool", "close_shared_pools", "run", "shared_pool"]
