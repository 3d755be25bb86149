"""How often what the filing form offers first is right, how often it offers at all, and what that costs.

python -m tests.bench.suggestions --json FILE

Records are drawn from templates with the errors of recognition, good scans and bad; some wordings name no kind at all,
one waiting record in ten has a wording that nothing was filed of, and one in twelve was filed elsewhere by a person.
Peers: what is filed oftenest; a classifier of scikit-learn trained on the same filed records.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from archive_app.bootstrap import initialise, open_archive
from archive_app.db.models import Document
from archive_app.demo.scans import SCHOOL_PLAN
from archive_app.services.fileplans import import_plan
from archive_app.services.intake import Facts
from archive_app.settings import Settings
from tests.bench.report import Figure, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive_app.bootstrap import Archive
    from archive_app.services.suggesting.model import Suggestion, Suggestions

YEAR = 2025
ERRORS = (0.01, 0.05, 0.12)
"""Of letters: what recognition makes of a good scan, of a poor one, of a bad one."""
SURE = 0.5
"""Suggestions of this confidence and more count as offered."""
MISFILED = 0.08
"""Of records: somebody filed them elsewhere, those that are judged too; nobody can be surer than this allows."""
BANDS = ((0.1, 0.8), (0.8, 0.95), (0.95, 1.01))
FEWEST = 20
"""Suggestions of a band from which its share of right ones says anything."""
LIKE = {"о": "с", "и": "н", "н": "п", "а": "я", "е": "с", "т": "г", "л": "п"}
TEMPLATES = (
    ("order", "01-05", "ПРИКАЗ\n{day} № {number}\nО {what} обучающихся\nПриказываю {what} обучающихся {group} класса"),
    (
        "order",
        "01-03",
        "ПРИКАЗ\nот {day} № {number}\nО ремонте помещений\nПровести ремонт кабинета, ответственный завхоз",
    ),
    ("order", "01-02", "ПРИКАЗ\n{day} № {number}\nОб утверждении плана работы школы\nУтвердить план на учебный год"),
    ("protocol", "01-04", "ПРОТОКОЛ № {number}\nзаседания педагогического совета\nот {day}\nСлушали: о {what}. Решили"),
    (
        "protocol",
        "03-02",
        "ПРОТОКОЛ № {number}\nшкольной олимпиады по физике\n{day}\nПобедители и призёры, {group} класс",
    ),
    ("exam_sheet", "02-13", "ЭКЗАМЕНАЦИОННАЯ ВЕДОМОСТЬ\nпредмет алгебра, {group} класс\nДата {day}\nОценка Подпись"),
    ("exam_sheet", "02-13", "Протокол промежуточной аттестации\n{group} класс, предмет химия\n{day} Отметка Подпись"),
    (
        "certificate",
        "02-12",
        "СПРАВКА № {number}\n{day}\nДана в том, что обучается в {group} классе, приказ о зачислении",
    ),
    (
        "certificate",
        "04-05",
        "АРХИВНАЯ СПРАВКА № {number}\n{day}\nДана по запросу в том, что обучался в {group} классе школы",
    ),
    ("application", "02-02", "Директору школы\nзаявление\nПрошу зачислить моего ребёнка в {group} класс\n{day}"),
    ("application", "04-05", "Директору школы\nзапрос\nПрошу выдать архивную справку об обучении в школе\n{day}"),
    (
        "class_journal",
        "02-03",
        "{group} класс\nНаименование предмета: физика\n{day} Содержание уроков, домашнее задание",
    ),
    ("report", "03-02", "Школьная олимпиада {day}\nПобедители и призёры {group} класса, баллы участников, жюри"),
)
NEVER_SEEN = (
    ("act", "04-03", "АКТ № {number}\nо выделении к уничтожению документов\n{day}\nКомиссия отобрала документы"),
    ("consent", "01-07", "СОГЛАСИЕ\nна обработку персональных данных обучающегося {group} класса\n{day}"),
    ("plan", "01-08", "Учебный план\nна учебный год, {group} класс\nутверждён {day}, часов в неделю"),
    ("letter", "01-02", "Уважаемые родители!\nСообщаем о проведении школьной олимпиады {day}\nв {group} классе"),
    ("report", "02-06", "Отчёт\nоб успеваемости {group} класса за четверть\n{day}\nСредний балл, качество"),
    ("application", "02-12", "Заявление\nПрошу выдать справку об обучении моего ребёнка, {group} класс\n{day}"),
)
"""Wordings that nothing was filed of yet, one waiting record in ten: headings of the plan help with half of them."""
WHATS = ("зачислении", "переводе", "отчислении", "выпуске", "поощрении")


@dataclass(frozen=True, slots=True)
class Record:
    """A record with the truth beside it: how the person who files it does, which is not always as others would."""

    text: str
    kind: str
    item: str
    number: str | None
    day: date


def main() -> None:
    """Measure with 260 filed records and 300 waiting ones."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.suggestions")
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--filed", type=int, default=260)
    parser.add_argument("--waiting", type=int, default=300)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-suggestions-", dir=Path.cwd() / "var") as folder:
        write(given.json, "suggestions", measure(Path(folder), given.filed, given.waiting))


def measure(folder: Path, filed: int, waiting: int) -> list[Figure]:
    """Figures for each field, and the time of one document."""
    chance = random.Random(17)
    records = [drawn(chance, number, TEMPLATES) for number in range(filed)]
    records += [
        drawn(chance, number, TEMPLATES if number % 10 else NEVER_SEEN) for number in range(filed, filed + waiting)
    ]
    settings = Settings(home=folder / "home")
    initialise(settings)
    with open_archive(settings) as archive:
        import_plan(archive.sessions, archive.clock, SCHOOL_PLAN, YEAR, archive.actor())
        numbers = [_file(archive, folder, at, record) for at, record in enumerate(records)]
        _unfile(archive, numbers[filed:])
        archive.worker().run(until_idle=True)
        offered, milliseconds = _ask(archive, numbers[filed:])
    return _figures(records[:filed], list(zip(records[filed:], offered, strict=True)), milliseconds)


def drawn(chance: random.Random, at: int, templates: Sequence[tuple[str, str, str]]) -> Record:
    """One record, its letters as recognition gives them."""
    kind, item, template = chance.choice(templates)
    errors = chance.choice(ERRORS)
    day = date(YEAR, chance.randint(1, 12), chance.randint(1, 28))
    said = {
        "day": f"{day:%d.%m.%Y}",
        "number": f"{at + 3}-у",
        "what": chance.choice(WHATS),
        "group": f"{at % 11 + 1}-А",
    }
    text = template.format(**said)
    noisy = "".join(LIKE.get(letter, letter) if chance.random() < errors else letter for letter in text)
    if chance.random() < MISFILED:
        item = chance.choice(TEMPLATES)[1]
    return Record(noisy, kind, item, said["number"] if "{number}" in template else None, day)


def _file(archive: Archive, folder: Path, at: int, record: Record) -> int:
    path = folder / f"{at}.txt"
    path.write_text(record.text, encoding="utf-8")
    facts = Facts(item=record.item, year=YEAR, kind=record.kind)
    return archive.intake.receive(path, path.name, facts, archive.actor()).document_id


def _unfile(archive: Archive, numbers: list[int]) -> None:
    with archive.sessions.begin() as session:
        for number in numbers:
            document = session.get_one(Document, number)
            document.volume_id, document.kind_code = None, "other"
            document.index_stamp += 1


def _ask(archive: Archive, numbers: list[int]) -> tuple[list[Suggestions], float]:
    actor, offered, times = archive.actor(), [], []
    for number in numbers:
        start = time.perf_counter()
        offered.append(archive.suggesting.suggest(number, actor))
        times.append((time.perf_counter() - start) * 1000)
    return offered, statistics.median(times)


def _figures(filed: list[Record], judged: list[tuple[Record, Suggestions]], milliseconds: float) -> list[Figure]:
    figures = []
    for field in ("kind", "item", "number", "date"):
        sure = [pair for pair in _first(judged, [field]) if pair[1].confidence >= SURE]
        asked = [record for record, _ in judged if _truth(record, field)]
        covered = 100 * len(sure) / max(len(asked), 1)
        name = f"{field}: right among the sure ones ({covered:.0f} % of records, told {_told(sure):.0f} %)"
        figures.append(Figure(name, _right(sure), "%", "what is filed oftenest", _oftenest(filed, judged, field)))
    for field in ("kind", "item"):
        name = f"{field}: the first suggestion right, of all records"
        right = 100 * sum(truth == one.value for truth, one in _first(judged, [field])) / len(judged)
        peer = _learned(filed, [record for record, _ in judged], field)
        figures.append(Figure(name, right, "%", "scikit-learn, TF-IDF and logistic regression", peer))
    figures += _bands(judged)
    return [*figures, Figure("all suggestions of one document, median", milliseconds, "ms", "goal", 100.0, goal=1.0)]


def _bands(judged: list[tuple[Record, Suggestions]]) -> list[Figure]:
    """For each band of confidence, of kind and item together: the share of right ones beside what was told."""
    figures, gaps = [], []
    first = _first(judged, ["kind", "item"])
    for low, high in BANDS:
        within = [pair for pair in first if low <= pair[1].confidence < high]
        if len(within) >= FEWEST:
            right, told = _right(within), _told(within)
            gaps.append(abs(right - told))
            name = f"confidence {low:.0%} to {min(high, 1):.0%}: right, {len(within)} suggestions"
            figures.append(Figure(name, right, "%", "told", told))
    return [*figures, Figure("largest gap between told and right", max(gaps), "points", "limit", 10.0, goal=1.0)]


def _first(judged: list[tuple[Record, Suggestions]], fields: Sequence[str]) -> list[tuple[str | None, Suggestion]]:
    """The truth beside what is offered first."""
    return [
        (_truth(record, field), offered[field][0])
        for field in fields
        for record, offered in judged
        if offered.get(field)
    ]


def _right(pairs: list[tuple[str | None, Suggestion]]) -> float:
    return 100 * sum(truth == one.value for truth, one in pairs) / max(len(pairs), 1)


def _told(pairs: list[tuple[str | None, Suggestion]]) -> float:
    return 100 * statistics.fmean(one.confidence for _, one in pairs) if pairs else 0.0


def _learned(filed: list[Record], judged: list[Record], field: str) -> float:
    """What a classifier trained on the filed records gets right: pieces of words, for letters are misread."""
    model = make_pipeline(TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)), LogisticRegression(max_iter=1000))
    model.fit([record.text for record in filed], [_truth(record, field) for record in filed])
    told = model.predict([record.text for record in judged])
    return 100 * statistics.fmean(_truth(record, field) == one for record, one in zip(judged, told, strict=True))


def _truth(record: Record, field: str) -> str | None:
    if field == "date":
        return f"{record.day:%d.%m.%Y}"
    value: str | None = getattr(record, field)
    return value


def _oftenest(filed: list[Record], judged: list[tuple[Record, Suggestions]], field: str) -> float:
    common = Counter(_truth(record, field) for record in filed).most_common(1)[0][0]
    return 100 * sum(_truth(record, field) == common for record, _ in judged) / len(judged)


if __name__ == "__main__":
    main()
