"""Stages of dying, each tried on both deployments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fixtures.archives import LEGS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


def on_both_legs(stages: Iterable[str], *, quick: Collection[str]) -> pytest.MarkDecorator:
    """Parameters `home` and `stage`: SQLite with folders, PostgreSQL with S3.

    The `quick` stages on the embedded leg belong to `make test`, all others to `make drill`.
    """
    return pytest.mark.parametrize(
        ("home", "stage"),
        [
            pytest.param(leg, stage, marks=() if leg == "embedded" and stage in quick else pytest.mark.drill)
            for leg in LEGS
            for stage in stages
        ],
        indirect=["home"],
    )
