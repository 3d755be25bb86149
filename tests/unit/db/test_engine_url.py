"""Which addresses of databases are taken."""

from __future__ import annotations

import pytest

from archive_app.db.engine import make_engine
from archive_app.db.errors import DatabaseUrlUnsupportedError


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://host/db"])
def test_others_are_refused(url: str) -> None:
    with pytest.raises(DatabaseUrlUnsupportedError) as refused:
        make_engine(url)
    assert refused.value.params["scheme"] == url.split(":", maxsplit=1)[0]


@pytest.mark.parametrize("url", ["postgresql://u:p@host/db", "postgresql+psycopg://u:p@host/db"])
def test_postgresql_uses_psycopg_3(url: str) -> None:
    assert make_engine(url).dialect.driver == "psycopg"


def test_a_refused_address_does_not_tell_the_password() -> None:
    with pytest.raises(DatabaseUrlUnsupportedError) as refused:
        make_engine("mysql://user:geheim@host/db")
    assert "geheim" not in str(refused.value)
