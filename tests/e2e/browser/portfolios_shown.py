"""A portfolio with an entry in each state, for pictures and for axe: drafted, returned, with the curator, accepted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from archive_app.db.models import AchievementKind, AchievementLevel, AchievementPaper
from archive_app.demo.fonts import Style, load
from archive_app.services.portfolio.files import Attachment
from archive_app.services.portfolio.filling import Achievement
from tests.fixtures.archives import account
from tests.fixtures.signing_in import give_password

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.bootstrap import Archive

CURATOR = "куратор-5-а"
OLYMPIAD = Achievement(
    AchievementKind.CONTEST, AchievementPaper.DIPLOMA, AchievementLevel.REGIONAL, "Олимпиада по химии, второй тур",
    date(2026, 3, 14), "Дворец творчества, Тверь", "призёр",
)  # fmt: skip
RUN = Achievement(
    AchievementKind.SPORT, AchievementPaper.AWARD, AchievementLevel.MUNICIPAL, "Осенний кросс на 1000 метров",
    date(2026, 10, 4), "Стадион «Юность»", "второе место",
)  # fmt: skip
RESEARCH = Achievement(
    AchievementKind.RESEARCH, AchievementPaper.WORK, AchievementLevel.ORGANISATION,
    "Исследовательская работа «Как зимуют сойки в городском парке и почему они прячут жёлуди»",
    date(2026, 5, 12), "Школьная конференция", "защищена",
    "Наблюдала с октября по март, вела дневник и карту кладовых. Работа занимает двенадцать страниц с рисунками.",
)  # fmt: skip
HELP = Achievement(
    AchievementKind.VOLUNTEERING, AchievementPaper.LETTER, AchievementLevel.ORGANISATION, "Сбор корма для приюта",
    date(2026, 11, 9),
)  # fmt: skip
WORD = "На грамоте не видно печати: снимите её целиком, при дневном свете, и приложите снова."


def lay_out_portfolio(archive: Archive, folder: Path, group_id: int, person_id: int, login: str) -> dict[str, int]:
    """Five entries of the student `person_id` and a curator of the group; numbers of the entries by their state."""
    curator = account(archive, CURATOR, "curator", group_id=group_id)
    give_password(archive, CURATOR)
    made, student = archive.portfolios, archive.actor(login)

    def add(told: Achievement, *files: Attachment, sent: bool = True) -> int:
        number = made.filling.add(person_id, told, student, files)
        if sent:
            made.filling.send(number, student, version=made.showing.card(number, student).version)
        return number

    def version(number: int) -> int:
        return made.showing.card(number, curator).version

    diploma = scan_of(folder, "диплом олимпиады.png", "ДИПЛОМ призёра")
    accepted = add(OLYMPIAD, diploma, scan_of(folder, "список призёров.png", "Список призёров"))
    made.judging.accept(accepted, curator, version=version(accepted), comment="Поздравляю!")
    returned = add(RUN, scan_of(folder, "грамота за кросс.jpg", "ГРАМОТА"))
    made.judging.give_back(returned, WORD, curator, version=version(returned))
    sent = add(RESEARCH, scan_of(folder, "первая страница работы.png", "Как зимуют сойки"), work_of(folder))
    return {
        "accepted_entry": accepted,
        "returned_entry": returned,
        "sent_entry": sent,
        "sent_file": made.showing.card(sent, curator).attached[1].file_id,
        "second_sent_entry": add(replace(OLYMPIAD, title="Олимпиада по химии, третий тур"), diploma),
        "draft_entry": add(HELP, sent=False),
    }


def scan_of(folder: Path, name: str, words: str) -> Attachment:
    """A sheet with these words as a picture; the name tells the format."""
    path = folder / name
    sheet = Image.new("L", (840, 1188), 245)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((60, 60, 780, 1128), outline=90, width=6)
    pen.text((150, 300), words, fill=20, font=load("pt-serif", Style.BOLD, 34))
    sheet.save(path)
    return Attachment(path, name)


def work_of(folder: Path) -> Attachment:
    """A work of two pages."""
    pages = [
        Image.open(scan_of(folder, f"{number}.png", f"Как зимуют сойки, страница {number}").path) for number in (1, 2)
    ]
    path = folder / "работа целиком.pdf"
    pages[0].convert("L").save(path, save_all=True, append_images=[page.convert("L") for page in pages[1:]])
    return Attachment(path, path.name)
