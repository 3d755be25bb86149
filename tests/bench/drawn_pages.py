"""Pages of invented school papers with their ground truth, for measuring recognition.

`TUNING` and `REPORTED` differ in seed, fonts and sentences, so that what was learned on the one is
measured on the other.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

A4_300 = (2480, 3508)
MARGIN = 220
INK = 35


@dataclass(frozen=True, slots=True)
class PageSet:
    """What the pages of one set are drawn from. Fonts are file names that fontconfig's folders hold."""

    seed: int
    fonts: tuple[str, ...]
    sentences: tuple[str, ...]


TUNING = PageSet(
    seed=7,
    fonts=("LiberationSerif-Regular.ttf", "DejaVuSans.ttf", "LiberationSans-Regular.ttf"),
    sentences=(
        "Педагогический совет школы рассмотрел итоги первой четверти и план внеклассной работы.",
        "Классному руководителю сдать журнал успеваемости заместителю директора до пятницы.",
        "Учебный план выполнен полностью, отставания по предметам нет.",
        "Родительское собрание состоится в актовом зале в 18 часов 30 минут.",
        "Контроль за исполнением приказа оставляю за собой.",
        "Обучающийся освобождён от занятий физической культурой по медицинскому заключению № 118.",
        "Экзамен принимала комиссия в составе председателя и двух членов.",
        "Основание: заявление матери, копия свидетельства о рождении, справка с места жительства.",
    ),
)
REPORTED = PageSet(
    seed=2026,
    fonts=("NimbusRoman-Regular.otf", "NimbusSans-Regular.otf", "C059-Roman.otf", "LiberationMono-Regular.ttf"),
    sentences=(
        "Зачислить в десятый класс следующих учащихся, успешно прошедших вступительные испытания.",
        "Выдать дубликат аттестата взамен утраченного, запись внести в книгу регистрации.",
        "По результатам проверки выявлены замечания, которые следует устранить в течение недели.",
        "Преподавателю химии Щукиной объявить благодарность за подготовку призёров олимпиады.",
        "Перевод на следующий курс оформлен приказом № 47-у от 28.06.2019.",
        "Государственная экзаменационная комиссия присвоила квалификацию «медицинская сестра».",
        "Выписка из протокола заседания предметной комиссии выдана для предъявления в архив.",
        "Объём учебной нагрузки составил 36 часов в неделю, из них 12 часов практики.",
        "Личное дело хранится в шкафу 4, на полке 2; срок хранения 50 лет.",
    ),
)
SURNAMES = ("Абрамова", "Белоусов", "Васильчук", "Гущина", "Дьяконов", "Ежова", "Жилин", "Зыкова", "Ильин", "Щербаков")
NAMES = ("Анна", "Юрий", "Фёдор", "Эмма", "Пётр", "Ольга", "Хасан", "Цветана", "Игорь", "Майя")
PATRONYMICS = ("Игоревна", "Петрович", "Юрьевна", "Андреевич", "Фёдоровна", "Эдуардович", "Ильинична", "Львович")


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A clean upright grey page at 300 dpi and the lines on it in reading order."""

    image: Image.Image
    lines: tuple[str, ...]


class _Sheet:
    """A pen that moves down a page and remembers what it wrote."""

    def __init__(self, page_set: PageSet, rng: random.Random) -> None:
        self.rng = rng
        self.sentences = page_set.sentences
        self.font_file = rng.choice(page_set.fonts)
        self.image = Image.new("L", A4_300, 248)
        self.pen = ImageDraw.Draw(self.image)
        self.lines: list[str] = []
        self.y = MARGIN

    def font(self, points: float) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(self.font_file, round(points * 300 / 72))

    def person(self) -> str:
        return f"{self.rng.choice(SURNAMES)} {self.rng.choice(NAMES)} {self.rng.choice(PATRONYMICS)}"

    def date(self) -> str:
        return f"{self.rng.randint(1, 28):02}.{self.rng.randint(1, 12):02}.{self.rng.randint(1985, 2025)}"

    def line(self, text: str, points: float = 12, *, centred: bool = False) -> None:
        font = self.font(points)
        x = (A4_300[0] - font.getlength(text)) / 2 if centred else MARGIN
        self.pen.text((x, self.y), text, INK, font)
        self.lines.append(text)
        self.y += round(points * 300 / 72 * 1.45)

    def paragraph(
        self, sentences: int, points: float = 12, x: int = MARGIN, width: int = A4_300[0] - 2 * MARGIN
    ) -> None:
        font, row = self.font(points), ""
        words = " ".join(self.rng.choice(self.sentences) for _ in range(sentences)).split()
        for word in [*words, ""]:
            if word and font.getlength(f"{row} {word}") <= width:
                row = f"{row} {word}".strip()
                continue
            self.pen.text((x, self.y), row, INK, font)
            self.lines.append(row)
            self.y += round(points * 300 / 72 * 1.35)
            row = word
        self.y += 30

    def table(
        self, header: tuple[str, ...], rows: Sequence[tuple[str, ...]], widths: tuple[int, ...], points: float = 11
    ) -> None:
        font, height = self.font(points), round(points * 300 / 72 * 1.75)
        edges = [MARGIN + sum(widths[:i]) for i in range(len(widths) + 1)]
        top = self.y
        for row in [header, *rows]:
            for x, cell in zip(edges, row, strict=False):
                self.pen.text((x + 16, self.y + height // 6), cell, INK, font)
            self.lines.append(" ".join(cell for cell in row if cell))
            self.y += height
        for number in range(len(rows) + 2):
            self.pen.line((edges[0], top + number * height, edges[-1], top + number * height), 60, 4)
        for x in edges:
            self.pen.line((x, top, x, self.y), 60, 4)
        self.y += 60

    def done(self) -> DrawnPage:
        return DrawnPage(self.image, tuple(self.lines))


def _order(sheet: _Sheet) -> None:
    sheet.line("ПРИКАЗ", 16, centred=True)
    sheet.line(f"{sheet.date()} № {sheet.rng.randint(2, 400)}-к", 12)
    sheet.line("О зачислении и переводе обучающихся", 13, centred=True)
    sheet.y += 60
    for _ in range(4):
        sheet.paragraph(sheet.rng.randint(2, 4), sheet.rng.choice((11, 12, 13)))
    for number in range(1, 7):
        sheet.line(f"{number}. {sheet.person()}, {sheet.date()} г.р.")
    sheet.y += 100
    sheet.line(f"Директор школы {sheet.rng.choice(SURNAMES)} {sheet.rng.choice('АБВГДЕ')}.{sheet.rng.choice('АБВИК')}.")


def _journal(sheet: _Sheet) -> None:
    sheet.line("Сводная ведомость успеваемости", 15, centred=True)
    sheet.line(f"Класс {sheet.rng.randint(5, 11)} {sheet.rng.choice('АБВ')}, учебный год 2014/2015", 12)
    rows = [
        (str(n), sheet.person(), sheet.date(), *(str(sheet.rng.randint(2, 5)) for _ in range(3)))
        for n in range(1, sheet.rng.randint(22, 29))
    ]
    widths = (110, 1000, 330, 190, 190, 190)
    sheet.table(
        ("№", "Фамилия, имя, отчество", "Дата", "Рус.", "Мат.", "Физ."), rows, widths, sheet.rng.choice((10, 11))
    )
    sheet.line("Классный руководитель " + sheet.person())


def _columns(sheet: _Sheet) -> None:
    sheet.line("Вестник школьной жизни", 18, centred=True)
    top, width = sheet.y + 40, 960
    for x in (MARGIN, A4_300[0] - MARGIN - width):
        sheet.y = top
        for _ in range(5):
            sheet.paragraph(3, 11, x, width)


def _form(sheet: _Sheet) -> None:
    sheet.line("ЛИЧНАЯ КАРТОЧКА ОБУЧАЮЩЕГОСЯ", 15, centred=True)
    sheet.y += 50
    fields = (
        ("Фамилия, имя, отчество", sheet.person()),
        ("Дата рождения", sheet.date()),
        ("Адрес", "г. Ярославль, ул. Пионерская, д. 11, кв. 7"),
        ("Мать", sheet.person()),
        ("Отец", sheet.person()),
        ("Документ", f"серия {sheet.rng.randint(1000, 9999)} номер {sheet.rng.randint(100000, 999999)}"),
        ("Приказ о зачислении", f"№ {sheet.rng.randint(1, 99)} от {sheet.date()}"),
    )
    for label, value in fields:
        font = sheet.font(12)
        sheet.pen.text((MARGIN + 760, sheet.y), value, INK, font)
        sheet.pen.line((MARGIN + 740, sheet.y + 64, A4_300[0] - MARGIN, sheet.y + 64), 80, 3)
        sheet.line(label)
        sheet.lines[-1] = f"{label} {value}"
        sheet.y += 24
    sheet.y += 40
    rows = [(str(n), sheet.date(), sheet.rng.choice(("Похвальный лист", "Грамота", "Диплом"))) for n in range(1, 8)]
    sheet.table(("№", "Дата", "Награда"), rows, (140, 420, 1200))
    sheet.paragraph(4, 10)


KINDS: tuple[Callable[[_Sheet], None], ...] = (_order, _journal, _columns, _form)


def draw_pages(page_set: PageSet, count: int) -> list[DrawnPage]:
    """`count` clean pages, all kinds in turn. The same arguments give the same pages."""
    rng = random.Random(page_set.seed)
    pages = []
    for number in range(count):
        sheet = _Sheet(page_set, rng)
        KINDS[number % len(KINDS)](sheet)
        pages.append(sheet.done())
    return pages
