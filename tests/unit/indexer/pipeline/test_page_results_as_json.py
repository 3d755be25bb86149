"""What crosses a process border or waits on disk comes back as it was."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import PageResult, PageState, Word
from indexer.pdfa.spool import Spool, write_spool
from indexer.pipeline import plain_text
from indexer.pipeline.wire import failed, from_json, to_json

hundredths = st.integers(0, 100).map(lambda value: value / 100)
words = st.builds(Word, st.text(max_size=5), *[hundredths] * 4, confidence=hundredths, line=st.integers(0, 99))
results = st.builds(
    PageResult,
    st.integers(1, 99),
    *[st.integers(0, 9999)] * 3,
    st.sampled_from([0, 90, 180, 270]),
    hundredths,
    st.text(max_size=50),
    st.lists(words, max_size=5).map(tuple),
    st.none() | hundredths,
    st.sampled_from(PageState),
    st.none() | st.just("low_confidence"),
)


@given(results)
def test_json_there_and_back(result: PageResult) -> None:
    assert from_json(json.loads(json.dumps(to_json(result)))) == result


@pytest.mark.parametrize("value", [{}, {"words": 3, "state": "x"}, {"words": [], "state": "no such state"}])
def test_other_json_is_refused(value: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        from_json(value)


@given(st.lists(results, max_size=8, unique_by=lambda result: result.number))
def test_a_spool_finds_pages_in_whatever_order_they_came(
    tmp_path_factory: pytest.TempPathFactory, pages: list[PageResult]
) -> None:
    path = tmp_path_factory.mktemp("spool") / "pages"
    write_spool(pages, path)
    with Spool(path) as spool:
        assert [spool.get(page.number) for page in reversed(pages)] == pages[::-1]
        assert spool.get(100) is None


def test_plain_text_is_in_the_order_of_pages(tmp_path: Path) -> None:
    second, first = failed(2, "crashed"), failed(1, "timeout")
    assert plain_text([second, first]) == "\f"
