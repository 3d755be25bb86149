"""What a right covers: kinds, units, groups, own records, confidentiality; and nothing by default."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.auth.actor import Actor, Opened
from archive_app.auth.grants import TOP_CONFIDENTIALITY, Book, Grant, scopes_within
from archive_app.db.models import Act, Reach, Scope

KINDS = ["order", "class_journal", "certificate"]
NUMBERS = st.none() | st.integers(1, 3)
SCOPES = st.builds(
    Scope,
    kind=st.sampled_from(KINDS),
    unit_id=NUMBERS,
    group_id=NUMBERS,
    person_id=st.none(),
    confidentiality=st.integers(0, TOP_CONFIDENTIALITY),
) | st.builds(
    Scope,
    kind=st.sampled_from(KINDS),
    person_id=st.integers(1, 3),
    confidentiality=st.integers(0, TOP_CONFIDENTIALITY),
)
GRANTS = st.builds(
    Grant,
    role=st.just("role"),
    act=st.sampled_from([Act.SEE, Act.FILE]),
    kind=st.none() | st.sampled_from(KINDS),
    reach=st.sampled_from(list(Reach)),
    max_confidentiality=st.integers(0, TOP_CONFIDENTIALITY),
    unit_id=NUMBERS,
    group_id=NUMBERS,
    person_id=NUMBERS,
)


def _actor(*grants: Grant, opened: tuple[Opened, ...] = ()) -> Actor:
    return Actor(1, "x", "X", grants=grants, opened=opened)


@given(GRANTS, SCOPES)
def test_a_right_covers_only_what_it_says(right: Grant, scope: Scope) -> None:
    if not right.covers(scope):
        return
    assert right.kind in {None, scope.kind}
    assert scope.confidentiality <= right.max_confidentiality
    measured = {Reach.UNIT: (right.unit_id, scope.unit_id), Reach.GROUP: (right.group_id, scope.group_id)}
    if right.reach in measured:
        wanted, has = measured[right.reach]
        assert wanted is not None
        assert wanted == has
    assert (right.reach is Reach.OWN) == (scope.person_id is not None)
    if scope.person_id is not None:
        assert scope.person_id == right.person_id


@given(st.lists(GRANTS, max_size=4), st.lists(SCOPES, max_size=8))
def test_rights_add_up_and_never_take_away(rights: list[Grant], scopes: list[Scope]) -> None:
    numbered = Book(tuple(enumerate(scopes)))
    together = scopes_within(rights, Act.SEE, numbered)
    one_by_one = [scopes_within([right], Act.SEE, numbered) for right in rights]
    assert together == frozenset().union(*one_by_one)
    by_one = {
        at for at, scope in numbered.scopes if any(right.act is Act.SEE and right.covers(scope) for right in rights)
    }
    assert together == by_one


@settings(deadline=None)  # the first call compiles, on a busy machine for long
@given(st.lists(GRANTS, max_size=4), st.lists(SCOPES, max_size=8))
def test_unfiled_documents_are_for_those_who_may_file_them(rights: list[Grant], scopes: list[Scope]) -> None:
    unfiled = Book(tuple(enumerate(replace(scope, unfiled=True) for scope in scopes)))
    filing = scopes_within(rights, Act.FILE, unfiled)
    assert scopes_within(rights, Act.SEE, unfiled) == filing & scopes_within(
        rights, Act.SEE, Book(tuple(enumerate(scopes)))
    )
    assert filing == {at for at, scope in unfiled.scopes if _actor(*rights).may_in(Act.FILE, scope)}


@given(SCOPES)
def test_nobody_sees_anything_by_default(scope: Scope) -> None:
    nobody = _actor()
    assert not nobody.may(Act.SEE)
    assert not nobody.may_in(Act.SEE, scope)
    assert nobody.within(Act.SEE).scopes == frozenset()
    assert not nobody.within(Act.SEE).everything


def test_a_token_gives_no_more_than_its_acts_and_no_more_than_its_owner() -> None:
    owner = _actor(Grant("director", Act.SEE, None, Reach.ALL, TOP_CONFIDENTIALITY))
    assert owner.limited({Act.SEE}).within(Act.SEE).everything
    assert not owner.limited({Act.FILE}).may(Act.SEE)
    assert not owner.limited({Act.FILE}).within(Act.SEE).everything
    assert not owner.limited({Act.AUDIT}).may(Act.AUDIT)


def test_an_opened_document_is_seen_and_taken_away_only_if_that_was_said() -> None:
    person = _actor(opened=(Opened(7, None, download=False), Opened(None, 9, download=True)))
    assert person.within(Act.SEE).documents == {7}
    assert person.within(Act.SEE).case_files == {9}
    assert person.within(Act.DOWNLOAD).documents == frozenset()
    assert person.within(Act.DOWNLOAD).case_files == {9}
    assert not person.may(Act.CHANGE)


def test_a_duty_without_a_unit_reaches_no_document_without_a_unit() -> None:
    right = Grant("secretary", Act.SEE, None, Reach.UNIT, 5)
    assert not right.covers(Scope("order"))
