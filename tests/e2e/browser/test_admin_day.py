"""An administrator's day: a person is invited, comes in, gets a duty, is blocked; a kind with a field; failed work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from archive_app.db.models import Job, JobState
from tests.e2e.browser.conftest import visit_in
from tests.fixtures.signing_in import PASSWORD, new_account

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.e2e.browser.conftest import Served, Visit


@pytest.mark.parametrize("width", [1440, 390])
def test_a_person_is_invited_comes_in_and_is_blocked(browser: Browser, served: Served, width: int) -> None:
    name, login = f"Осипова Лидия {width}", f"осипова{width}"
    with browser.new_context(viewport={"width": width, "height": 844}, locale="ru-RU") as context:
        visit = visit_in(context, served)
        page = visit.page
        visit.enter()
        visit.go("/admin")
        page.get_by_role("link", name="Пользователи").first.click()
        page.get_by_role("link", name="Пригласить").click()
        page.get_by_label("Фамилия, имя, отчество").fill(name)
        page.get_by_label("Логин").fill(login)
        page.get_by_label("Адрес почты").fill("lidia@school")
        page.get_by_role("button", name="Открыть учётную запись и пригласить").click()
        expect(page.get_by_role("alert")).to_contain_text("не адрес почты")
        assert page.get_by_label("Фамилия, имя, отчество").input_value() == name
        page.get_by_label("Адрес почты").fill("")
        page.get_by_role("button", name="Открыть учётную запись и пригласить").click()
        address = page.locator("#invitation-address").inner_text()
        with browser.new_context(locale="ru-RU") as other:
            guest = visit_in(other, served)
            guest.page.goto(address)
            guest.page.get_by_label("Новый пароль").fill(PASSWORD)
            guest.page.get_by_label("Ещё раз").fill(PASSWORD)
            guest.page.get_by_role("button", name="Сохранить и войти").click()
            expect(guest.page.get_by_role("link", name=name)).to_be_visible()
            assert guest.page.goto(f"{served.address}/admin/users").status == 403  # type: ignore[union-attr]
            visit.go(f"/admin/users/{login}")
            page.get_by_text("Назначить обязанность", exact=True).click()
            page.get_by_label("Роль").select_option(label="Делопроизводитель")
            page.get_by_role("button", name="Назначить").click()
            expect(page.get_by_role("region", name="Обязанности")).to_contain_text("Делопроизводитель")
            page.get_by_text("Заблокировать учётную запись", exact=True).click()
            page.get_by_role("button", name="Заблокировать").click()
            expect(page.get_by_text("заблокирована", exact=False).first).to_be_visible()
            assert guest.page.goto(f"{served.address}/account").status == 401  # type: ignore[union-attr]
    assert [said for said in visit.complaints if "status of 4" not in said] == []


def test_a_kind_gets_a_field_that_filing_knows(visit: Visit, served: Served) -> None:
    visit.enter()
    visit.go("/admin/kinds")
    page = visit.page
    page.get_by_label("Название").fill("Ведомость ГЭК")
    page.get_by_role("button", name="Добавить").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ведомость ГЭК")
    page.get_by_label("Название").first.fill("Форма экзамена")
    page.get_by_label("Что в нём").select_option(label="выбор из списка")
    page.get_by_role("button", name="Добавить поле").click()
    expect(page.get_by_role("alert")).to_contain_text("хотя бы два варианта")
    assert page.get_by_label("Название").first.input_value() == "Форма экзамена"
    choices = "\n".join(f"форма {number}" for number in range(101))
    page.get_by_label("Варианты").fill(choices)
    page.get_by_role("button", name="Добавить поле").click()
    expect(page.get_by_role("alert")).to_contain_text("«Варианты»: пришло 101, а за один раз принимается не больше 100")
    assert page.get_by_label("Варианты").input_value() == choices
    page.get_by_label("Варианты").fill("устный\nписьменный")
    page.get_by_role("button", name="Добавить поле").click()
    expect(page.locator(".fields")).to_contain_text("выбор из списка")
    page.locator(".fields summary").click()
    again = page.locator(".fields form.long-form")
    again.get_by_label("Название").evaluate(
        "field => { field.removeAttribute('maxlength'); field.value = 'ф'.repeat(201) }"
    )
    again.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("alert")).to_contain_text("«Название» — знаков 201, а помещается 200. Сократите.")
    assert again.get_by_label("Название").input_value() == "ф" * 201
    page.get_by_label("Заполняет").fill("Секретарь ГЭК")
    page.get_by_label("Статья номенклатуры").select_option(index=1)
    page.get_by_role("button", name="Сохранить").first.click()
    expect(page.get_by_label("Заполняет")).to_have_value("Секретарь ГЭК")
    assert served.archive.administration.kinds.one("vedomost_gek").item
    fields = served.archive.administration.kinds.form.fields("vedomost_gek")
    assert [(field.title, field.choices) for field in fields] == [("Форма экзамена", ("устный", "письменный"))]


def test_failed_work_is_explained_and_starts_anew(visit: Visit, served: Served) -> None:
    now = served.archive.clock()
    with served.archive.sessions.begin() as session:
        known = {"attempts": 5, "max_attempts": 5, "run_after": now, "created_at": now, "finished_at": now}
        for _ in range(2):
            session.add(Job(kind="sweep", state=JobState.DEAD, last_error_code="memory", **known))
    visit.enter()
    visit.go("/admin")
    expect(visit.page.get_by_text("не удал", exact=False).first).to_be_visible()
    visit.page.get_by_role("link", name="Посмотреть причины").click()
    expect(visit.page.get_by_role("region", name="Задания")).to_contain_text("не хватило памяти")
    visit.page.get_by_role("button", name="Повторить все").click()
    expect(visit.page.get_by_role("status")).to_contain_text("2 задания запущены снова")
    expect(visit.page.get_by_text("Все задания выполнены")).to_be_visible()
    served.archive.worker().run(until_idle=True)


def test_who_keeps_nothing_meets_no_page_of_administration(browser: Browser, served: Served) -> None:
    new_account(served.archive, "посторонний", "Гусев Пётр Ильич")
    with browser.new_context(locale="ru-RU") as context:
        guest = visit_in(context, served)
        guest.enter("посторонний")
        expect(guest.page.get_by_role("link", name="Управление")).to_have_count(0)
        for path in (
            "",
            "/users",
            "/users/new",
            "/roles",
            "/kinds",
            "/units",
            "/groups",
            "/levels",
            "/jobs",
            "/system",
        ):
            assert guest.page.goto(f"{served.address}/admin{path}").status == 403, path  # type: ignore[union-attr]
