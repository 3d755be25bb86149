"""The list of a person's uploads: all of it is reached, refused ones first, at a cost that does not grow."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from archive_app.db.models import IntakeSource, Upload, UploadState
from archive_app.services.intake_desk import UPLOADS_SHOWN, intake_desk
from tests.fixtures.archives import actor_of
from tests.fixtures.statements import statements_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archive_app.bootstrap import Archive

DAY = datetime.timedelta(days=1)


def _bring(archive: Archive, states: Iterable[UploadState]) -> None:
    now, person = archive.clock(), actor_of(archive)
    with archive.sessions.begin() as session:
        session.add_all(
            Upload(
                token=f"{state.value}-{number}",
                user_id=person.user_id,
                source=IntakeSource.BROWSER,
                name=f"{number}.pdf",
                size=1,
                state=state,
                message="Файл повреждён." if state is UploadState.REFUSED else None,
                created_at=now,
                expires_at=now + DAY,
            )
            for number, state in enumerate(states)
        )


def test_all_uploads_are_reached_and_counted(fresh_archive: Archive) -> None:
    archive, person, reads = fresh_archive, actor_of(fresh_archive), fresh_archive.journal.reads
    _bring(archive, [UploadState.REFUSED] * 5 + [UploadState.RECEIVING])
    with statements_of(archive.database) as few:
        intake_desk(reads, person)
    _bring(archive, (UploadState.TAKEN_IN for _ in range(2 * UPLOADS_SHOWN)))
    with statements_of(archive.database) as many:
        first = intake_desk(reads, person)
    assert len(many) == len(few)
    assert (first.uploads_in_all, first.refused_in_all) == (206, 5)
    assert [line.state for line in first.uploads[:6]] == [UploadState.REFUSED] * 5 + [UploadState.TAKEN_IN]

    tokens, part = [line.token for line in first.uploads], first
    while part.further is not None:
        part = intake_desk(reads, person, part.further)
        assert (part.uploads_in_all, part.refused_in_all) == (206, 5)
        tokens += [line.token for line in part.uploads]
    assert len(tokens) == len(set(tokens)) == 206
    assert len(first.uploads) == UPLOADS_SHOWN


def test_where_the_refused_end_the_others_go_on(fresh_archive: Archive) -> None:
    archive, person, reads = fresh_archive, actor_of(fresh_archive), fresh_archive.journal.reads
    _bring(archive, [UploadState.TAKEN_IN] * 3 + [UploadState.REFUSED] * UPLOADS_SHOWN)
    first = intake_desk(reads, person)
    assert {line.state for line in first.uploads} == {UploadState.REFUSED}
    second = intake_desk(reads, person, first.further)
    assert [line.state for line in second.uploads] == [UploadState.TAKEN_IN] * 3
    assert second.further is None
