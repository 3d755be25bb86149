"""A student tells of an achievement, the curator returns it and then accepts it, the whole goes out as one archive."""

from __future__ import annotations

import hashlib
import json
import zipfile
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.browser.answers_shown import PUPIL_LOGIN
from tests.e2e.browser.portfolios_shown import CURATOR, scan_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.browser.conftest import Visit

TITLE, WORD = "Конкурс чтецов «Живая строка»", "Приложите диплом целиком: не видно печати."


def test_an_achievement_is_returned_corrected_accepted_and_taken_out(
    visit: Visit, answers: dict[str, int], tmp_path: Path
) -> None:
    page, portfolio = visit.page, f"/portfolio/persons/{answers['pupil']}"
    blurred, whole = scan_of(tmp_path, "нечёткий.png", "ДИПЛОМ"), scan_of(tmp_path, "целиком.png", "ДИПЛОМ с печатью")
    _enter_as(visit, PUPIL_LOGIN, portfolio)
    page.get_by_role("link", name="Добавить достижение").click()
    page.get_by_label("Что достигнуто").fill(TITLE)
    page.get_by_label("Дата").fill("12.10.2026")
    page.get_by_label("Результат").fill("победитель")
    page.get_by_label("Файлы").set_input_files(blurred.path)
    page.get_by_role("button", name="Сохранить черновик").click()
    page.get_by_role("button", name="Отправить куратору").click()
    expect(page.get_by_text("Запись отправлена куратору")).to_be_visible()

    _looks_before_judging(visit)
    _judge(visit, "Вернуть на исправление", "")
    expect(page.locator("#refusal")).to_be_visible()  # nothing is returned without a word
    page.get_by_label("Слово обучающемуся").fill(WORD)
    page.get_by_role("button", name="Вернуть на исправление").click()
    expect(page.get_by_text("возвращена на исправление")).to_be_visible()

    _enter_as(visit, PUPIL_LOGIN, portfolio)
    expect(page.get_by_text(WORD)).to_be_visible()
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name="Убрать: нечёткий.png").click()
    page.get_by_label("Приложить файлы").set_input_files(whole.path)
    page.get_by_role("button", name="Приложить", exact=True).click()
    expect(page.get_by_role("link", name="целиком.png", exact=True)).to_be_visible()
    page.get_by_role("button", name="Отправить куратору").click()

    _judge(visit, "Принять в портфолио", "Поздравляю")
    expect(page.locator(".turn-accepted")).to_be_visible()
    expect(page.get_by_role("button", name="Принять в портфолио")).to_have_count(0)

    _enter_as(visit, PUPIL_LOGIN, portfolio)
    with page.expect_download() as coming:
        page.get_by_role("link", name="Скачать одним архивом").click()
    with zipfile.ZipFile(coming.value.path()) as packed:
        entries = {entry["title"]: entry for entry in json.loads(packed.read("portfolio.json"))["entries"]}
        (file,) = entries[TITLE]["files"]
        taken = packed.read(file["path"])
    assert hashlib.sha256(taken).hexdigest() == file["sha256"]
    assert taken == whole.path.read_bytes()
    # Chromium writes the refused form (400) into its console; nothing else is there
    assert [said for said in visit.complaints if "status of 400" not in said] == []


def _enter_as(visit: Visit, login: str, path: str) -> None:
    visit.page.context.clear_cookies()
    visit.enter(login)
    visit.go(path)


def _looks_before_judging(visit: Visit) -> None:
    """The page of the file stands in the entry, and opens large; nothing was taken away."""
    _enter_as(visit, CURATOR, "/portfolio/waiting")
    page = visit.page
    page.get_by_role("link", name=TITLE).click()
    preview = page.get_by_role("img", name="Посмотреть: нечёткий.png")
    expect(preview).to_be_visible()
    assert preview.evaluate("async image => { await image.decode(); return image.naturalWidth }") > 0
    preview.click()
    expect(page.get_by_role("img", name="Страница 1 из 1")).to_be_visible()
    page.get_by_role("link", name="К записи").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def _judge(visit: Visit, verdict: str, word: str) -> None:
    _enter_as(visit, CURATOR, "/portfolio/waiting")
    visit.page.get_by_role("link", name=TITLE).click()
    visit.page.get_by_label("Слово обучающемуся").fill(word)
    visit.page.get_by_role("button", name=verdict).click()
