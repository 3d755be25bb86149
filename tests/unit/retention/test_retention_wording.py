"""Printed terms: all wordings of the two realistic plans, the wordings of the sector list, refusals, round trips."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.errors import TermContradictory, TermNotUnderstood
from retention.term import WAITING, Qualifier, Term, Trigger
from retention.wording import parse_term, print_term

# Every retention text of the two realistic file plans (a cadet school, a medical college).
_PLANS: list[tuple[str, dict[str, Any]]] = [
    ("Постоянно", {"permanent": True, "trigger": Trigger.NONE}),
    ("1 год", {"years": 1}),
    ("2 года", {"years": 2}),
    ("3 года", {"years": 3}),
    ("5 лет", {"years": 5}),
    ("25 лет", {"years": 25}),
    ("50 лет", {"years": 50}),
    ("75 лет", {"years": 75}),
    ("5 лет ЭПК", {"years": 5, "epk": True}),
    ("50/75 лет", {"years": 50, "years_before_2003": 75}),
    ("50/75 лет ЭПК", {"years": 50, "years_before_2003": 75, "epk": True}),
    (
        "50/75 лет (в составе личного дела)",
        {"years": 50, "years_before_2003": 75, "qualifier": Qualifier.IN_PERSONAL_FILE},
    ),
    ("3 года после истечения срока согласия или отзыва", {"years": 3, "trigger": Trigger.CONSENT_END}),
    ("5 лет ЭПК после замены новыми", {"years": 5, "epk": True, "trigger": Trigger.REPLACED}),
    ("3 года после выбытия", {"years": 3, "trigger": Trigger.AFTER_LEAVING}),
    ("3 года после выбытия или окончания", {"years": 3, "trigger": Trigger.AFTER_LEAVING}),
    ("3 года после возвращения дел", {"years": 3, "trigger": Trigger.AFTER_RETURN}),
    ("3 года с момента уничтожения", {"years": 3, "trigger": Trigger.EVENT_DATE}),
    ("До востребования, не менее 50 лет", {"floor": 50, "trigger": Trigger.UNCLAIMED}),
    ("1 учебный год", {"years": 1, "trigger": Trigger.SCHOOL_YEAR_END}),
    ("До минования надобности", {"trigger": Trigger.NO_LONGER_NEEDED}),
    (
        "До минования надобности, выдаётся владельцу",
        {"trigger": Trigger.NO_LONGER_NEEDED, "qualifier": Qualifier.TO_OWNER},
    ),
    (
        "До минования надобности, выдаётся владельцу при выбытии",
        {"trigger": Trigger.NO_LONGER_NEEDED, "qualifier": Qualifier.TO_OWNER_ON_LEAVING},
    ),
]
_OTHERS: list[tuple[str, dict[str, Any]]] = [
    ("ДМН", {"trigger": Trigger.NO_LONGER_NEEDED}),
    ("ДМН, но не менее 3 лет", {"trigger": Trigger.NO_LONGER_NEEDED, "floor": 3}),
    ("До замены новыми", {"trigger": Trigger.REPLACED}),
    ("1 год после замены новым", {"years": 1, "trigger": Trigger.REPLACED}),
    ("3 г. после отчисления", {"years": 3, "trigger": Trigger.AFTER_LEAVING}),
    ("50 / 75 л. эпк", {"years": 50, "years_before_2003": 75, "epk": True}),
    ("  5   ЛЕТ,  эпк ", {"years": 5, "epk": True}),
    ("3 года после отзыва согласия", {"years": 3, "trigger": Trigger.CONSENT_END}),
    ("25 лет после изъятия", {"years": 25, "trigger": Trigger.AFTER_EXTRACTION}),
    ("50 лет после последней записи", {"years": 50, "trigger": Trigger.BOOK_END}),
    ("До востребования, не менее 1 года", {"floor": 1, "trigger": Trigger.UNCLAIMED}),
    ("5 лет.", {"years": 5}),
]


@pytest.mark.parametrize(("text", "fields"), _PLANS + _OTHERS)
def test_a_printed_term_is_understood(text: str, fields: dict[str, Any]) -> None:
    term = parse_term(text)
    assert term == Term(**fields)
    assert term.printed == text


@pytest.mark.parametrize("text", [text for text, _ in _PLANS if text != "3 года после выбытия или окончания"])
def test_the_plans_use_the_canonical_wording(text: str) -> None:
    assert print_term(parse_term(text)) == text


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("", ""),
        ("  ", ""),
        ("5", "5"),
        ("лет 5", "лет 5"),
        ("5 лет до ликвидации", "до ликвидации"),
        ("5 лет ЭПК (1)", "(1)"),
        ("5 лет 3 года", "3 года"),
        ("5 лет ЭПК эпк", "эпк"),
        ("5 летний", "5 летний"),
        ("1000 лет", "1000 лет"),
        ("-5 лет", "-5 лет"),
        ("3 года после дождичка", "после дождичка"),
        ("50/75/100 лет", "50/75/100 лет"),
        ("Постоянно, до замены новыми", "до замены новыми"),
    ],
)
def test_what_is_not_understood_is_named(text: str, piece: str) -> None:
    with pytest.raises(TermNotUnderstood) as refused:
        parse_term(text)
    assert refused.value.code == "term_not_understood"
    assert refused.value.params == {"text": text, "piece": piece}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Постоянно ЭПК", "permanent_with_more"),
        ("Постоянно 5 лет", "permanent_with_more"),
        ("ЭПК", "no_years"),
        ("после выбытия", "no_years"),
        ("0 лет", "years_out_of_range"),
        ("75/50 лет", "alternative_not_longer"),
        ("5 лет до минования надобности", "years_with_waiting"),
        ("До востребования", "floor_missing"),
        ("5 лет, не менее 3 лет", "floor_without_waiting"),
    ],
)
def test_what_contradicts_itself_is_refused(text: str, reason: str) -> None:
    with pytest.raises(TermContradictory) as refused:
        parse_term(text)
    assert refused.value.params == {"reason": reason, "text": text}


@given(st.text(alphabet="0123456789/ летгодаэпкпостянвмиу,()№", max_size=40))
def test_any_text_is_understood_or_refused(text: str) -> None:
    term = _understood(text)
    assert term is None or parse_term(print_term(term)) == term


def _understood(text: str) -> Term | None:
    """None when refused by one of the two errors; any other exception fails the test."""
    try:
        return parse_term(text)
    except (TermNotUnderstood, TermContradictory):
        return None


_YEARS = st.integers(1, 999)
_EPK = st.booleans()
_QUALIFIERS = st.none() | st.sampled_from(Qualifier)
_COUNTED = [*(set(Trigger) - {Trigger.NONE, Trigger.UNCLAIMED, Trigger.NO_LONGER_NEEDED}), None]
_terms = st.one_of(
    st.just(Term(permanent=True, trigger=Trigger.NONE)),
    st.builds(Term, years=_YEARS, epk=_EPK, trigger=st.sampled_from(_COUNTED), qualifier=_QUALIFIERS),
    st.builds(
        lambda years, longer, epk, trigger, qualifier: Term(
            years=years, years_before_2003=years + longer, epk=epk, trigger=trigger, qualifier=qualifier
        ),
        st.integers(1, 500),
        st.integers(1, 499),
        _EPK,
        st.sampled_from([trigger for trigger in _COUNTED if trigger is not Trigger.SCHOOL_YEAR_END]),
        _QUALIFIERS,
    ),
    st.builds(Term, epk=_EPK, trigger=st.just(Trigger.REPLACED), qualifier=_QUALIFIERS),
    st.builds(Term, epk=_EPK, trigger=st.just(Trigger.UNCLAIMED), floor=_YEARS, qualifier=_QUALIFIERS),
    st.builds(
        Term, epk=_EPK, trigger=st.just(Trigger.NO_LONGER_NEEDED), floor=st.none() | _YEARS, qualifier=_QUALIFIERS
    ),
)


@given(_terms)
def test_what_is_printed_reads_back(term: Term) -> None:
    assert parse_term(print_term(term)) == term


@given(
    years=st.none() | st.integers(-1, 1000),
    alternative=st.none() | st.integers(-1, 1000),
    permanent=st.booleans(),
    trigger=st.none() | st.sampled_from(Trigger),
    floor=st.none() | st.integers(-1, 1000),
)
def test_every_term_that_may_exist_can_be_printed_and_read(
    years: int | None, alternative: int | None, *, permanent: bool, trigger: Trigger | None, floor: int | None
) -> None:
    try:
        term = Term(years=years, years_before_2003=alternative, permanent=permanent, trigger=trigger, floor=floor)
    except TermContradictory:
        return
    assert parse_term(print_term(term)) == term
    assert permanent or years or trigger in WAITING


@pytest.mark.parametrize(
    ("years", "printed"),
    [
        (1, "1 год"),
        (2, "2 года"),
        (4, "4 года"),
        (5, "5 лет"),
        (11, "11 лет"),
        (12, "12 лет"),
        (21, "21 год"),
        (104, "104 года"),
        (111, "111 лет"),
    ],
)
def test_years_agree_with_their_number(years: int, printed: str) -> None:
    assert print_term(Term(years=years)) == printed
