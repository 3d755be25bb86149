"""Destruction happens under an approved act only, and what the act does not say stays."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pikepdf
import pytest
from sqlalchemy import select, update

from archive_app.auth.errors import NotAllowed
from archive_app.db.migrations.frozen_triggers import drop_frozen_triggers
from archive_app.db.models import (
    Blob,
    BlobState,
    CaseFile,
    CaseFileState,
    Decision,
    DisposalAct,
    DisposalEntry,
    Document,
    DocumentState,
    HoldTarget,
    Page,
    Rendition,
    Tombstone,
)
from archive_app.services.disposal.errors import (
    ActNotThere,
    CommissionIncomplete,
    DecidedOneByOne,
    ExtractTermTooShort,
    InventoriesMissing,
    KeepUntilMissing,
    NoQuorum,
    NotConfirmed,
    NotDecided,
    NotEligible,
    NothingToPropose,
    OwnProposal,
)
from archive_app.services.disposal.reviewing import Member, Protocol
from archive_app.services.rights.errors import ReasonMissing
from retention.verdict import Status
from storage.keys import BlobKey
from tests.fixtures.archives import account, file_one, work
from tests.fixtures.disposal import Cabinet, commission, reviewed, settled
from tests.fixtures.statements import statements_of

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive
    from archive_app.services.disposal import Disposal
    from archive_app.services.disposal.acts import Entry

EXAMS, RESULTS, JOURNALS, EXTRACTS, CHARTER = "02-13", "02-14", "02-03", "02-04", "01-01"


@pytest.fixture
def cabinet(fresh_archive: Archive, tmp_path: Path) -> Cabinet:
    return Cabinet(fresh_archive, tmp_path)


@pytest.fixture
def scan_pdf(tmp_path: Path) -> Path:
    """Three empty pages of different sizes."""
    path = tmp_path / "журнал.pdf"
    with pikepdf.new() as made:
        for width in (300, 310, 320):
            made.add_blank_page(page_size=(width, 400))
        made.save(path)
    return path


def test_an_act_goes_from_hand_to_hand_and_only_then_bytes_go(cabinet: Cabinet) -> None:
    archive, keeper, director = cabinet.archive, cabinet.keeper, cabinet.director
    document, case_file = cabinet.closed(EXAMS, "ведомость по алгебре")
    work(archive)
    assert [hit.document_id for hit in archive.searching.search("алгебре", director).hits] == [document]
    sha256 = cabinet.sha256(document)
    act = cabinet.disposal.proposing.propose(keeper)
    for too_early in (
        lambda: cabinet.disposal.approving.approve(act, director),
        lambda: cabinet.disposal.approving.execute(act, director, typed=str(act)),
    ):
        with pytest.raises(ActNotThere):
            too_early()
    with pytest.raises(NotDecided):
        cabinet.disposal.reviewing.conclude(act, commission(archive), keeper)
    reviewed(cabinet, act)
    with pytest.raises(ActNotThere):
        cabinet.disposal.approving.execute(act, director, typed=str(act))
    with pytest.raises(NotAllowed):
        cabinet.disposal.approving.approve(act, keeper)
    cabinet.disposal.approving.approve(act, director)
    with pytest.raises(NotConfirmed):
        cabinet.disposal.approving.execute(act, keeper, typed="да")
    assert archive.store.exists(BlobKey(sha256))
    assert cabinet.disposal.approving.execute(act, keeper, typed=str(act)) == 1
    work(archive)
    card = cabinet.disposal.acts.card(act, keeper)
    assert (card.state, card.entries[0].state, card.blobs) == ("executed", "destroyed", len(cabinet.stones(act)))
    assert not any(archive.store.exists(BlobKey(stone.sha256)) for stone in cabinet.stones(act))
    assert archive.searching.search("алгебре", director).hits == ()
    assert not archive.engine.stamps([document])
    with archive.sessions() as session:
        assert session.get_one(CaseFile, case_file).state is CaseFileState.DESTROYED
        gone = session.get_one(Document, document)
        assert (gone.state, gone.title) == (DocumentState.DESTROYED, "ведомость по алгебре")
        assert not session.scalars(select(Page).where(Page.document_id == document)).all()
        assert not session.scalars(select(Rendition).where(Rendition.document_id == document)).all()
        assert session.get_one(Blob, sha256).state is BlobState.DESTROYED
    remains = cabinet.disposal.acts.remains(act, keeper)
    assert {(one.document_id, one.shared) for one in remains} == {(document, False)}
    assert sha256 in {one.sha256 for one in remains}
    assert archive.doctor.diagnose().ok


def test_nobody_approves_the_own_proposal(cabinet: Cabinet) -> None:
    cabinet.closed(EXAMS, "ведомость")
    act = cabinet.disposal.proposing.propose(cabinet.director)
    reviewed(cabinet, act)
    with pytest.raises(OwnProposal):
        cabinet.disposal.approving.approve(act, cabinet.director)
    second = account(cabinet.archive, "замдиректора", "director")
    cabinet.disposal.approving.approve(act, second)
    for change in (
        lambda: cabinet.disposal.reviewing.decide(act, [1], Decision.DESTROY, cabinet.keeper),
        lambda: cabinet.disposal.reviewing.conclude(act, commission(cabinet.archive), cabinet.keeper),
        lambda: cabinet.disposal.proposing.withdraw(act, cabinet.keeper, reason="передумали"),
        lambda: cabinet.disposal.approving.approve(act, second),
    ):
        with pytest.raises(ActNotThere):
            change()


def test_a_hold_set_a_second_before_wins_over_an_approved_act(cabinet: Cabinet) -> None:
    archive, keeper = cabinet.archive, cabinet.keeper
    held, case_file = cabinet.closed(EXAMS, "спорная ведомость")
    free, _ = cabinet.closed(EXAMS, "прочая ведомость")
    act = cabinet.approved()
    cabinet.disposal.approving.execute(act, keeper, typed=f"№ {act}")
    archive.life.holding.add(HoldTarget.CASE_FILE, str(case_file), keeper, reference="запрос суда", reason="иск")
    work(archive)
    card = cabinet.disposal.acts.card(act, keeper)
    states = {entry.case_file_id: (entry.state, entry.left_code, entry.left_detail) for entry in card.entries}
    assert states[case_file] == ("left", "held", "запрос суда")
    assert card.state == "executed"
    assert archive.store.exists(BlobKey(cabinet.sha256(held)))
    assert not archive.store.exists(BlobKey(cabinet.sha256(free)))
    with pytest.raises(NotEligible):
        cabinet.disposal.proposing.propose(keeper, case_files=[case_file])


def test_a_hold_also_saves_a_case_file_that_is_marked_while_its_bytes_are_there(cabinet: Cabinet) -> None:
    archive, keeper = cabinet.archive, cabinet.keeper
    document, case_file = cabinet.closed(EXAMS, "спорная ведомость")
    work(archive)
    act = cabinet.approved()
    cabinet.disposal.approving.execute(act, keeper, typed=str(act))
    entry = cabinet.disposal.acts.card(act, keeper).entries[0].entry_id
    assert cabinet.begin(entry)
    with archive.sessions() as session:
        assert session.get_one(Document, document).state is DocumentState.DESTROYING
    archive.life.holding.add(HoldTarget.DOCUMENT, str(document), keeper, reference="запрос", reason="иск")
    work(archive)
    assert cabinet.disposal.acts.card(act, keeper).entries[0].left_code == "held"
    sha256 = cabinet.sha256(document)
    with archive.sessions() as session:
        assert session.get_one(CaseFile, case_file).state is CaseFileState.CLOSED
        assert session.get_one(Document, document).state is DocumentState.ACTIVE
        assert session.get_one(Blob, sha256).state is BlobState.PRESENT
        assert not session.scalars(select(Tombstone)).all()
    assert [hit.document_id for hit in archive.searching.search("спорная", cabinet.director).hits] == [document]


def test_epk_files_are_decided_one_by_one_with_a_ground(cabinet: Cabinet) -> None:
    for name in ("протокол А", "протокол Б"):
        cabinet.closed(RESULTS, name)
    cabinet.closed(EXAMS, "ведомость")
    act = cabinet.disposal.proposing.propose(cabinet.keeper)
    lines = cabinet.disposal.acts.card(act, cabinet.keeper).entries
    alone = [line.position for line in lines if line.individual]
    decide = cabinet.disposal.reviewing.decide
    with pytest.raises(DecidedOneByOne):
        decide(act, alone, Decision.DESTROY, cabinet.keeper, reason="оптом")
    with pytest.raises(ReasonMissing):
        decide(act, alone[:1], Decision.DESTROY, cabinet.keeper)
    assert cabinet.disposal.reviewing.decide_rest(act, cabinet.keeper) == len(lines) - len(alone)
    with pytest.raises(NotDecided):
        cabinet.disposal.reviewing.conclude(act, commission(cabinet.archive), cabinet.keeper)
    with cabinet.archive.sessions.begin() as session:  # a line that was not reviewed, whatever the act says
        session.execute(update(DisposalEntry).values(decision=Decision.DESTROY))
        session.execute(update(DisposalAct).values(state="reviewed"))
    cabinet.disposal.approving.approve(act, cabinet.director)
    work(cabinet.archive)  # what is still being recognised is not destroyed yet
    cabinet.disposal.approving.execute(act, cabinet.keeper, typed=str(act))
    work(cabinet.archive)
    after = {line.position: line for line in cabinet.disposal.acts.card(act, cabinet.keeper).entries}
    assert {after[position].left_code for position in alone} == {"unreviewed"}


def test_what_the_commission_keeps_leaves_the_act_and_stays_kept(cabinet: Cabinet) -> None:
    archive, keeper = cabinet.archive, cabinet.keeper
    files = [cabinet.closed(EXAMS, name)[1] for name in ("дольше", "вечно", "долой")]
    act = cabinet.disposal.proposing.propose(keeper)
    at = {line.case_file_id: line.position for line in cabinet.disposal.acts.card(act, keeper).entries}
    decide, until = cabinet.disposal.reviewing.decide, date(2077, 5, 4)
    with pytest.raises(KeepUntilMissing):
        decide(act, [at[files[0]]], Decision.KEEP, keeper, reason="нужны")
    decide(act, [at[files[0]]], Decision.KEEP, keeper, until=until, reason="нужны для проверки")
    decide(act, [at[files[1]]], Decision.PERMANENT, keeper, reason="история школы")
    decide(act, [at[files[2]]], Decision.DESTROY, keeper)
    short = commission(archive)
    absent = tuple(Member(one.name, one.post, present=one.chair, chair=one.chair) for one in short.members)
    with pytest.raises(NoQuorum):
        cabinet.disposal.reviewing.conclude(act, Protocol("7", short.on, absent), keeper)
    with pytest.raises(CommissionIncomplete):
        cabinet.disposal.reviewing.conclude(act, Protocol("7", short.on, short.members[:2]), keeper)
    cabinet.disposal.reviewing.conclude(act, short, keeper)
    explain = archive.life.judging.explain
    assert explain(files[0], keeper).verdict.status is Status.HELD
    assert explain(files[0], keeper, date(2077, 5, 5)).verdict.status is Status.ELIGIBLE
    assert explain(files[1], keeper, date(2199, 1, 1)).verdict.status is Status.NEVER
    settled(cabinet).approving.approve(act, cabinet.director)  # what is kept for ever belongs into an inventory
    work(archive)  # what is still being recognised is not destroyed yet
    cabinet.disposal.approving.execute(act, keeper, typed=str(act))
    work(archive)
    with archive.sessions() as session:
        states = [session.get_one(CaseFile, number).state for number in files]
    assert states == [CaseFileState.CLOSED, CaseFileState.CLOSED, CaseFileState.DESTROYED]


def test_lent_permanent_open_and_young_case_files_are_not_proposed(cabinet: Cabinet) -> None:
    keeper = cabinet.keeper
    _, permanent = cabinet.closed(CHARTER, "устав")
    _, young = cabinet.closed(EXAMS, "свежая", finished=date(2025, 12, 1))
    _, open_one = cabinet.filed(EXAMS, "открытая")
    for number in (permanent, young, open_one):
        with pytest.raises(NotEligible):
            cabinet.disposal.proposing.propose(keeper, case_files=[number])
    with pytest.raises(NothingToPropose):
        cabinet.disposal.proposing.propose(keeper)
    _, old = cabinet.closed(EXAMS, "старая")
    lending = cabinet.with_loans(old)
    with pytest.raises(NotEligible):
        lending.proposing.propose(keeper, case_files=[old])
    act = cabinet.approved()
    cabinet.disposal.approving.execute(act, keeper, typed=str(act))
    entry = cabinet.disposal.acts.card(act, keeper).entries[0]
    assert entry.case_file_id == old
    assert not cabinet.begin(entry.entry_id, lending)  # lent since the approval
    assert cabinet.disposal.acts.card(act, keeper).entries[0].left_code == "lent"


def test_the_act_waits_for_the_inventories_of_its_years(cabinet: Cabinet) -> None:
    cabinet.closed(EXAMS, "ведомость")
    cabinet.closed(CHARTER, "устав")
    act = cabinet.disposal.proposing.propose(cabinet.keeper)
    reviewed(cabinet, act)
    with pytest.raises(InventoriesMissing) as refused:
        cabinet.archive.disposal.approving.approve(act, cabinet.director)
    assert refused.value.params["years"] == "2025"


def test_a_blob_of_a_living_document_stays(cabinet: Cabinet) -> None:
    archive = cabinet.archive
    document, _ = cabinet.closed(EXAMS, "общий лист")
    sha256 = cabinet.sha256(document)
    with archive.sessions.begin() as session:  # a twin, as two departments file it without knowing of one another
        twin = Document(
            kind_code="other",
            title="двойник",
            original_sha256=sha256,
            original_name="двойник.txt",
            media_type="text/plain",
            created_at=archive.clock(),
            created_by="t",
            recognition="recognised",
        )
        session.add(twin)
        session.flush()
        number = twin.id
    cabinet.executed()
    assert archive.store.exists(BlobKey(sha256))
    with archive.sessions() as session:
        assert session.get_one(Blob, sha256).state is BlobState.PRESENT
        assert session.get_one(Document, number).state is DocumentState.ACTIVE
        assert {stone.sha256: stone.shared for stone in session.scalars(select(Tombstone))}[sha256] is True
    assert archive.doctor.diagnose().ok


def test_what_was_destroyed_may_be_filed_anew(cabinet: Cabinet) -> None:
    archive = cabinet.archive
    document, _ = cabinet.closed(EXAMS, "вернувшийся лист")
    path = cabinet.paths[document]
    cabinet.executed()
    again = file_one(archive, path, item=JOURNALS)
    assert again != document
    assert archive.store.exists(BlobKey(cabinet.sha256(again)))
    with archive.sessions() as session:
        assert session.get_one(Blob, cabinet.sha256(again)).state is BlobState.PRESENT


def test_a_line_that_was_changed_behind_the_programs_back_is_not_carried_out(cabinet: Cabinet) -> None:
    _, first = cabinet.closed(EXAMS, "одна")
    _, other = cabinet.closed(JOURNALS, "чужой журнал")
    act = cabinet.approved(case_files=[first])
    cabinet.disposal.approving.execute(act, cabinet.keeper, typed=str(act))
    with cabinet.archive.database.begin() as connection:  # somebody with the keys of the database
        drop_frozen_triggers(connection)
        connection.execute(update(DisposalEntry).values(case_file_id=other))
    work(cabinet.archive)
    assert cabinet.disposal.acts.card(act, cabinet.keeper).entries[0].left_code == "tampered"
    with cabinet.archive.sessions() as session:
        assert session.get_one(CaseFile, other).state is CaseFileState.CLOSED


def test_of_a_class_journal_the_summary_pages_live_on(cabinet: Cabinet, scan_pdf: Path) -> None:
    archive, keeper = cabinet.archive, cabinet.keeper
    journal, case_file = cabinet.closed(JOURNALS, "журнал 9-А", path=scan_pdf)
    work(archive)
    with pytest.raises(NotEligible) as refused:
        cabinet.disposal.proposing.propose(keeper, case_files=[case_file])
    assert refused.value.params["why"] == "extract_first"
    assert [one.ban for one in cabinet.disposal.proposing.candidates(keeper)] == ["extract_first"]
    extract = cabinet.disposal.extracting.extract
    with pytest.raises(ExtractTermTooShort):
        extract(case_file, {journal: [2]}, keeper, item=EXAMS, year=2025)
    made = extract(case_file, {journal: [2]}, keeper, item=EXTRACTS, year=2025)
    work(archive)
    kept = archive.life.judging.explain(made.case_file_id, keeper).verdict
    year = archive.today().year
    assert (kept.status, kept.date) == (Status.NOT_BEFORE, date(year + 1 + 25, 1, 1))
    act = cabinet.executed()
    line: Entry = cabinet.disposal.acts.card(act, keeper).entries[0]
    assert (line.remainder, line.state) == (True, "destroyed")
    assert not archive.store.exists(BlobKey(cabinet.sha256(journal)))
    assert archive.store.exists(BlobKey(cabinet.sha256(made.document_id)))
    assert archive.doctor.diagnose().ok


def test_proposing_many_costs_as_many_statements_as_proposing_one(cabinet: Cabinet) -> None:
    seen: list[int] = []
    for name in ("а", "б", "в"):
        cabinet.closed(EXAMS, name)
        with statements_of(cabinet.archive.database) as said:
            assert cabinet.disposal.proposing.candidates(cabinet.keeper)
        seen.append(len(said))
    assert len(set(seen)) == 1, seen


def test_the_act_is_printed(cabinet: Cabinet) -> None:
    cabinet.closed(EXAMS, "ведомость")
    act = cabinet.approved()
    pdf = cabinet.archive.forms.written("disposal-act", act, cabinet.keeper).content
    assert pdf.startswith(b"%PDF")


def test_others_do_not_come_near(cabinet: Cabinet) -> None:
    cabinet.closed(EXAMS, "ведомость")
    act = cabinet.disposal.proposing.propose(cabinet.keeper)
    clerk: Actor = account(cabinet.archive, "писарь", "clerk")
    disposal: Disposal = cabinet.disposal
    for step in (
        lambda: disposal.proposing.propose(clerk),
        lambda: disposal.acts.card(act, clerk),
        lambda: disposal.acts.listed(clerk),
        lambda: disposal.reviewing.decide(act, [1], Decision.DESTROY, clerk),
        lambda: disposal.approving.approve(act, clerk),
        lambda: disposal.approving.execute(act, clerk, typed=str(act)),
        lambda: cabinet.archive.forms.written("disposal-act", act, clerk),
    ):
        with pytest.raises(NotAllowed):
            step()
