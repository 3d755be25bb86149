"""Every position of both file plans: its verdict, or the named reason for none, reckoned by hand for each term.

A case file finished on 25.05.2011; where a term waits for an event, it happened on 30.06.2013. A record may go on
1 January of (Y + 1 + N): Y the year of the trigger, N the years.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from retention.fileplan import read_plan
from retention.term import Outcome, Trigger
from retention.verdict import Facts, verdict

FINISHED, HAPPENED, FAR = date(2011, 5, 25), date(2013, 6, 30), date(2300, 1, 1)
_CHECKOUT = Path(__file__).resolve().parents[3]
PLANS = [
    _CHECKOUT / "archive_app" / "starting_plans" / "school.csv",
    _CHECKOUT / "archive_app" / "starting_plans" / "college.csv",
    _CHECKOUT.parent / "shared" / "file_plans" / "school.csv",
    _CHECKOUT.parent / "shared" / "file_plans" / "college.csv",
]


class Expected(NamedTuple):
    """First reason and day without the event, and with it; "" where there is no day."""

    reason: str
    day: str
    reason_then: str
    day_then: str


def at_once(day: str) -> Expected:
    """The term runs from the closing: an event changes nothing."""
    return Expected("counted", day, "counted", day)


def waits(day: str) -> Expected:
    return Expected("event_missing", "", "counted", day)


IN_FILE = "50/75 лет (в составе личного дела)"
BY_HAND = {
    ("Постоянно", "none"): Expected("permanent", "", "permanent", ""),
    ("1 год", "file_close"): at_once("2013-01-01"),  # 2011 + 1 + 1
    ("2 года", "file_close"): at_once("2014-01-01"),
    ("3 года", "file_close"): at_once("2015-01-01"),
    ("3 года", "book_end"): at_once("2015-01-01"),
    ("5 лет", "file_close"): at_once("2017-01-01"),
    ("5 лет", "book_end"): at_once("2017-01-01"),
    ("5 лет ЭПК", "file_close"): at_once("2017-01-01"),
    ("25 лет", "file_close"): at_once("2037-01-01"),
    ("50 лет", "book_end"): at_once("2062-01-01"),
    ("50/75 лет", "file_close"): at_once("2062-01-01"),  # finished after 01.01.2003: 50
    ("50/75 лет", "book_end"): at_once("2062-01-01"),
    ("50/75 лет ЭПК", "file_close"): at_once("2062-01-01"),
    ("75 лет", "file_close"): at_once("2087-01-01"),
    ("75 лет", "book_end"): at_once("2087-01-01"),
    ("1 учебный год", "school_year_end"): at_once("2012-01-01"),  # ends on 31.08.2011, then the next 1 January
    ("50/75 лет", "after_leaving"): waits("2064-01-01"),  # 2013 + 1 + 50
    ("50/75 лет ЭПК", "after_leaving"): waits("2064-01-01"),
    (IN_FILE, "after_leaving"): waits("2064-01-01"),
    ("3 года после выбытия", "after_leaving"): waits("2017-01-01"),  # 2013 + 1 + 3
    ("3 года после выбытия или окончания", "after_leaving"): waits("2017-01-01"),
    ("3 года после возвращения дел", "after_return"): waits("2017-01-01"),
    ("3 года после истечения срока согласия или отзыва", "consent_end"): waits("2017-01-01"),
    ("3 года с момента уничтожения", "event_date"): waits("2017-01-01"),
    ("5 лет ЭПК после замены новыми", "replaced"): waits("2019-01-01"),
    ("25 лет", "after_extraction"): waits("2039-01-01"),
    # A person decides, and not within the first year: 01.01.(2011 + 1 + 1) = 01.01.2013 is before the decision.
    ("До минования надобности", "no_longer_needed"): Expected("decision_missing", "", "counted", "2013-06-30"),
    ("До минования надобности, выдаётся владельцу", "no_longer_needed"): Expected(
        "decision_missing", "", "counted", "2013-06-30"
    ),
    ("До минования надобности, выдаётся владельцу при выбытии", "no_longer_needed"): Expected(
        "decision_missing", "", "counted", "2013-06-30"
    ),
    # Not before 50 years, and never once the owner has it.
    ("До востребования, не менее 50 лет", "unclaimed"): Expected("floor", "2062-01-01", "handed_over", ""),
}
CONDITIONS = {
    "5 лет ЭПК": ["commission_decides"],
    "50/75 лет ЭПК": ["commission_decides"],
    "5 лет ЭПК после замены новыми": ["commission_decides"],
    "До минования надобности, выдаётся владельцу": ["hand_to_owner"],
    "До минования надобности, выдаётся владельцу при выбытии": ["hand_to_owner"],
}
"""What else must be done first, by term; of class journals the summary pages besides."""
EXTRACTED = {"school.csv": ["02-03"], "college.csv": []}
WAITING = dict.fromkeys(Trigger, HAPPENED)
COUNTS = {"school.csv": 45, "college.csv": 45}


@pytest.mark.parametrize("path", PLANS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_position_has_its_verdict_or_a_named_reason(path: Path) -> None:
    if not path.exists():
        pytest.skip("the realistic file plans do not lie beside this checkout (../shared/file_plans)")
    plan = read_plan(path.read_bytes())
    assert plan.problems == ()
    assert len(plan.items) == COUNTS[path.name]
    for item in plan.items:
        expected = BY_HAND[item.retention_text, item.rule.trigger.value]
        alone = verdict(Facts(FINISHED), item.rule, [], FAR)
        then = verdict(Facts(FINISHED, WAITING), item.rule, [], FAR)
        found = [alone.reasons[0].code, _day(alone.date), then.reasons[0].code, _day(then.date)]
        assert found == list(expected), (item.index, item.retention_text)
        extract = ["extract_first"] if item.index in EXTRACTED[path.name] else []
        codes = [reason.code for reason in alone.reasons]
        conditions = [code for code in codes if code in {"hand_to_owner", "extract_first", "commission_decides"}]
        assert conditions == extract + CONDITIONS.get(item.retention_text, []), item.index
        assert (item.rule.outcome is Outcome.EXTRACT) == bool(extract)
        assert alone.individual == ("ЭПК" in item.retention_text)


def test_no_term_of_the_table_is_without_a_position() -> None:
    terms = {
        (item.retention_text, item.rule.trigger.value)
        for path in PLANS
        if path.exists()
        for item in read_plan(path.read_bytes()).items
    }
    assert terms == BY_HAND.keys()


def test_what_was_finished_before_2003_is_kept_25_years_longer() -> None:
    """01.01.(2002 + 1 + 75) = 01.01.2078, whatever the trigger: of persons, the year in which they left."""
    found = {}
    for path in PLANS[:2]:
        for item in read_plan(path.read_bytes()).items:
            if item.rule.term.years_before_2003 is not None:
                events = {Trigger.AFTER_LEAVING: date(2002, 6, 30)}
                found[item.index, path.stem] = verdict(Facts(date(2002, 12, 31), events), item.rule, [], FAR).date
    assert len(found) == 13
    assert set(found.values()) == {date(2078, 1, 1)}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
