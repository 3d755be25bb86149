"""A file plan from draft to force: changed while a draft, fixed once agreed, approved by another, counted at year's end."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from archive_app.auth.errors import NotAllowed
from archive_app.db.models import CaseFile, FilePlanStatus
from archive_app.services.plans.errors import (
    DraftExists,
    ItemRefused,
    ItemsInUse,
    OwnPlan,
    PlanFixed,
    PlanNotAgreed,
    PlanNotApproved,
    StalePlan,
    TotalsFixed,
    YearNotOver,
)
from archive_app.services.rights.errors import ReasonMissing
from tests.fixtures.archives import YEAR, account, actor_of, file_one, note
from tests.fixtures.statements import statements_of

if TYPE_CHECKING:
    from pathlib import Path

    from archive_app.auth.actor import Actor
    from archive_app.bootstrap import Archive

NEXT = YEAR + 1
CELLS = {
    "index": "02-77",
    "section": "02 Учебная работа",
    "title": "Журналы кружков",
    "retention_text": "5 лет ЭПК",
    "trigger": "",
    "article": "",
    "carrier": "paper",
    "note": "",
}


def director_of(archive: Archive) -> Actor:
    account(archive, "директор-2", "director")
    return archive.actor("директор-2")


def test_a_plan_goes_from_draft_to_force_and_never_back(fresh_archive: Archive) -> None:
    archive, clerk = fresh_archive, actor_of(fresh_archive)
    plans, director = archive.plans, director_of(fresh_archive)
    draft = plans.drafting.copy(NEXT, YEAR, clerk)
    with pytest.raises(DraftExists):
        plans.drafting.copy(NEXT, YEAR, clerk)
    added = plans.drafting.put_item(draft.plan_id, draft.revision, CELLS, clerk)
    with pytest.raises(StalePlan):
        plans.drafting.put_item(draft.plan_id, draft.revision, {**CELLS, "index": "02-78"}, clerk)
    changed = plans.drafting.put_item(
        draft.plan_id, added.revision, {**CELLS, "title": "Журналы секций"}, clerk, replacing="02-77"
    )
    gone = changed.lines[-1].index
    dropped = plans.drafting.drop_item(draft.plan_id, changed.revision, gone, clerk)
    _, compared = plans.shown(draft.plan_id, clerk)
    assert [line.title for line in compared.added] == ["Журналы секций"]
    assert [line.index for line in compared.removed] == [gone]
    assert compared.changed == ()

    with pytest.raises(PlanNotAgreed):
        plans.confirming.approve(draft.plan_id, director)
    with pytest.raises(ReasonMissing):
        plans.confirming.agree(draft.plan_id, dropped.revision, clerk, protocol=" ")
    agreed = plans.confirming.agree(draft.plan_id, dropped.revision, clerk, protocol="протокол ЭК от 01.12.2025 № 4")
    with pytest.raises(PlanFixed):
        plans.drafting.put_item(draft.plan_id, agreed.revision, {**CELLS, "index": "02-78"}, clerk)
    with pytest.raises(PlanFixed):
        plans.drafting.drop_item(draft.plan_id, agreed.revision, "02-77", clerk)
    with pytest.raises(PlanFixed):
        plans.confirming.agree(draft.plan_id, agreed.revision, clerk, protocol="другой")
    with pytest.raises(PlanNotApproved):
        plans.confirming.enforce(draft.plan_id, clerk)
    plans.confirming.approve(draft.plan_id, director)
    approved, _ = plans.shown(draft.plan_id, clerk)
    with pytest.raises(PlanFixed):
        plans.drafting.discard(draft.plan_id, approved.revision, clerk)
    assert plans.confirming.enforce(draft.plan_id, clerk).status is FilePlanStatus.IN_FORCE
    with pytest.raises(PlanNotApproved):
        plans.confirming.enforce(draft.plan_id, clerk)


def test_what_the_director_does_not_approve_is_given_up_and_drafted_anew(fresh_archive: Archive) -> None:
    archive, clerk = fresh_archive, actor_of(fresh_archive)
    plans = archive.plans
    draft = plans.drafting.copy(NEXT, YEAR, clerk)
    agreed = plans.confirming.agree(draft.plan_id, draft.revision, clerk, protocol="протокол № 4")
    plans.drafting.discard(draft.plan_id, agreed.revision, clerk)
    assert plans.drafting.copy(NEXT, YEAR, clerk).number == draft.number + 1
    with pytest.raises(PlanNotAgreed):
        plans.confirming.approve(draft.plan_id, director_of(archive))


def test_nobody_approves_the_own_plan_nor_without_the_right(fresh_archive: Archive) -> None:
    archive, plans = fresh_archive, fresh_archive.plans
    clerk = actor_of(archive)
    account(archive, "клерк", "clerk")
    own = plans.drafting.copy(NEXT, YEAR, director_of(archive))
    plans.confirming.agree(own.plan_id, own.revision, clerk, protocol="протокол № 1")
    with pytest.raises(OwnPlan):
        plans.confirming.approve(own.plan_id, archive.actor("директор-2"))
    with pytest.raises(NotAllowed):
        plans.confirming.approve(own.plan_id, archive.actor("клерк"))
    account(archive, "учитель", "curator", group_id=None)
    with pytest.raises(NotAllowed):
        plans.listed(archive.actor("учитель"))


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"index": "2/5"}, "index_wrong"),
        ({"title": " "}, "heading_missing"),
        ({"retention_text": "когда-нибудь"}, "term_not_understood"),
        ({"retention_text": "Постоянно", "trigger": "book_end"}, "trigger_mismatch"),
        ({"index": "02-03"}, "index_taken"),
    ],
)
def test_a_wrong_item_is_named(archive: Archive, cells: dict[str, str], code: str) -> None:
    plans, clerk = archive.plans, actor_of(archive)
    line = next((each for each in plans.listed(clerk) if each.status is FilePlanStatus.DRAFT), None)
    plan_id = line.plan_id if line else plans.drafting.copy(NEXT, YEAR, clerk).plan_id
    version, _ = plans.shown(plan_id, clerk)
    with pytest.raises(ItemRefused) as refused:
        plans.drafting.put_item(plan_id, version.revision, {**CELLS, **cells}, clerk)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_open_case_files_go_over_to_the_new_version_and_none_is_left_behind(
    fresh_archive: Archive, tmp_path: Path
) -> None:
    archive, clerk = fresh_archive, actor_of(fresh_archive)
    plans, director = archive.plans, director_of(fresh_archive)
    file_one(archive, note(tmp_path, "журнал"))
    without = plans.drafting.copy(YEAR, YEAR, clerk)
    less = plans.drafting.drop_item(without.plan_id, without.revision, "02-03", clerk)
    plans.confirming.agree(less.plan_id, less.revision, clerk, protocol="протокол № 2")
    plans.confirming.approve(less.plan_id, director)
    with pytest.raises(ItemsInUse) as refused:
        plans.confirming.enforce(less.plan_id, clerk)
    assert refused.value.params["indexes"] == "02-03"
    assert [each.number for each in plans.listed(clerk) if each.status is FilePlanStatus.IN_FORCE] == [1]


def test_open_case_files_move_with_their_index(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, clerk = fresh_archive, actor_of(fresh_archive)
    plans, director = archive.plans, director_of(fresh_archive)
    file_one(archive, note(tmp_path, "журнал"))
    draft = plans.drafting.copy(YEAR, YEAR, clerk)
    plans.confirming.agree(draft.plan_id, draft.revision, clerk, protocol="протокол № 2")
    plans.confirming.approve(draft.plan_id, director)
    plans.confirming.enforce(draft.plan_id, clerk)
    file_one(archive, note(tmp_path, "журнал ещё", "2.txt"))
    with archive.sessions() as session:
        moved = session.scalars(select(CaseFile)).one()
        assert moved.item.plan_id == draft.plan_id
    statuses = {each.number: each.status for each in plans.listed(clerk) if each.year == YEAR}
    assert statuses == {1: FilePlanStatus.CLOSED, 2: FilePlanStatus.IN_FORCE}


def test_the_totals_of_a_year_come_from_its_case_files(fresh_archive: Archive, tmp_path: Path) -> None:
    archive, clerk = fresh_archive, actor_of(fresh_archive)
    totals = archive.plans.totals
    file_one(archive, note(tmp_path, "журнал"))
    file_one(archive, note(tmp_path, "приказ", "2.txt"), item="01-02", kind="order")
    with statements_of(archive.database) as statements:
        counted = totals.of(YEAR, clerk)
    assert len(statements) <= 3
    assert counted.total.begun == counted.total.carried == 2
    assert sum(counted.of_items.values()) == 2
    fixed = totals.fix(YEAR, clerk)
    assert asdict(fixed)["of_items"] == asdict(counted)["of_items"]
    file_one(archive, note(tmp_path, "ещё", "3.txt"))
    assert totals.of(YEAR, clerk).total == fixed.total
    with pytest.raises(TotalsFixed):
        totals.fix(YEAR, clerk)
    plan = archive.plans.drafting.copy(archive.today().year, YEAR, clerk)
    archive.plans.confirming.agree(plan.plan_id, plan.revision, clerk, protocol="протокол № 3")
    archive.plans.confirming.approve(plan.plan_id, director_of(archive))
    archive.plans.confirming.enforce(plan.plan_id, clerk)
    with pytest.raises(YearNotOver):
        totals.fix(archive.today().year, clerk)
