"""Column types with one behaviour on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, BigInteger, DateTime, Enum, Integer, String
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from enum import StrEnum

    from sqlalchemy import Dialect
    from sqlalchemy.sql.operators import OperatorType
    from sqlalchemy.types import TypeEngine

BigId = BigInteger().with_variant(Integer(), "sqlite")
"""64 bits on both databases: SQLite gives row ids only to a column of the type INTEGER, which has 64 bits there."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware on the way in (any zone), aware and in UTC on the way out.

    Raises `ValueError` for a naive value, since nobody could tell later which zone was meant.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn to UTC; SQLite stores text without a zone, so the zone is dropped only after that."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}: an instant needs its zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """Give back the instant in UTC, whatever zone the connection has."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """JSON, JSONB on PostgreSQL; None is SQL's NULL, not the JSON word `null`.

    No variant of `JSON`: whoever keeps an archive in SQLite would read the dialect of PostgreSQL at each start.
    """

    impl = JSON(none_as_null=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Binary JSON where the database has it."""
        if dialect.name != "postgresql":
            return dialect.type_descriptor(JSON(none_as_null=True))
        from sqlalchemy.dialects.postgresql import JSONB

        return dialect.type_descriptor(JSONB(none_as_null=True))

    def coerce_compared_value(self, op: OperatorType | None, value: object) -> TypeEngine[Any]:
        """A key is a text and a number a number, as JSON itself has it; what it takes for JSON is of this type."""
        coerced = self.impl_instance.coerce_compared_value(op, value)
        return self if isinstance(coerced, JSON) else coerced


def text_enum(values: type[StrEnum], name: str) -> Enum:
    """Store the values of `values` as text guarded by a CHECK constraint `ck_<table>_<name>`."""
    return Enum(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def binary_text(length: int) -> TypeEngine[Any]:
    """Text that is compared by code points on both databases, so that a prefix search may use its index."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")
