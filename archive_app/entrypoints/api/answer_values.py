"""The words of which a field of an answer is one, each with its Russian: keys are those of `answer_words`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.auth.acts import ACT_WORDS, REACH_WORDS
from archive_app.case_file_words import CUSTODY_WORDS
from archive_app.case_file_words import STATE_WORDS as CASE_FILE_STATES
from archive_app.contingent_words import OUTCOME_WORDS as CONTINGENT_OUTCOMES
from archive_app.disposal_words import ACT_STATES, DECISIONS, ENTRY_STATES, WHY_LEFT
from archive_app.event_words import LEAVE_WORDS, LINE_WORDS
from archive_app.group_order_words import MEMBER_WORDS
from archive_app.person_words import AUTHORITY_WORDS, ENDED_WORDS, PURPOSE_WORDS, SETTLED_WORDS
from archive_app.plan_words import STATUS_WORDS as PLAN_STATES
from archive_app.portfolio_words import (
    ENTRY_STATE_WORDS,
    KINDS,
    LEVEL_WORDS,
    OUTSIDE_STATE_WORDS,
    PAPER_WORDS,
)
from archive_app.retention_words import STATUS_WORDS, TRIGGER_WORDS
from archive_app.services.accession.rows import STATE_WORDS as ACCESSION_STATES
from archive_app.services.administration.system_state import DISK_WORDS
from archive_app.services.backup.book import RUN_WORDS
from archive_app.services.card_values import PERSON_ROLES
from archive_app.services.card_words import CARRIER_WORDS
from archive_app.services.control.files import FILE_WORDS
from archive_app.services.control.states import STATE_WORDS as SHEET_STATES
from archive_app.services.control.words import FORM_WORDS
from archive_app.services.fixity.state import FINDING_WORDS
from archive_app.services.inventories.kinds import KIND_WORDS as INVENTORY_KINDS
from archive_app.services.inventories.kinds import STATE_WORDS as INVENTORY_STATES
from archive_app.services.life_line import POINT_WORDS
from archive_app.services.local_acts.said import KIND_WORDS as LOCAL_ACT_KINDS
from archive_app.services.presence.showing import OUTCOME_WORDS as PRESENCE_OUTCOMES
from archive_app.services.registers.books import BOOK_WORDS
from archive_app.services.requests.kinds import APPLICANT_WORDS, WAY_WORDS
from archive_app.services.requests.kinds import KIND_WORDS as REQUEST_KINDS
from archive_app.services.requests.kinds import STATE_WORDS as REQUEST_STATES
from archive_app.words import (
    CHECK_WORDS,
    DOUBLE_WORDS,
    FIELD_TYPE_WORDS,
    HOLD_TARGET_WORDS,
    JOB_STATE_WORDS,
    JOB_WORDS,
    LEAVING_WORDS,
    PAGE_WORDS,
    RECOGNITION_WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

ANSWER_VALUES: Mapping[str, Mapping[Any, str]] = {
    "AccessionShape.state": ACCESSION_STATES,
    "ActLineShape.state": ACT_STATES,
    "ActShape.state": ACT_STATES,
    "BalanceShape.book": BOOK_WORDS,
    "CardPage.state": PAGE_WORDS,
    "CardPerson.role": PERSON_ROLES,
    "CardShape.carrier": CARRIER_WORDS,
    "CardShape.recognition": RECOGNITION_WORDS,
    "CaseFileLineShape.state": CASE_FILE_STATES,
    "CaseFileShape.custody": CUSTODY_WORDS,
    "CaseFileShape.state": CASE_FILE_STATES,
    "CheckLineShape.outcome": PRESENCE_OUTCOMES,
    "ConsentShape.purpose": PURPOSE_WORDS,
    "ConsentShape.settled_as": SETTLED_WORDS,
    "ContingentLineShape.outcome": CONTINGENT_OUTCOMES,
    "DisclosureShape.recipient_kind": APPLICANT_WORDS,
    "DiskShape.name": DISK_WORDS,
    "DoubleShape.reasons": DOUBLE_WORDS,
    "EndedConsentShape.purpose": PURPOSE_WORDS,
    "EndedConsentShape.why": ENDED_WORDS,
    "EventLineShape.verdict": LINE_WORDS,
    "FieldShape.type": FIELD_TYPE_WORDS,
    "GuardianShape.authority": AUTHORITY_WORDS,
    "HoldShape.target": HOLD_TARGET_WORDS,
    "InventoryShape.kind": INVENTORY_KINDS,
    "InventoryShape.state": INVENTORY_STATES,
    "JobShape.kind": JOB_WORDS,
    "JobShape.state": JOB_STATE_WORDS,
    "JournalShape.state": FILE_WORDS,
    "KeyShape.acts": ACT_WORDS,
    "LifePointShape.code": POINT_WORDS,
    "LifeSheetShape.state": CASE_FILE_STATES,
    "ListedDocument.recognition": RECOGNITION_WORDS,
    "LocalActShape.kind": LOCAL_ACT_KINDS,
    "Me.acts": ACT_WORDS,
    "MemberShape.outcome": MEMBER_WORDS,
    "OrderLineShape.verdict": LINE_WORDS,
    "OrderProposalShape.leave": LEAVE_WORDS,
    "OwnRequestShape.kind": REQUEST_KINDS,
    "OwnRequestShape.state": REQUEST_STATES,
    "PlanItem.carrier": CARRIER_WORDS,
    "PlanLineShape.carrier": CARRIER_WORDS,
    "PlanLineShape.trigger": TRIGGER_WORDS,
    "RequestCardShape.applicant_kind": APPLICANT_WORDS,
    "RequestShape.kind": REQUEST_KINDS,
    "RequestShape.state": REQUEST_STATES,
    "RequestShape.way": WAY_WORDS,
    "ResultShape.state": OUTSIDE_STATE_WORDS,
    "ReviewShape.state": PAGE_WORDS,
    "RightShape.act": ACT_WORDS,
    "RightShape.reach": REACH_WORDS,
    "SheetShape.form": FORM_WORDS,
    "SheetShape.state": SHEET_STATES,
    "StudentShape.state": FILE_WORDS,
    "StudyShape.leaving": LEAVING_WORDS,
    "TermShape.kind": REQUEST_KINDS,
    "VerdictShape.status": STATUS_WORDS,
    "VersionLineShape.status": PLAN_STATES,
    "VersionShape.status": PLAN_STATES,
    "WaitingShape.state": PAGE_WORDS,
    "WordingShape.kind": REQUEST_KINDS,
    "FoundShape.finding": FINDING_WORDS,
    "backups.PlaceShape.failed": RUN_WORDS,
    "backups.RunShape.kind": RUN_WORDS,
    "disposal.EntryShape.decision": DECISIONS,
    "disposal.EntryShape.left_code": WHY_LEFT,
    "disposal.EntryShape.state": ENTRY_STATES,
    "life.EventShape.trigger": TRIGGER_WORDS,
    "operating.CheckShape.name": CHECK_WORDS,
    "portfolio.EntryShape.kind": {kind: told.words for kind, told in KINDS.items()},
    "portfolio.EntryShape.level": LEVEL_WORDS,
    "portfolio.EntryShape.paper": PAPER_WORDS,
    "portfolio.EntryShape.state": ENTRY_STATE_WORDS,
    "registers.EntryShape.book": BOOK_WORDS,
}
