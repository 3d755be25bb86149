"""How often what the filing form offers first is right, how often it offers at all, and what that costs.

python -m tests.bench.suggestions --json FILE

Records are drawn from templates of seven kinds with the errors of recognition; some wordings name no kind at all. Peer:
what is filed oftenest, offered always.
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

from archive_app.bootstrap import initialise, open_archive
from archive_app.db.models import Document
from archive_app.demo.scans import SCHOOL_PLAN
from archive_app.services.fileplans import import_plan
from archive_app.services.intake import Facts
from archive_app.settings import Settings
from tests.bench.report import Figure, write

if TYPE_CHECKING:
    from archive_app.bootstrap import Archive
    from archive_app.services.suggesting.model import Suggestions

YEAR = 2025
ERRORS = 0.02
"""Of letters: what recognition makes of a flatbed scan."""
SURE = 0.5
"""Suggestions of this confidence and more count as offered."""
LIKE = {"о": "с", "и": "н", "н": "п", "а": "я", "е": "с", "т": "г", "л": "п"}
TEMPLATES = (
    ("order", "01-05", "ПРИКАЗ\n{day} № {number}\nО {what} обучающихся\nПриказываю {what} обучающихся {group} класса"),
    (
        "order",
        "01-03",
        "ПРИКАЗ\nот {day} № {number}\nО ремонте помещений\nПровести ремонт кабинета, ответственный завхоз",
    ),
    ("protocol", "01-04", "ПРОТОКОЛ № {number}\nзаседания педагогического совета\nот {day}\nСлушали: о {what}. Решили"),
    ("exam_sheet", "02-13", "ЭКЗАМЕНАЦИОННАЯ ВЕДОМОСТЬ\nпредмет алгебра, {group} класс\nДата {day}\nОценка Подпись"),
    (
        "certificate",
        "02-12",
        "СПРАВКА № {number}\n{day}\nДана в том, что обучается в {group} классе, приказ о зачислении",
    ),
    (
        "class_journal",
        "02-03",
        "{group} класс\nНаименование предмета: физика\n{day} Содержание уроков, домашнее задание",
    ),
    ("report", "03-02", "Школьная олимпиада {day}\nПобедители и призёры {group} класса, баллы участников, жюри"),
)
WHATS = ("зачислении", "переводе", "отчислении", "выпуске", "поощрении")


@dataclass(frozen=True, slots=True)
class Record:
    """A record with the truth beside it."""

    text: str
    kind: str
    item: str
    number: str | None
    day: date


def main() -> None:
    """Measure with 140 filed records and 70 waiting ones."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.suggestions")
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--filed", type=int, default=140)
    parser.add_argument("--waiting", type=int, default=70)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-suggestions-", dir=Path.cwd() / "var") as folder:
        write(given.json, "suggestions", measure(Path(folder), given.filed, given.waiting))


def measure(folder: Path, filed: int, waiting: int) -> list[Figure]:
    """Figures for each field, and the time of one document."""
    chance = random.Random(17)
    records = [drawn(chance, number) for number in range(filed + waiting)]
    settings = Settings(home=folder / "home")
    initialise(settings)
    with open_archive(settings) as archive:
        import_plan(archive.sessions, archive.clock, SCHOOL_PLAN, YEAR, archive.actor())
        numbers = [_file(archive, folder, at, record) for at, record in enumerate(records)]
        _unfile(archive, numbers[filed:])
        archive.worker().run(until_idle=True)
        offered, milliseconds = _ask(archive, numbers[filed:])
    return _figures(records[:filed], list(zip(records[filed:], offered, strict=True)), milliseconds)


def drawn(chance: random.Random, at: int) -> Record:
    """One record, its letters as recognition gives them."""
    kind, item, template = chance.choice(TEMPLATES)
    day = date(YEAR, chance.randint(1, 12), chance.randint(1, 28))
    said = {
        "day": f"{day:%d.%m.%Y}",
        "number": f"{at + 3}-у",
        "what": chance.choice(WHATS),
        "group": f"{at % 11 + 1}-А",
    }
    text = template.format(**said)
    noisy = "".join(LIKE.get(letter, letter) if chance.random() < ERRORS else letter for letter in text)
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
        first = [(_truth(record, field), offered[field][0]) for record, offered in judged if offered.get(field)]
        sure = [(truth, one) for truth, one in first if one.confidence >= SURE]
        right = 100 * sum(truth == one.value for truth, one in sure) / max(len(sure), 1)
        told = 100 * statistics.fmean(one.confidence for _, one in sure) if sure else 0.0
        asked = [record for record, _ in judged if _truth(record, field)]
        covered = 100 * len(sure) / max(len(asked), 1)
        name = f"{field}: right among the sure ones ({covered:.0f} % of records, told {told:.0f} %)"
        figures.append(Figure(name, right, "%", "what is filed oftenest", _oftenest(filed, judged, field)))
    return [*figures, Figure("all suggestions of one document, median", milliseconds, "ms", "goal", 100.0, goal=1.0)]


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
