"""The clock of the organisation: what is signed there after midnight must not bear the day of Greenwich."""

from __future__ import annotations

import datetime
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    D = TypeVar("D", bound=DataclassInstance)


def in_zone(told: D, zone: datetime.tzinfo) -> D:
    """The same with its instants by the clock of `zone`; days stay days."""
    changed: dict[str, Any] = {
        one.name: at.astimezone(zone)
        for one in fields(told)
        if isinstance(at := getattr(told, one.name), datetime.datetime)
    }
    return replace(told, **changed)
