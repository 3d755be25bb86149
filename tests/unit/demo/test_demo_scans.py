"""The demonstration set: real formats, honest truth, the same bytes from the same seed."""

import csv
import json
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from archive_app.demo.scans import SCHOOL_PLAN, DemoScan, make_demo

_DPI = 60


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[DemoScan]]:
    folder = tmp_path_factory.mktemp("demo") / "new" / "folder"
    return folder, make_demo(folder, seed=5, dpi=_DPI)


def test_every_record_of_the_issue_is_there(made: tuple[Path, list[DemoScan]]) -> None:
    _, scans = made
    assert [scan.kind for scan in scans] == ["class_journal", "exam_sheet", "diploma", "order", "personal_file"]
    assert [len(scan.pages) for scan in scans] == [2, 1, 1, 2, 4]


def test_files_hold_as_many_page_images_as_the_truth_has_pages(made: tuple[Path, list[DemoScan]]) -> None:
    _, scans = made
    for scan in scans:
        if scan.path.suffix == ".pdf":
            with pikepdf.open(scan.path) as pdf:
                filters = [str(image.get("/Filter")) for page in pdf.pages for image in page.get_images().values()]
            assert len(filters) == len(scan.pages)
            assert all("DCTDecode" in name for name in filters)
        else:
            with Image.open(scan.path) as image:
                assert getattr(image, "n_frames", 1) == len(scan.pages)


def test_the_summary_page_of_the_journal_is_stored_turned(made: tuple[Path, list[DemoScan]]) -> None:
    _, scans = made
    with pikepdf.open(scans[0].path) as pdf:
        widths_over_heights = [page.mediabox[2] > page.mediabox[3] for page in pdf.pages]
    assert widths_over_heights == [True, False]


def test_truth_names_who_is_on_the_page(made: tuple[Path, list[DemoScan]]) -> None:
    _, scans = made
    journal, _, certificate, order, personal_file = scans
    graduate = certificate.persons[0]
    assert certificate.pages[0].names == (graduate,)
    assert set(journal.persons) == set(journal.pages[1].names) == set(order.pages[1].names)
    assert graduate in journal.pages[0].names
    assert graduate in personal_file.pages[0].names
    assert any(graduate in line for line in order.pages[1].lines)


def test_truth_and_manifest_files_agree_with_what_is_returned(made: tuple[Path, list[DemoScan]]) -> None:
    folder, scans = made
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    assert [entry["pages"][0]["lines"] for entry in truth["scans"]] == [list(scan.pages[0].lines) for scan in scans]
    change = truth["name_changes"][0]
    assert change["from"] == scans[2].persons[0]
    assert change["to"].split()[1:] == change["from"].split()[1:]
    assert change["to"] != change["from"]
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    for row, scan in zip(rows, scans, strict=True):
        assert (folder / row["path"]) == scan.path
        assert scan.path.stat().st_size > 1000
        assert (row["item"], int(row["year"]), row["title"], row["date"]) == (
            scan.item,
            scan.year,
            scan.title,
            scan.date.isoformat(),
        )
        assert tuple(row["persons"].split("|")) == scan.persons


def test_former_surname_and_new_one_stand_together_on_the_last_page(made: tuple[Path, list[DemoScan]]) -> None:
    folder, scans = made
    change = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["name_changes"][0]
    last = " ".join(scans[4].pages[-1].lines)
    assert change["from"].split()[0] in last
    assert change["to"].split()[0] in last


def test_every_item_stands_in_the_plan_of_the_demonstration(made: tuple[Path, list[DemoScan]]) -> None:
    _, scans = made
    with SCHOOL_PLAN.open(encoding="utf-8", newline="") as stream:
        indexes = [row["index"] for row in csv.DictReader(stream, delimiter=";")]
    assert {scan.item for scan in scans} <= set(indexes)
    assert len(indexes) == len(set(indexes))


def test_same_seed_same_bytes(made: tuple[Path, list[DemoScan]], tmp_path: Path) -> None:
    folder, _ = made
    make_demo(tmp_path, seed=5, dpi=_DPI)
    names = sorted(path.name for path in folder.iterdir())
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    assert [(tmp_path / name).read_bytes() for name in names] == [(folder / name).read_bytes() for name in names]
