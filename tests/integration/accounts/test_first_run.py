"""The first run: only by the link, once, all or nothing, and nobody slips in beside it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from archive_app.auth.actor import load_actor
from archive_app.db.models import Act, AuditEvent, FilePlan, Fonds, Setting, User
from archive_app.errors import ArchiveError
from archive_app.services.accounts.directory import LoginNotUnderstood, LoginTaken, add_account
from archive_app.services.accounts.invitations import InvitationVoid, accept_invitation, invite, invited
from archive_app.services.accounts.password_rules import PasswordTooShort
from archive_app.services.accounts.signing_in import check_password
from archive_app.services.fileplans import BadYear, PlanRefused
from archive_app.services.first_run import answers, starting_plans
from archive_app.services.first_run.draft import keep_answer, load_draft
from archive_app.services.first_run.finishing import SetUpIncomplete, finish
from archive_app.services.first_run.link import SetUpOver, check_key, first_run_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive_app.services.accounts.ground import Ground

WISH = "сиреневый трактор 7"
LOGIN = "соколова"


def test_the_latest_link_is_good_until_the_set_up_is_finished(ground: Ground) -> None:
    former, key = _key(ground), _key(ground)
    check_key(ground, key)
    for wrong in (former, "", "x", key + "x"):
        with pytest.raises(SetUpOver):
            check_key(ground, wrong)
    _answer(ground)
    finish(ground, key)
    assert first_run_path(ground) is None
    for ended in (lambda: check_key(ground, key), lambda: finish(ground, key)):
        with pytest.raises((SetUpOver, SetUpIncomplete)):
            ended()


def test_nothing_is_written_before_the_end_and_all_of_it_then(ground: Ground) -> None:
    key = _key(ground)
    _answer(ground)
    with ground.reading() as session:
        assert session.scalar(select(func.count()).select_from(User)) == 0
        assert session.scalar(select(func.count()).select_from(Fonds)) == 0
        assert not [kept for kept in session.scalars(select(Setting.value)) if WISH in kept]
    finished = finish(ground, key)
    with ground.reading() as session:
        fonds = session.scalars(select(Fonds)).one()
        assert (fonds.number, fonds.name, fonds.short_name) == ("Р-17", "Школа № 17", "СОШ 17")
        assert session.scalars(select(FilePlan.year)).all() == [2026]
        told = set(session.scalars(select(AuditEvent.action).where(AuditEvent.actor == LOGIN)))
        person = load_actor(session, LOGIN)
    assert {"fonds:record:add", "user:password:change", "user:duty:give", "file_plan:table:import"} <= told
    assert person.may(Act.ACCOUNTS)
    assert person.may(Act.SEE)
    assert check_password(ground, LOGIN, WISH, "10.0.0.1") == finished.user_id
    assert load_draft(ground).administrator is None


def test_of_several_at_the_same_time_one_finishes(ground: Ground) -> None:
    key = _key(ground)
    _answer(ground)

    def one(_: int) -> bool:
        try:
            finish(ground, key)
        except ArchiveError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(one, range(4))) == 1
    with ground.reading() as session:
        assert session.scalar(select(func.count()).select_from(User)) == 1


def test_the_account_of_the_command_line_becomes_the_administrator_and_its_link_is_void(ground: Ground) -> None:
    number = add_account(ground, "администратор", "Администратор", by="system")
    former = invite(ground, number, by="system")
    key = _key(ground)
    _answer(ground)
    assert finish(ground, key).user_id == number
    with pytest.raises(InvitationVoid):
        invited(ground, former.key)


def test_whoever_signs_in_by_an_invitation_ends_the_set_up(ground: Ground) -> None:
    number = add_account(ground, "зайцев", "Зайцев Олег", by="system")
    key = _key(ground)
    _answer(ground)
    accept_invitation(ground, invite(ground, number, by="system").key, WISH)
    with pytest.raises(SetUpOver):
        finish(ground, key)
    with ground.reading() as session:
        assert session.scalars(select(User.login)).all() == ["зайцев"]


def test_an_administrator_beside_an_archivist_reads_no_documents(ground: Ground) -> None:
    key = _key(ground)
    _answer(ground)
    keep_answer(ground, archivist=answers.archivist(ground, LOGIN, same=False, name="Белова Ида", login="белова"))
    link = finish(ground, key).invitation
    assert link is not None
    with ground.reading() as session:
        administrator, archivist = load_actor(session, LOGIN), load_actor(session, "белова")
    assert not administrator.may(Act.SEE)
    assert archivist.may(Act.SEE)
    assert not archivist.may(Act.ACCOUNTS)
    assert invited(ground, link.key).login == "белова"


def test_a_set_up_with_an_open_question_is_not_finished(ground: Ground) -> None:
    key = _key(ground)
    keep_answer(ground, organisation=answers.organisation("Школа", "", "1"))
    with pytest.raises(SetUpIncomplete):
        finish(ground, key)
    check_key(ground, key)  # and may be gone on with


def _administrator(ground: Ground, login: str, password: str = WISH, again: str = WISH) -> object:
    return answers.administrator(ground, "Соколова Мария", login, password, again, second_factor=False)


BAD: dict[str, tuple[type[ArchiveError], Callable[[Ground], object]]] = {
    "no name": (answers.NameMissing, lambda _: answers.organisation("  ", "", "1")),
    "long name": (answers.NameMissing, lambda _: answers.organisation("ш" * 301, "", "1")),
    "number": (answers.FondsNumberWrong, lambda _: answers.organisation("Школа", "", "№ <1>")),
    "login": (LoginNotUnderstood, lambda ground: _administrator(ground, "мария игоревна")),
    "short": (PasswordTooShort, lambda ground: _administrator(ground, LOGIN, "коротко", "коротко")),
    "twice": (answers.PasswordsDiffer, lambda ground: _administrator(ground, LOGIN, WISH, WISH + "8")),
    "shared": (answers.SameLogin, lambda g: answers.archivist(g, LOGIN, same=False, name="Белова", login=LOGIN)),
    "year": (BadYear, lambda _: starting_plans.shipped("school", 26)),
    "far year": (starting_plans.BadStartingYear, lambda _: starting_plans.require_near(1899, 2026)),
    "table": (PlanRefused, lambda _: starting_plans.own("план.csv", b"", 2026)),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_not_understood_is_refused(ground: Ground, case: str) -> None:
    error, answered = BAD[case]
    with pytest.raises(error):
        answered(ground)


def test_a_login_of_somebody_else_is_taken(ground: Ground) -> None:
    add_account(ground, "первый", "Первый", by="system")
    add_account(ground, "второй", "Второй", by="system")
    assert _administrator(ground, "первый")
    with pytest.raises(LoginTaken):
        _administrator(ground, "второй")


def _key(ground: Ground) -> str:
    path = first_run_path(ground)
    assert path is not None
    return path.partition("key=")[2]


def _answer(ground: Ground) -> None:
    keep_answer(ground, organisation=answers.organisation(" Школа  № 17 ", "СОШ 17", "Р-17"))
    keep_answer(
        ground,
        administrator=answers.administrator(ground, "Соколова Мария", LOGIN, WISH, WISH, second_factor=False),
        archivist=answers.archivist(ground, LOGIN, same=True, name="", login=""),
        plan=starting_plans.shipped("school", 2026),
    )
