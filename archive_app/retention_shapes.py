"""What programs get of verdicts, on the command line and through the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archive_app.retention_words import reason_sentence

if TYPE_CHECKING:
    from archive_app.services.life.judging import Judged
    from retention.verdict import Verdict


def judged_shape(judged: Judged) -> dict[str, Any]:
    """What a program gets of a verdict on a case file."""
    return {
        "case_file_id": judged.case_file_id,
        "item": judged.index,
        "year": judged.year,
        "title": judged.title,
        "term": judged.rule.term.printed,
        "article": judged.rule.article,
        "finished_on": judged.finished_on,
        **verdict_shape(judged.verdict),
    }


def verdict_shape(found: Verdict) -> dict[str, Any]:
    """What a program gets of a verdict."""
    return {
        "status": found.status,
        "eligible_on": found.date,
        "arithmetic": found.arithmetic,
        "outcome": found.outcome,
        "individual": found.individual,
        "reasons": [
            {"code": reason.code, "params": dict(reason.params), "text": reason_sentence(reason)}
            for reason in found.reasons
        ],
    }
