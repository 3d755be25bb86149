"""The smallest rows that a test of the metadata needs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from archive_app.db.models import (
    Blob,
    Carrier,
    CaseFile,
    Document,
    FilePlan,
    FilePlanItem,
    FilePlanStatus,
    Fonds,
    Volume,
)

AT = datetime(2026, 9, 1, 8, tzinfo=UTC)


def blob(digit: str = "a", **fields: Any) -> Blob:
    return Blob(**{"sha256": digit * 64, "size": 10, "media_type": "application/pdf", "created_at": AT} | fields)


def document(original: Blob, **fields: Any) -> Document:
    defaults = {
        "kind_code": "order",
        "title": "Приказ",
        "original": original,
        "original_name": "Приказ №1.pdf",
        "media_type": "application/pdf",
        "created_at": AT,
        "created_by": "user:clerk",
    }
    return Document(**defaults | fields)


def plan(year: int = 2026, *, number: str = "1", status: FilePlanStatus = FilePlanStatus.IN_FORCE) -> FilePlan:
    fonds = Fonds(number=number, name="Школа № 1")
    return FilePlan(fonds=fonds, year=year, status=status, created_at=AT)


def item(of: FilePlan, index: str = "02-05", **fields: Any) -> FilePlanItem:
    defaults = {
        "plan": of,
        "index": index,
        "title": "Классные журналы",
        "retention_text": "5 лет",
        "term": {"years": 5},
        "trigger": "file_close",
        "carrier": Carrier.BOTH,
        "position": 1,
    }
    return FilePlanItem(**defaults | fields)


def volume(of: FilePlanItem, year: int = 2026, number: int = 1, **fields: Any) -> Volume:
    case = CaseFile(
        **{
            "item": of,
            "year": year,
            "number": number,
            "title": of.title,
            "opened_on": date(year, 1, 1),
            "created_at": AT,
        }
        | fields
    )
    return Volume(case_file=case, number=1)
