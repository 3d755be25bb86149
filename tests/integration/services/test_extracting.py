"""One document or one case file out of a snapshot: all its bytes, for whom may have them; never what an act has taken."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from archive_app.db.models import AuditEvent, Document, Volume
from archive_app.errors import NotFound
from archive_app.services.backup.book import found_words
from archive_app.services.backup.errors import PlaceNotEmpty, RecordDestroyed
from archive_app.services.backup.extracting import Extracting, Wanted
from storage.backup.data_keys import read_identities
from tests.fixtures.archives import account, file_one, note, work
from tests.fixtures.backups import backed
from tests.fixtures.disposal import Cabinet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from archive_app.bootstrap import Archive
    from tests.fixtures.archives import Home


def test_a_document_and_a_case_file_come_out_and_what_was_destroyed_does_not(
    home: Home, tmp_path: Path, scan: Callable[..., Path]
) -> None:
    made = backed(home, tmp_path / "b")
    with made.home.opened() as archive:
        path = scan(pages=2, name="журнал.tiff")
        number = file_one(archive, path, "Рябинина Елена Дмитриевна", title="Журнал 5А")
        second = file_one(archive, note(tmp_path, "вторая запись", "2.txt"))
        cabinet = Cabinet(archive, tmp_path)
        gone, case_gone = cabinet.closed("02-13", "ведомость по алгебре")
        work(archive)
        assert archive.backups.taking.run("test")[0].ok
        snapshot = archive.backups.keeping.find("latest")[1].id
        cabinet.executed()  # the living archive knows, the target not yet
        extracting, keys = _extracting(archive), read_identities(made.identity)
        to = tmp_path / "out"

        done = extracting.run(snapshot, Wanted(document=number), to, keys, cabinet.keeper)
        assert done.ok
        assert (to / f"{number:06d} {path.name}").read_bytes() == path.read_bytes()
        card = json.loads((to / f"{number:06d}.json").read_text())
        assert (card["title"], card["document_id"]) == ("Журнал 5А", number)
        assert (to / f"{number:06d}.pdfa.pdf").read_bytes().startswith(b"%PDF")
        assert len(done.files) == len(list(to.iterdir())) == 2 + len(card["renditions"])
        assert _events(archive, "backup:document:extract") == [str(number)]

        with pytest.raises(PlaceNotEmpty):
            extracting.run(snapshot, Wanted(document=number), to, keys, cabinet.keeper)
        assert extracting.run(snapshot, Wanted(document=number), to, keys, cabinet.keeper, overwrite=True).ok
        for wanted in (Wanted(document=gone), Wanted(case_file=case_gone)):
            with pytest.raises(RecordDestroyed) as refused:
                extracting.run(snapshot, wanted, tmp_path / "not", keys, cabinet.keeper)
            assert refused.value.params["act"] == 1
        assert not (tmp_path / "not").exists()

        with archive.sessions() as session:
            case = session.get_one(Volume, session.get_one(Document, number).volume_id).case_file_id
        whole = extracting.run(snapshot, Wanted(case_file=case), tmp_path / "case", keys, cabinet.keeper)
        assert (whole.ok, whole.documents) == (True, [number, second])
        assert json.loads((tmp_path / "case" / "case.json").read_text())["case_file_id"] == case
        assert (tmp_path / "case" / f"{second:06d} 2.txt").read_text() == "вторая запись"
        assert {path.name for path in archive.settings.work_folder.iterdir()} <= {"originals", "images"}


def test_it_is_for_those_who_may_download_and_names_what_is_damaged(embedded_home: Home, tmp_path: Path) -> None:
    made = backed(embedded_home, tmp_path / "b")
    with made.home.opened() as archive:
        number = file_one(archive, note(tmp_path, "приказ"))
        assert archive.backups.taking.run("test")[0].ok
        extracting, keys = _extracting(archive), read_identities(made.identity)
        for role in ("sysadmin", "auditor"):
            nobody = account(archive, role, role)
            with pytest.raises(NotFound):
                extracting.run("latest", Wanted(document=number), tmp_path / "out", keys, nobody)
        keeper = account(archive, "архивист", "archivist")
        with pytest.raises(NotFound):
            extracting.run("latest", Wanted(document=999), tmp_path / "out", keys, keeper)
        spoiled = min(made.folder.glob("objects/*/*/*"))
        spoiled.chmod(0o600)
        spoiled.write_bytes(spoiled.read_bytes()[:-40] + bytes(40))
        done = extracting.run("latest", Wanted(document=number), tmp_path / "out", keys, keeper)
        assert (done.ok, done.faults) == (False, [str(spoiled.relative_to(made.folder))])
        assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".txt", ".json"}
        assert not [path for path in (tmp_path / "out").iterdir() if "заметка" in path.name]
        runs = [run for run in archive.backups.state.runs() if run.kind == "restore"]
        assert [run.ok for run in runs] == [False] * 4
        assert "Повреждено или отсутствует в копии: 1" in found_words(runs[0])


def _extracting(archive: Archive) -> Extracting:
    return archive.backups.extracting(archive.today)


def _events(archive: Archive, action: str) -> list[str]:
    with archive.sessions() as session:
        return [row.object_id for row in session.query(AuditEvent).filter(AuditEvent.action == action)]
