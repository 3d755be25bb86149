"""The mapping of groups to roles: what is understood, what is refused, which groups are meant."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.directory_roles import GroupRole, read_roles

DN = "cn=Teachers,ou=Groups,dc=school,dc=test"


def test_the_text_and_the_table_say_the_same() -> None:
    said = read_roles("cn=teachers=teacher; tutors=curator@group:1-А ;lab=teacher@unit:Отделение@group:2-Б;")
    table = {"cn=teachers": "teacher", "tutors": ["curator@group:1-А"], "lab": "teacher@unit:Отделение@group:2-Б"}
    assert said == read_roles(table)
    assert said == (
        GroupRole("cn=teachers", "teacher"),
        GroupRole("tutors", "curator", None, "1-А"),
        GroupRole("lab", "teacher", "Отделение", "2-Б"),
    )


def test_a_group_may_give_several_roles_and_none_twice() -> None:
    assert len(read_roles("a=teacher; a=archivist; a=teacher")) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        "teachers",
        "=teacher",
        "a=",
        "a=b@",
        "a=b@group:",
        "a=b@year:1",
        "a=b@unit:x@unit:y",
        {"a": 1},
        {"": "teacher"},
        7,
    ],
)
def test_what_is_not_understood_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match="нуж"):
        read_roles(wrong)


@pytest.mark.parametrize("named", ["teachers", "cn=teachers", "CN = Teachers", DN, DN.upper(), DN.replace(",", " , ")])
def test_a_distinguished_name_is_meant_by_its_whole_its_first_part_or_that_parts_value(named: str) -> None:
    assert GroupRole(named, "teacher").is_given_by([DN])


@pytest.mark.parametrize(
    "named",
    ["teacher", "ou=groups", "groups", "cn=teachers,ou=groups", "cn=teachers,ou=others,dc=school,dc=test", "*", ""],
)
def test_no_other_group_is_meant(named: str) -> None:
    assert not GroupRole(named, "teacher").is_given_by([DN])


def test_an_escaped_comma_belongs_to_the_value() -> None:
    assert not GroupRole("cn=teachers", "teacher").is_given_by([r"cn=teachers\,guests,dc=school"])


@given(st.text(), st.lists(st.text()))
def test_a_group_is_met_by_its_own_name(name: str, others: list[str]) -> None:
    assert GroupRole(name, "teacher").is_given_by([*others, name])


@given(st.text(st.sampled_from("ab=;@ ,гgroup:unit\\")))
def test_whatever_is_read_names_a_group_and_a_role(text: str) -> None:
    with suppress(ValueError):
        assert all(line.group and line.role for line in read_roles(text))
