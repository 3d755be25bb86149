"""Search over generated Russian pages: this product's engine against tantivy used directly the naive way.

    python -m tests.bench.search --json OUT [--pages 100000] [--grow-from 10000] [--engine tantivy]

Both answer the same ten kinds of questions in the same run with total, the best 20 and their snippets. The naive
way keeps the text in the index, stems it with the built-in Russian stemmer, counts pages, and knows neither
access nor persons. Goals: p95 at most twice the naive one, and growing less than twice from 10,000 to 100,000 pages.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pymorphy3
import tantivy

from indexer.analysis import Analyzer
from indexer.query import QueryParser
from indexer.search import Access, IndexDocument, IndexPage, PersonNames, SearchRequest, highlight, open_engine
from tests.bench.report import Figure, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from indexer.search import SearchEngine

WORDS: Final = """
школа класс ученик учитель директор приказ журнал оценка четверть экзамен алгебра физика химия литература
история география ботаника протокол собрание совет решение справка аттестат диплом зачёт практика студент
группа курс ведомость успеваемость посещаемость поведение награда грамота конкурс олимпиада родитель семья
адрес район город область улица дом документ дело опись архив хранение срок статья номенклатура акт комиссия
председатель секретарь член заявление просьба отпуск работа должность оклад договор устав положение инструкция
программа план отчёт итог результат работа задание упражнение контрольная урок тема вопрос ответ книга учебник
тетрадь библиотека новый старый хороший отличный классный школьный учебный годовой первый второй третий
государственный областной зачислить отчислить перевести выдать принять утвердить назначить уволить наградить
допустить провести сдать
"""
FIRST: Final = """
Иван Мария Пётр Анна Сергей Ольга Николай Елена Алексей Наталья Дмитрий Татьяна Павел Ирина Лев Вера
"""
SURNAMES: Final = """
Иванов Петров Сидоров Смирнов Кузнецов Попов Васильев Соколов Новиков Морозов Волков Зайцев Белов
"""
SYLLABLES: Final = """
ба бо ве ви га го да ди жу за зу ко ку ла ло ма ми на не по пу ра ро са су та ту фи ха чу ша щу
"""
SCOPES: Final = 20
REPEATS: Final = 3
SNIPPETS: Final = 20


class Pages:
    """Pages of 150-300 words, as common as Zipf says, with surnames of which many are rare."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self.words = self._forms()
        self.surnames = SURNAMES.split() + [self._surname() for _ in range(4000)]
        self._word_weights = self._zipf(len(self.words), 0.9)
        self._name_weights = self._zipf(len(self.surnames), 0.7)

    def documents(self, pages: int) -> Iterator[IndexDocument]:
        """Documents of 1-40 pages, ten on average; every fifth names its persons."""
        number = 0
        while pages > 0:
            size = min(pages, 1 if self._random.random() < 0.4 else self._random.randint(2, 31))
            pages -= size
            number += 1
            yield self._document(number, size)

    def name(self) -> str:
        return self._random.choices(self.surnames, cum_weights=self._name_weights)[0]

    def _document(self, number: int, size: int) -> IndexDocument:
        chance = self._random
        persons: tuple[tuple[PersonNames, tuple[int, ...]], ...] = ()
        if number % 5 == 0:
            full = f"{self.name()} {chance.choice(FIRST.split())}"
            persons = ((PersonNames(number % 997, (full,)), (1,)),)
        return IndexDocument(
            number,
            1,
            " ".join(chance.choices(self.words, k=4)).capitalize(),
            [IndexPage(page, self._page()) for page in range(1, size + 1)],
            kind=chance.choice(("journal", "order", "sheet", "certificate")),
            item=f"{chance.randint(1, 9):02d}-{chance.randint(1, 40):02d}",
            year=chance.randint(1990, 2026),
            unit=chance.choice(("Школа", "Колледж")),
            confidentiality=chance.choice((0, 0, 0, 1, 2)),
            scopes=(chance.randint(1, SCOPES),),
            persons=persons,
        )

    def _page(self) -> str:
        chance = self._random
        words = chance.choices(self.words, cum_weights=self._word_weights, k=chance.randint(150, 300))
        for place in range(0, len(words), 12):
            words[place] = f"{self.name()} {chance.choice(FIRST.split())}"
        for place in range(9, len(words), 10):
            words[place] += ".\n"
        return " ".join(words)

    def _forms(self) -> list[str]:
        morph = pymorphy3.MorphAnalyzer()
        forms = []
        for word in WORDS.split():
            forms += sorted({form.word for form in morph.parse(word)[0].lexeme})[:14]
        self._random.shuffle(forms)
        return forms

    def _surname(self) -> str:
        stem = "".join(self._random.choices(SYLLABLES.split(), k=self._random.randint(2, 3)))
        return stem.capitalize() + self._random.choice(("нов", "ров", "лин", "нский", "ченко", "дова", "тина"))

    def _zipf(self, size: int, power: float) -> list[float]:
        return list(itertools.accumulate(1 / (rank + 1) ** power for rank in range(size)))


def questions(pages: Pages) -> Mapping[str, list[str]]:
    """Ten kinds, ten questions each."""
    words, rare = pages.words[:60], pages.words[-200:]
    names = pages.surnames
    pick = random.Random(2)
    kinds: dict[str, Callable[[], str]] = {
        "common word": lambda: pick.choice(words),
        "rare word": lambda: pick.choice(rare),
        "surname": lambda: pick.choice(names),
        "full name": lambda: f"{pick.choice(names[:50])} {pick.choice(FIRST.split())}",
        "two words": lambda: f"{pick.choice(words)} {pick.choice(rare)}",
        "name and words": lambda: f"{pick.choice(names[:200])} {pick.choice(words)} {pick.choice(words)}",
        "phrase": lambda: f'"{pick.choice(words)} {pick.choice(words)}"',
        "either, not": lambda: f"({pick.choice(rare)} OR {pick.choice(rare)}) NOT {pick.choice(words)}",
        "prefix": lambda: pick.choice(names)[:4] + "*",
        "year and word": lambda: f"year:[2005 TO 2010] {pick.choice(words)}",
    }
    return {kind: [make() for _ in range(10)] for kind, make in kinds.items()}


class Naive:
    """tantivy as its first tutorial shows it."""

    def __init__(self, folder: Path) -> None:
        builder = tantivy.SchemaBuilder()
        for name in ("title", "body"):
            builder.add_text_field(name, stored=True, tokenizer_name="ru_stem")
        builder.add_unsigned_field("year", indexed=True, fast=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, str(folder))
        stemmed = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
        self._index.register_tokenizer("ru_stem", stemmed.filter(tantivy.Filter.stemmer("russian")).build())

    def build(self, documents: Iterator[IndexDocument]) -> None:
        writer = self._index.writer(128_000_000, 1)
        for document in documents:
            for page in document.pages:
                made = tantivy.Document(title=document.title, body=page.text)
                made.add_unsigned("year", document.year or 0)
                writer.add_document(made)
        writer.commit()
        writer.wait_merging_threads()
        self.open()

    def open(self) -> None:
        """What was built becomes what is asked."""
        self._index.reload()
        self.searcher = self._index.searcher()

    def ask(self, text: str) -> int:
        if text.endswith("*"):
            query = tantivy.Query.regex_query(self._schema, "body", text[:-1].lower() + ".*")
        else:
            query = self._index.parse_query(text, ["title", "body"], conjunction_by_default=True)
        found: Any = self.searcher.search(query, SNIPPETS, count=True)
        generator = tantivy.SnippetGenerator.create(self.searcher, query, self._schema, "body")
        for _, address in found.hits:
            generator.snippet_from_doc(self.searcher.doc(address)).to_html()
        return int(found.count)


class Ours:
    """The product's engine, access and all; page texts come from a dictionary as they would from the database."""

    def __init__(self, engine: SearchEngine, analyzer: Analyzer, texts: Mapping[tuple[int, int], str]) -> None:
        self._engine = engine
        self._analyzer = analyzer
        self._parser = QueryParser(analyzer)
        self._texts = texts
        self._access = Access(frozenset(range(1, SCOPES)), 2)

    def ask(self, text: str) -> int:
        tree = self._parser.parse(text).tree
        result = self._engine.search(SearchRequest(tree, limit=SNIPPETS), self._access)
        for hit in result.hits:
            highlight(self._texts[hit.document_id, hit.page or 1], tree, self._analyzer)
        return result.total

    def close(self) -> None:
        self._engine.close()


def timings(askers: Mapping[str, Callable[[str], int]], kinds: Mapping[str, list[str]]) -> dict[str, dict[str, Any]]:
    """Milliseconds for each asker: p95 over all questions, the median of each kind; and how much was found.

    Every question is asked of all in turn, so that a busy machine slows them alike.
    """
    times: dict[str, dict[str, list[float]]] = {name: {kind: [] for kind in kinds} for name in askers}
    found: dict[str, dict[str, list[int]]] = {name: {kind: [] for kind in kinds} for name in askers}
    for turn in range(REPEATS + 1):
        for kind, text in ((kind, text) for kind, texts in kinds.items() for text in texts):
            for name, ask in askers.items():
                start = time.perf_counter()
                total = ask(text)
                if turn:  # the first warms up
                    times[name][kind].append((time.perf_counter() - start) * 1000)
                    found[name][kind].append(total)
    return {name: _summary(times[name], found[name]) for name in askers}


def _summary(times: Mapping[str, list[float]], found: Mapping[str, list[int]]) -> dict[str, Any]:
    everything = sorted(itertools.chain(*times.values()))
    return {
        "p50_ms": round(statistics.median(everything), 2),
        "p95_ms": round(everything[int(len(everything) * 0.95)], 2),
        "median_ms": {kind: round(statistics.median(of), 2) for kind, of in times.items()},
        "found": {kind: round(statistics.mean(of)) for kind, of in found.items()},
    }


@dataclass(frozen=True, slots=True)
class Built:
    """Both indexes of one size, ready to be asked, and how fast they were made."""

    pages: int
    pages_per_s: float
    naive_pages_per_s: float
    ours: Ours
    naive: Naive


def build(pages: int, address: str | None, analyzer: Analyzer, folder: Path) -> Built:
    """Make both indexes in `folder`, or open those that an earlier run with `--keep` left there."""
    documents = list(Pages().documents(pages))
    texts = {(document.document_id, page.number): page.text for document in documents for page in document.pages}
    (folder / "naive").mkdir(parents=True, exist_ok=True)
    engine, naive = open_engine(address or f"tantivy://{folder}/ours", analyzer), Naive(folder / "naive")
    made = folder / "built.json"
    if not made.exists():
        start = time.perf_counter()
        engine.rebuild(documents)
        built = time.perf_counter() - start
        start = time.perf_counter()
        naive.build(iter(documents))
        naive_built = time.perf_counter() - start
        made.write_text(json.dumps([pages / built, pages / naive_built]))
    else:
        naive.open()
        for text in texts.values():
            analyzer.tokens(text)  # as warm as building leaves it
    speeds = json.loads(made.read_text())
    return Built(pages, speeds[0], speeds[1], Ours(engine, analyzer, texts), naive)


def measure(sizes: Sequence[int], address: str | None, folder: Path) -> list[Figure]:
    """Both sizes are asked in turns too: a busy machine is not taken for growth."""
    analyzer = Analyzer()
    kinds = questions(Pages())
    built = [build(pages, address, analyzer, folder / f"pages{pages}") for pages in sizes]
    askers = {f"ours {each.pages}": each.ours.ask for each in built}
    askers |= {f"naive {each.pages}": each.naive.ask for each in built}
    p95 = {name: found["p95_ms"] for name, found in timings(askers, kinds).items()}
    for each in built:
        each.ours.close()
    growth = [_growth(sizes, p95)] if len(sizes) > 1 else []
    return [*(_p95(each, p95) for each in built), *map(_speed, built), *growth]


def main() -> int:
    """Measure two sizes, print and write the figures."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--json", type=Path, required=True)
    arguments.add_argument("--pages", type=int, default=100_000)
    arguments.add_argument("--grow-from", type=int, default=10_000)
    arguments.add_argument("--engine", help="address of another engine, say postgresql://…, which holds one size")
    arguments.add_argument("--keep", type=Path, help="folder where the indexes stay, and are found again")
    given = arguments.parse_args()
    sizes = [given.pages] if given.engine else sorted({min(given.grow_from, given.pages), given.pages})
    with tempfile.TemporaryDirectory() as folder:
        write(given.json, "search", measure(sizes, given.engine, given.keep or Path(folder)))
    return 0


def _p95(size: Built, p95: Mapping[str, float]) -> Figure:
    name = f"p95 of ten kinds of questions, {size.pages:,} pages"
    return Figure(name, p95[f"ours {size.pages}"], "ms", "tantivy itself", p95[f"naive {size.pages}"], goal=2.0)


def _speed(size: Built) -> Figure:
    name = f"index built, {size.pages:,} pages"
    return Figure(name, size.pages_per_s, "pages/s", "tantivy itself", size.naive_pages_per_s)


def _growth(sizes: Sequence[int], p95: Mapping[str, float]) -> Figure:
    many, few = sizes[-1], sizes[0]
    name, peer = f"p95 at {many:,} pages", f"at {few:,}"
    return Figure(name, p95[f"ours {many}"], "ms", peer, p95[f"ours {few}"], goal=2.0)


if __name__ == "__main__":
    raise SystemExit(main())
