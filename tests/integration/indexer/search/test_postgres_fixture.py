"""The server that the tests start themselves."""

from __future__ import annotations

from sqlalchemy import create_engine, text

from tests.fixtures.postgres import PostgresServer, postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]


def test_a_fresh_database_is_empty_and_speaks_utf8(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        assert connection.execute(text("SHOW server_encoding")).scalar() == "UTF8"
        assert connection.execute(text("SELECT lower('ЁЖ')")).scalar() == "ёж"
        assert connection.execute(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).scalar() == 0
    engine.dispose()


def test_a_database_is_copied_from_a_template(postgres_server: PostgresServer) -> None:
    template = postgres_server.create_database()
    postgres_server.execute("CREATE TABLE mark (id int)", database=template)
    copy = postgres_server.create_database(template=template)
    engine = create_engine(postgres_server.url(copy))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM mark")).scalar() == 0
    engine.dispose()
    postgres_server.drop_database(copy)
    postgres_server.drop_database(template)
