"""Full names on a page: every case form of a known person's, and nobody else's."""

from __future__ import annotations

import pytest

from indexer.analysis import Analyzer
from indexer.persons import KnownName, PersonFinder

IVANOVA, SHCHEDRIN, ALIYEV, SEDYKH, TOLSTOY, ZYBTSOV, RARE, KIM, IVANOV, KRAVETS, ONE_S, OTHER_S = range(1, 13)
KNOWN = (
    KnownName(IVANOVA, "Иванова", "Мария", "Петровна"),
    KnownName(SHCHEDRIN, "Салтыков-Щедрин", "Михаил", "Евграфович"),
    KnownName(ALIYEV, "Алиев", "Аббас", "Мамед оглы"),
    KnownName(SEDYKH, "Седых", "Анна", "Ильинична"),
    KnownName(TOLSTOY, "Толстой", "Лев", "Николаевич"),
    KnownName(ZYBTSOV, "Зыбцов", "Пётр", "Фёдорович"),
    KnownName(RARE, "Вздружевская", "Юлия", "Олеговна"),
    KnownName(KIM, "Ким", "Вилен", None),
    KnownName(IVANOV, "Иванов", "Михаил", "Павлович"),
    KnownName(KRAVETS, "Кравец", "Ольга", "Львовна"),
    KnownName(ONE_S, "Сидорова", "Мария", "Петровна"),
    KnownName(OTHER_S, "Сидорова", "Анна", "Ивановна"),
)


@pytest.fixture(scope="module")
def finder() -> PersonFinder:
    return PersonFinder(Analyzer())


def _named(finder: PersonFinder, text: str, known: tuple[KnownName, ...] = KNOWN, *meant: int) -> set[int]:
    found = finder.mentions(text)
    keys = {key for mention in found for key in mention.keys}
    table = {key: names for key, names in finder.by_key(known).items() if key in keys}
    return set(finder.named(found, table, frozenset(meant)))


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Выдано Ивановой Марии Петровне, 2011 г.р.", IVANOVA),
        ("ИВАНОВОЙ\nМАРИИ\nПЕТРОВНЕ", IVANOVA),
        ("с Марией Петровной Ивановой", IVANOVA),
        ("М.П. Ивановой", IVANOVA),
        ("Ивановым М. П.", IVANOV),
        ("Салтыковым-Щедриным Михаилом Евграфовичем", SHCHEDRIN),
        ("Алиеву Аббасу Мамед оглы", ALIYEV),
        ("Аббаса Мамед оглы Алиева", ALIYEV),
        ("Седых Анне Ильиничне", SEDYKH),
        ("Толстого Льва Николаевича", TOLSTOY),
        ("Зыбцовым Петром Федоровичем", ZYBTSOV),
        ("Вздружевской Ю.О.", RARE),
        ("Ким Вилену выдан аттестат", KIM),
        ("Кравец Ольги Львовны", KRAVETS),
        ("Директор Мария Петровна Сидорова", ONE_S),
    ],
)
def test_a_full_name_in_any_case_is_the_persons(finder: PersonFinder, text: str, person: int) -> None:
    assert _named(finder, text) == {person}


@pytest.mark.parametrize(
    "text",
    [
        "Иванова М. П.",  # a woman in the nominative, or of a man in the genitive: two persons fit
        "Иванова Мария",  # not the full name
        "Ивановой Александре Петровне",
        "Иванов Мария Петровна",
        "Иванова, Мария Петровна",
        "Ким Вилен Иванович",
        "Кравец О.",
        "иванова мария петровна",
        "Иванова\n\nМария Петровна",
        "",
    ],
)
def test_anything_less_is_nobodys(finder: PersonFinder, text: str) -> None:
    assert _named(finder, text) == set()


def test_a_word_belongs_to_one_person(finder: PersonFinder) -> None:
    """In a list without commas the beginning says which comes first, surname or given name."""
    assert _named(finder, "Иванова Мария Петровна Сидорова Анна Ивановна") == {IVANOVA, OTHER_S}
    assert _named(finder, "Мария Петровна Сидорова Анна Ивановна Кузнецова") == {ONE_S}
    unknown = KNOWN[1:]
    assert _named(finder, "Иванова Мария Петровна Сидорова Анна Ивановна", unknown) == {OTHER_S}


def test_namesakes_are_not_guessed_unless_one_is_known_to_be_meant(finder: PersonFinder) -> None:
    twins = (KnownName(1, "Ершова", "Алла", "Юрьевна"), KnownName(2, "Ершова", "Алла", "Юрьевна"))
    assert _named(finder, "Ершовой Алле Юрьевне", twins) == set()
    assert _named(finder, "Ершовой Алле Юрьевне", twins, 2) == {2}


def test_initials_that_fit_a_person_of_unknown_patronymic_are_nobodys(finder: PersonFinder) -> None:
    both = (KnownName(1, "Ершова", "Алла", "Юрьевна"), KnownName(2, "Ершова", "Анна", None))
    assert _named(finder, "Ершова А. Ю.", both[:1]) == {1}
    assert _named(finder, "Ершова А. Ю.", both) == set()


def test_a_former_name_is_the_persons_too(finder: PersonFinder) -> None:
    history = (KnownName(7, "Зимина", "Юлия", "Сергеевна"), KnownName(7, "Соловьёва", "Юлия", "Сергеевна"))
    assert _named(finder, "Зиминой Юлии Сергеевны", history) == {7}
    assert _named(finder, "Соловьева Ю. С.", history) == {7}
