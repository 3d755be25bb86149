from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import StageTooLarge
from storage.intake import PIECE_BYTES, HashedPieces, in_parts
from storage.moments import lock_end


@given(st.lists(st.binary(max_size=50)), st.integers(1, 40))
def test_parts_are_full_but_for_the_last_and_lose_nothing(pieces: list[bytes], part_bytes: int) -> None:
    parts = list(in_parts(iter(pieces), part_bytes))
    whole = b"".join(pieces)
    assert b"".join(parts) == whole
    assert {len(part) for part in parts[:-1]} <= {part_bytes}
    assert len(parts) == max(1, -(-len(whole) // part_bytes))


@given(st.binary(min_size=1, max_size=50))
def test_a_piece_that_is_a_part_is_not_copied(piece: bytes) -> None:
    assert next(in_parts(iter([piece]), len(piece))) is piece
    assert next(in_parts(iter([piece]), len(piece) + 1)) is piece


@pytest.mark.parametrize("beside", [True, False])
def test_pieces_are_counted_and_hashed_and_small(beside: bool) -> None:
    data = bytes(range(256)) * 10_000
    pieces = HashedPieces(io.BytesIO(data), beside=beside)
    given_pieces = list(pieces)
    assert b"".join(given_pieces) == data
    assert max(map(len, given_pieces)) <= PIECE_BYTES
    assert (pieces.size, pieces.key) == (len(data), hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize("size", [0, 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES])
def test_begun_pieces_are_all_the_pieces(size: int) -> None:
    data = bytes(size)
    pieces = HashedPieces(io.BytesIO(data))
    pieces.begin()
    assert b"".join(HashedPieces.of(pieces, limit=size)) == data
    assert (pieces.size, pieces.key) == (size, hashlib.sha256(data).hexdigest())


def test_begun_pieces_have_the_limit_of_who_goes_on() -> None:
    pieces = HashedPieces(io.BytesIO(bytes(2 * PIECE_BYTES)))
    pieces.begin()
    with pytest.raises(StageTooLarge):
        HashedPieces.of(pieces, limit=PIECE_BYTES - 1)
    with pytest.raises(StageTooLarge):
        list(HashedPieces.of(pieces, limit=PIECE_BYTES))


def test_no_more_than_one_piece_is_read_beyond_the_limit() -> None:
    stream = io.BytesIO(bytes(10 * PIECE_BYTES))
    with pytest.raises(StageTooLarge):
        list(HashedPieces(stream, limit=PIECE_BYTES))
    assert stream.tell() == 2 * PIECE_BYTES


@given(st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1)), st.integers(-12, 14))  # noqa: DTZ001 - the zone is drawn apart
def test_a_lock_never_ends_before_it_was_asked_to(moment: datetime, hours: int) -> None:
    asked = moment.replace(tzinfo=timezone(timedelta(hours=hours)))
    end = lock_end(asked)
    assert timedelta(0) <= end - asked < timedelta(seconds=1)
    assert end.microsecond == 0
    assert end.tzinfo is UTC
