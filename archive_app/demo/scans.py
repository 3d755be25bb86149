"""The demonstration set: five scanned records of one class, as files, with the truth beside them."""

import csv
import dataclasses
import json
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PIL import Image

from archive_app.demo.certificate import issue_day
from archive_app.demo.degrade import Profile, degrade
from archive_app.demo.draw import PageKind, draw_sheet
from archive_app.demo.exam_sheet import exam_day
from archive_app.demo.order import NUMBER, order_day
from archive_app.demo.people import School, make_school

DEFAULT_SEED = 17
SCHOOL_PLAN = Path(__file__).with_name("school_plan.csv")
"""A short file plan of a school; the demonstration files its scans under items of it."""
MANIFEST = "manifest.csv"
TRUTH = "truth.json"
_EPOCH = time.gmtime(0)
_JPEG_QUALITY = 75


@dataclass(frozen=True, slots=True)
class DemoPage:
    """Truth of one page: its lines in reading order and who is named on it.

    `names` are `Фамилия Имя Отчество` of those whose surname and given name stand there in the nominative.
    """

    lines: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoScan:
    """One file of the demonstration and what an archivist would say of it.

    `item` is the index of the file plan (`school_plan.csv`), `year` the year of that plan, `persons` whom the
    document is about.
    """

    path: Path
    item: str
    year: int
    title: str
    kind: str
    date: date
    persons: tuple[str, ...]
    pages: tuple[DemoPage, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    file: str
    item: str
    year: int
    title: str
    kind: str
    date: date
    persons: tuple[str, ...]
    pages: tuple[tuple[PageKind, Profile], ...]


def make_demo(folder: Path, *, seed: int = DEFAULT_SEED, dpi: int = 300) -> list[DemoScan]:
    """Draw the demonstration set into `folder` (made if absent): scans, `manifest.csv`, `truth.json`.

    The manifest is what `archive file --manifest` reads: `path;item;year;title;date;persons;kind`, paths relative to
    `folder`, persons separated by `|`. The same arguments give the same bytes.

    Raises:
        FontMissing: the Debian font packages are not installed.
        OSError: `folder` cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    school = make_school(seed)
    scans = [_make(folder, plan, school, seed=seed + number, dpi=dpi) for number, plan in enumerate(_plans(school))]
    _write_manifest(folder / MANIFEST, scans)
    _write_truth(folder / TRUTH, scans, school, seed=seed)
    return scans


def _plans(school: School) -> list[_Plan]:
    begun, ended = school.school_year, school.school_year + 1
    everybody, graduate = tuple(pupil.full for pupil in school.pupils), (school.graduate.full,)
    return [
        _Plan(
            f"klassnyj-zhurnal-11a-{begun}.pdf",
            "02-03",
            begun,
            f"Классный журнал {school.group} класса, {begun}/{ended} учебный год",
            "class_journal",
            date(ended, 5, 31),
            everybody,
            ((PageKind.JOURNAL, Profile.FLATBED), (PageKind.JOURNAL_SUMMARY, Profile.TURNED)),
        ),
        _Plan(
            f"vedomost-algebra-11a-{ended}.jpg",
            "02-13",
            ended,
            f"Экзаменационная ведомость № 12 промежуточной аттестации по алгебре, {school.group} класс",
            "exam_sheet",
            exam_day(school),
            everybody,
            ((PageKind.EXAM_SHEET, Profile.SKEWED),),
        ),
        _Plan(
            f"attestat-{ended}.jpg",
            "02-10",
            ended,
            f"Аттестат о среднем общем образовании, {school.graduate.full}",
            "diploma",
            issue_day(school),
            graduate,
            ((PageKind.CERTIFICATE, Profile.PHOTO),),
        ),
        _Plan(
            f"prikaz-84u-{ended}.tif",
            "01-05",
            ended,
            f"Приказ № {NUMBER} о выпуске обучающихся {school.group} класса",
            "order",
            order_day(school),
            everybody,
            ((PageKind.ORDER, Profile.FLATBED), (PageKind.ORDER_LIST, Profile.SKEWED)),
        ),
        _Plan(
            f"lichnoe-delo-{ended}.pdf",
            "02-02",
            ended,
            f"Личное дело обучающейся, {school.graduate.full}",
            "personal_file",
            order_day(school),
            graduate,
            (
                (PageKind.PERSONAL_COVER, Profile.FLATBED),
                (PageKind.APPLICATION, Profile.NOISY),
                (PageKind.AUTOBIOGRAPHY, Profile.FLATBED),
                (PageKind.RENAMING, Profile.SKEWED),
            ),
        ),
    ]


def _make(folder: Path, plan: _Plan, school: School, *, seed: int, dpi: int) -> DemoScan:
    images: list[Image.Image] = []
    pages: list[DemoPage] = []
    for number, (kind, profile) in enumerate(plan.pages):
        sheet = draw_sheet(kind, school, seed=seed, dpi=dpi)
        images.append(degrade(sheet.image, profile, seed=seed * 100 + number))
        pages.append(DemoPage(tuple(sheet.lines), _names_on(sheet.lines, school)))
    path = folder / plan.file
    _save(path, images)
    return DemoScan(path, plan.item, plan.year, plan.title, plan.kind, plan.date, plan.persons, tuple(pages))


def _names_on(lines: list[str], school: School) -> tuple[str, ...]:
    text = " ".join(lines)
    staff = (school.parent, school.director, school.deputy, school.teacher, school.secretary)
    return tuple(p.full for p in (*school.pupils, *staff) if f"{p.surname} {p.given}" in text)


def _save(path: Path, images: list[Image.Image]) -> None:
    """Write pages as a scanner's driver does: JPEG streams in a PDF or a TIFF, or one JPEG."""
    first, rest = images[0], images[1:]
    dpi = first.info["dpi"]
    if path.suffix == ".pdf":
        first.save(
            path,
            save_all=True,
            append_images=rest,
            resolution=dpi[0],
            quality=_JPEG_QUALITY,
            creationDate=_EPOCH,
            modDate=_EPOCH,
        )
    elif path.suffix == ".tif":
        first.save(path, save_all=True, append_images=rest, dpi=dpi, compression="jpeg", quality=_JPEG_QUALITY)
    else:
        first.save(path, dpi=dpi, quality=_JPEG_QUALITY)


def _write_manifest(path: Path, scans: list[DemoScan]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, delimiter=";", lineterminator="\n")
        rows.writerow(["path", "item", "year", "title", "date", "persons", "kind"])
        for scan in scans:
            persons = "|".join(scan.persons)
            day = scan.date.isoformat()
            rows.writerow([scan.path.name, scan.item, scan.year, scan.title, day, persons, scan.kind])


def _write_truth(path: Path, scans: list[DemoScan], school: School, *, seed: int) -> None:
    old = school.graduate
    new = dataclasses.replace(old, surname=school.new_surname)
    truth = {
        "seed": seed,
        "name_changes": [{"from": old.full, "to": new.full, "on": school.renamed_on.isoformat()}],
        "scans": [
            {**dataclasses.asdict(scan), "path": scan.path.name, "date": scan.date.isoformat()} for scan in scans
        ],
    }
    path.write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
