"""Page after page, several at a time; a page that fails is a result like any other."""

from __future__ import annotations

import json
from concurrent.futures import FIRST_COMPLETED, Future, wait
from itertools import islice
from typing import TYPE_CHECKING, Any

from indexer.errors import SandboxError, TaskFailed
from indexer.model import PageResult, PageState
from indexer.pipeline.page_work import work_on_page
from indexer.pipeline.prepared import PageSource, Prepared
from indexer.pipeline.wire import failed, from_json
from indexer.sandbox import shared_pool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexer.pipeline.options import PipelineOptions

IN_FLIGHT_PER_WORKER = 2  # one being worked on, one waiting: no worker idles, little is lost when we stop


def recognise(prepared: Prepared, options: PipelineOptions, skip: frozenset[int] = frozenset()) -> Iterator[PageResult]:
    """Yield each page as soon as it is done, in any order; pages in `skip` (from 1) are done already.

    A child that dies over a page, or raises, makes that page FAILED with the error's code as `reason` (`crashed`,
    `timeout`, `memory`, `damaged`, `too_large` ...). Closing the iterator drops what is queued and waits for the
    pages under way.

    Raises:
        PoolClosed: the process is shutting down; the pages not yielded yet are simply not done.
    """
    numbers = (number for number in range(1, prepared.page_count + 1) if number not in skip)
    if prepared.pages_from is PageSource.TEXT:
        yield from _text_pages(prepared, skip)
    else:
        yield from _worked_pages(prepared, options, numbers)


def plain_text(results: Iterable[PageResult]) -> str:
    """The text of all pages in their order, with a form feed between pages."""
    return "\f".join(result.text for result in sorted(results, key=lambda result: result.number))


def _worked_pages(prepared: Prepared, options: PipelineOptions, numbers: Iterator[int]) -> Iterator[PageResult]:
    pool = shared_pool("pages", options.workers, options.limits)
    under_way: dict[Future[Any], int] = {}
    try:
        while True:
            for number in islice(numbers, IN_FLIGHT_PER_WORKER * options.workers - len(under_way)):
                under_way[pool.submit(work_on_page, prepared, number, options)] = number
            if not under_way:
                return
            done, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in done:
                yield _result(under_way.pop(future), future)
    finally:
        wait([future for future in under_way if not future.cancel()])


def _result(number: int, future: Future[Any]) -> PageResult:
    try:
        return from_json(future.result())
    except SandboxError as error:
        return failed(number, error.code)
    except (KeyError, TypeError, ValueError):  # not what our code answers: a hostile page has taken the child over
        return failed(number, TaskFailed.code)


def _text_pages(prepared: Prepared, skip: frozenset[int]) -> Iterator[PageResult]:
    with prepared.pages_path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if number not in skip:
                text = json.loads(line)
                state = PageState.TEXT_LAYER if text.strip() else PageState.BLANK
                yield PageResult(number, 0, 0, 0, 0, 0.0, text, (), None, state)
