"""Bytes taken in while their place is looked for: few of what is refused, all of what is admitted."""

from __future__ import annotations

import io
from concurrent.futures import Future

import pytest

from archive_app.services.admission import BEFORE_ADMISSION, AdmittedStream

PIECE = 1 << 20


def test_what_is_refused_is_given_no_further_than_the_first_bytes() -> None:
    refusal: Future[object] = Future()
    refusal.set_exception(PermissionError("not there"))
    source = io.BytesIO(bytes(BEFORE_ADMISSION + PIECE))
    stream = AdmittedStream(source, refusal)

    with pytest.raises(PermissionError):
        b"".join(iter(lambda: stream.read(PIECE), b""))

    assert source.tell() == BEFORE_ADMISSION


def test_what_is_admitted_is_given_whole() -> None:
    admission: Future[object] = Future()
    admission.set_result("a place")
    data = bytes(range(256)) * (BEFORE_ADMISSION // 256) + b"the end"

    stream = AdmittedStream(io.BytesIO(data), admission)

    assert b"".join(iter(lambda: stream.read(PIECE), b"")) == data
