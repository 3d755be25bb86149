"""Verdicts: the day, the reasons, holds that win, events that are missing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.term import Outcome, RetentionRule, Trigger
from retention.verdict import Facts, Hold, Status, Verdict, verdict
from retention.wording import parse_term

_FINISHED = date(2011, 5, 25)


def _rule(text: str, trigger: Trigger | None = None, outcome: Outcome = Outcome.DESTROY) -> RetentionRule:
    term = parse_term(text)
    return RetentionRule(term, trigger or term.trigger or Trigger.FILE_CLOSE, outcome=outcome)


def _codes(answer: Verdict) -> list[str]:
    return [reason.code for reason in answer.reasons]


def test_the_day_before_and_the_day_itself() -> None:
    facts, rule = Facts(_FINISHED), _rule("3 года")
    before = verdict(facts, rule, [], date(2014, 12, 31))
    assert (before.status, before.date) == (Status.NOT_BEFORE, date(2015, 1, 1))
    assert before.arithmetic == "01.01.(2011 + 1 + 3) = 01.01.2015"
    on_the_day = verdict(facts, rule, [], date(2015, 1, 1))
    assert on_the_day.status is Status.ELIGIBLE
    assert on_the_day.reasons[0].params == {"trigger": "file_close", "from_date": _FINISHED, "years": 3}


def test_permanent_is_never_eligible() -> None:
    answer = verdict(Facts(_FINISHED), _rule("Постоянно"), [], date(2999, 1, 1))
    assert (answer.status, answer.date, _codes(answer)) == (Status.NEVER, None, ["permanent"])


def test_an_open_case_file_has_no_date() -> None:
    answer = verdict(
        Facts(None, {Trigger.AFTER_LEAVING: _FINISHED}), _rule("3 года после выбытия"), [], date(2030, 1, 1)
    )
    assert (answer.status, answer.date, _codes(answer)) == (Status.NO_DATE, None, ["not_closed"])


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("3 года после выбытия", None),
        ("3 года после истечения срока согласия или отзыва", None),
        ("3 года после возвращения дел", None),
        ("3 года с момента уничтожения", None),
        ("5 лет ЭПК после замены новыми", None),
        ("До замены новыми", None),
        ("25 лет", Trigger.AFTER_EXTRACTION),
        ("50/75 лет", Trigger.AFTER_LEAVING),
    ],
)
def test_no_event_no_date_and_with_the_event_a_date(text: str, trigger: Trigger | None) -> None:
    rule = _rule(text, trigger)
    without = verdict(Facts(_FINISHED), rule, [], date(2500, 1, 1))
    assert (without.status, without.date) == (Status.NO_DATE, None)
    assert without.reasons[0].code == "event_missing"
    assert without.reasons[0].params == {"trigger": str(rule.trigger)}
    happened = date(2013, 2, 3)
    known = verdict(Facts(_FINISHED, {rule.trigger: happened}), rule, [], date(2500, 1, 1))
    assert known.status is Status.ELIGIBLE
    assert known.date == date(2014 + (rule.term.years or 0), 1, 1)


def test_books_count_from_their_last_entry() -> None:
    answer = verdict(Facts(date(2010, 12, 30)), _rule("50 лет", Trigger.BOOK_END), [], date(2026, 1, 1))
    assert answer.date == date(2061, 1, 1)


def test_finished_before_2003_is_kept_longer_and_says_so() -> None:
    older = verdict(Facts(date(2002, 12, 31)), _rule("50/75 лет"), [], date(2026, 1, 1))
    newer = verdict(Facts(date(2003, 1, 1)), _rule("50/75 лет"), [], date(2026, 1, 1))
    assert (older.date, _codes(older)) == (date(2078, 1, 1), ["counted", "finished_before_2003"])
    assert (newer.date, _codes(newer)) == (date(2054, 1, 1), ["counted"])


def test_unclaimed_waits_for_its_floor_and_is_gone_once_handed_over() -> None:
    rule = _rule("До востребования, не менее 50 лет")
    assert verdict(Facts(_FINISHED), rule, [], date(2026, 1, 1)).date == date(2062, 1, 1)
    given_out = verdict(Facts(_FINISHED, {Trigger.UNCLAIMED: date(2020, 3, 1)}), rule, [], date(2070, 1, 1))
    assert (given_out.status, _codes(given_out)) == (Status.NEVER, ["handed_over"])


def test_no_longer_needed_is_decided_by_a_person_and_not_within_a_year() -> None:
    rule = _rule("До минования надобности, выдаётся владельцу")
    undecided = verdict(Facts(_FINISHED), rule, [], date(2026, 1, 1))
    assert undecided.status is Status.NO_DATE
    assert undecided.reasons[0].params == {"not_before": date(2013, 1, 1)}
    early = verdict(Facts(_FINISHED, {Trigger.NO_LONGER_NEEDED: date(2011, 6, 1)}), rule, [], date(2026, 1, 1))
    late = verdict(Facts(_FINISHED, {Trigger.NO_LONGER_NEEDED: date(2020, 6, 1)}), rule, [], date(2026, 1, 1))
    assert (early.date, late.date) == (date(2013, 1, 1), date(2020, 6, 1))
    assert _codes(late) == ["counted", "hand_to_owner"]


def test_a_printed_floor_of_dmn_is_kept() -> None:
    decided = {Trigger.NO_LONGER_NEEDED: date(2011, 6, 1)}
    answer = verdict(Facts(_FINISHED, decided), _rule("ДМН, но не менее 3 лет"), [], date(2026, 1, 1))
    assert answer.date == date(2015, 1, 1)


def test_epk_asks_for_a_decision_on_each_file() -> None:
    answer = verdict(Facts(_FINISHED), _rule("5 лет ЭПК"), [], date(2026, 1, 1))
    assert (answer.status, answer.individual, _codes(answer)) == (
        Status.ELIGIBLE,
        True,
        ["counted", "commission_decides"],
    )


def test_a_class_journal_is_extracted_first() -> None:
    answer = verdict(Facts(_FINISHED), _rule("5 лет", outcome=Outcome.EXTRACT), [], date(2026, 1, 1))
    assert answer.outcome is Outcome.EXTRACT
    assert _codes(answer) == ["counted", "extract_first"]


def test_a_hold_wins_while_it_is_in_force() -> None:
    facts, rule = Facts(_FINISHED), _rule("3 года")
    hold = Hold("суд № 2-118/2015", date(2015, 3, 1), date(2016, 3, 1))
    statuses = [verdict(facts, rule, [hold], day).status for day in (date(2015, 2, 28), date(2015, 3, 1))]
    assert statuses == [Status.ELIGIBLE, Status.HELD]
    held = verdict(facts, rule, [hold], date(2016, 3, 1))
    assert (held.status, held.date) == (Status.HELD, date(2015, 1, 1))
    assert held.reasons[-1].params == {"reference": hold.reference, "since": hold.since, "until": hold.until}
    assert verdict(facts, rule, [hold], date(2016, 3, 2)).status is Status.ELIGIBLE
    assert verdict(facts, rule, [Hold("проверка", date(2010, 1, 1))], date(2014, 1, 1)).status is Status.NOT_BEFORE


_TEXTS = ["3 года", "50/75 лет ЭПК", "Постоянно", "ДМН", "До востребования, не менее 50 лет", "3 года после выбытия"]
_DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@given(
    finished=st.none() | _DAYS,
    events=st.dictionaries(st.sampled_from(Trigger), _DAYS, max_size=4),
    text=st.sampled_from(_TEXTS),
    on=_DAYS,
    since=st.none() | _DAYS,
)
def test_eligible_means_closed_due_and_free(
    finished: date | None, events: dict[Trigger, date], text: str, on: date, since: date | None
) -> None:
    holds = [] if since is None else [Hold("запрет", since)]
    answer = verdict(Facts(finished, events), _rule(text), holds, on)
    assert answer.reasons
    assert (answer.date is None) == (answer.status in {Status.NO_DATE, Status.NEVER})
    if answer.status is Status.ELIGIBLE:
        assert finished is not None
        assert answer.date is not None
        assert answer.date <= on
        assert since is None or on < since
        day_before = verdict(Facts(finished, events), _rule(text), holds, answer.date - timedelta(days=1))
        assert day_before.status is Status.NOT_BEFORE
