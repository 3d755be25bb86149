"""Rules: a trigger settled for a term, the outcome of class journals, and the snapshot that a case file keeps."""

import json

import pytest

from retention.errors import SnapshotUnreadable, TermContradictory, TriggerMismatch
from retention.extraction import outcome_of
from retention.term import COUNTED, Outcome, RetentionRule, Term, Trigger
from retention.wording import parse_term


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("5 лет", Trigger.FILE_CLOSE),
        ("5 лет", Trigger.BOOK_END),
        ("25 лет", Trigger.AFTER_EXTRACTION),
        ("50/75 лет (в составе личного дела)", Trigger.AFTER_LEAVING),
        ("Постоянно", Trigger.NONE),
        ("1 учебный год", Trigger.SCHOOL_YEAR_END),
    ],
)
def test_the_column_settles_what_the_text_leaves_open(text: str, trigger: Trigger) -> None:
    assert RetentionRule(parse_term(text), trigger).trigger is trigger


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("5 лет", Trigger.NONE, sorted(COUNTED)),
        ("5 лет", Trigger.UNCLAIMED, sorted(COUNTED)),
        ("5 лет", Trigger.SCHOOL_YEAR_END, sorted(COUNTED)),
        ("Постоянно", Trigger.FILE_CLOSE, ["none"]),
        ("3 года после выбытия", Trigger.FILE_CLOSE, ["after_leaving"]),
        ("ДМН", Trigger.FILE_CLOSE, ["no_longer_needed"]),
    ],
)
def test_a_trigger_that_the_term_cannot_have_is_refused(text: str, trigger: Trigger, expected: list[str]) -> None:
    with pytest.raises(TriggerMismatch) as refused:
        RetentionRule(parse_term(text), trigger)
    assert refused.value.params == {"text": text, "expected": expected, "found": str(trigger)}


@pytest.mark.parametrize(
    ("title", "note", "trigger", "outcome"),
    [
        ("Классные журналы (этап 1: журнал целиком)", "", Trigger.FILE_CLOSE, Outcome.EXTRACT),
        ("Журналы классов", "", Trigger.FILE_CLOSE, Outcome.EXTRACT),
        ("Журналы учёта", "по истечении изымаются сводные страницы", Trigger.FILE_CLOSE, Outcome.EXTRACT),
        ("Сводные данные, изъятые из классных журналов", "изъятые", Trigger.AFTER_EXTRACTION, Outcome.DESTROY),
        ("Журналы кружков и секций", "", Trigger.FILE_CLOSE, Outcome.DESTROY),
    ],
)
def test_class_journals_are_extracted_first(title: str, note: str, trigger: Trigger, outcome: Outcome) -> None:
    assert outcome_of(title, note, trigger) is outcome


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("50/75 лет ЭПК", Trigger.FILE_CLOSE),
        ("Постоянно", Trigger.NONE),
        ("До востребования, не менее 50 лет", Trigger.UNCLAIMED),
        ("До минования надобности, выдаётся владельцу", Trigger.NO_LONGER_NEEDED),
    ],
)
def test_a_snapshot_survives_json(text: str, trigger: Trigger) -> None:
    rule = RetentionRule(parse_term(text), trigger, article="236: ст. 434 а", outcome=Outcome.EXTRACT)
    back = RetentionRule.from_dict(json.loads(json.dumps(rule.to_dict())))
    assert back == rule
    assert back.term.printed == text


@pytest.mark.parametrize(
    "change", [{"trigger": "someday"}, {"outcome": "burn"}, {"years": "five"}, {"qualifier": "maybe"}]
)
def test_a_spoiled_snapshot_is_refused(change: dict[str, str]) -> None:
    snapshot = RetentionRule(Term(years=5), Trigger.FILE_CLOSE).to_dict() | change
    with pytest.raises(SnapshotUnreadable):
        RetentionRule.from_dict(snapshot)


def test_an_incomplete_snapshot_is_refused() -> None:
    snapshot = RetentionRule(Term(years=5), Trigger.FILE_CLOSE).to_dict()
    del snapshot["epk"]
    with pytest.raises(SnapshotUnreadable, match="epk"):
        RetentionRule.from_dict(snapshot)


def test_a_contradictory_snapshot_is_refused() -> None:
    snapshot = RetentionRule(Term(years=5), Trigger.FILE_CLOSE).to_dict() | {"permanent": True}
    with pytest.raises(TermContradictory):
        RetentionRule.from_dict(snapshot)
