"""Whatever names a person goes along when two cards become one: a new table cannot be forgotten."""

from __future__ import annotations

from archive_app.db.models import Base, PersonMerge
from archive_app.services.people.moving_life import KIN

BY_HAND = {
    "person_name.person_id",  # copied: the card that is given up keeps its own
    "document_person.person_id",
    "document.subject_id",
    "case_file.person_id",
    "study.person_id",
    "class_list_line.person_id",
    "duty.person_id",
    "case_event.person_id",
    "hold.person_id",
}
"""What `merging` and `moving_life` move one by one; tests/integration/services/test_persons_kept.py tries each."""
STAYS = {
    "person.merged_into_id",  # the signpost itself
    "person_merge.kept_id",
    "person_merge.merged_id",
    "access_scope.person_id",  # scopes are said anew with the documents that follow
}


def test_merging_knows_every_column_that_names_a_person() -> None:
    named = {
        f"{key.parent.table.name}.{key.parent.name}"
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "person"
    }
    kin = {f"{model.__tablename__}.{column}" for model, column, _ in KIN.values()}
    assert named == BY_HAND | STAYS | kin, "say in archive_app/services/people/moving_life.py what becomes of it"


def test_what_moves_can_be_told_and_put_back() -> None:
    from archive_app.services.people.merging import Moved
    from archive_app.services.people.undoing import _WHAT

    assert set(KIN) <= set(Moved.__dataclass_fields__)
    assert {model for model, _, _ in KIN.values()} <= set(_WHAT)
    assert PersonMerge.__tablename__ == "person_merge"
