"""The tables, one aggregate a file. Importing this package registers all of them on `Base.metadata`."""

from archive_app.db.base import Base
from archive_app.db.models.access import AccessScope, Act, Duty, Reach, RoleRight, SpecialAccess, StudyGroup
from archive_app.db.models.accession import Accession, AccessionLine, AccessionState, StoragePlace
from archive_app.db.models.account import Role, User
from archive_app.db.models.answer import AnswerForm, Disclosure, RequestAnswer
from archive_app.db.models.arrangement import Arrangement, ChangeKind, PageChange
from archive_app.db.models.assessment import Assessment, AssessmentForm
from archive_app.db.models.audit_event import AuditEvent, AuditHead
from archive_app.db.models.backup_run import BackupRun, RunKind
from archive_app.db.models.blob import Blob, BlobState
from archive_app.db.models.carrier import Carrier
from archive_app.db.models.case_file import CaseFile, CaseFileState, Custody, Volume
from archive_app.db.models.consent import Consent, Purpose, Settled
from archive_app.db.models.disposal import (
    ActState,
    CommissionSeat,
    Decision,
    DisposalAct,
    DisposalEntry,
    EntryState,
    Extraction,
    FormerRendition,
    Tombstone,
)
from archive_app.db.models.document import (
    GOING,
    NOT_THERE,
    Document,
    DocumentPerson,
    DocumentState,
    PersonSource,
    RecognitionState,
    Rendition,
    RenditionKind,
)
from archive_app.db.models.document_change import DocumentChange
from archive_app.db.models.document_kind import ConfidentialityLevel, DocumentKind, DocumentKindField, FieldType
from archive_app.db.models.drawn_form import DrawnForm
from archive_app.db.models.external_identity import ExternalIdentity
from archive_app.db.models.file_plan import FilePlan, FilePlanItem, FilePlanSection, FilePlanStatus
from archive_app.db.models.fixity import BlobFixity, FixityFinding
from archive_app.db.models.fonds import Fonds, FondsName, Unit
from archive_app.db.models.guardianship import Authority, Guardianship
from archive_app.db.models.idempotency import IdempotencyKey
from archive_app.db.models.intake import IntakeBatch, IntakeSource
from archive_app.db.models.inventory import (
    Inventory,
    InventoryCorrection,
    InventoryEntry,
    InventoryKind,
    InventoryState,
)
from archive_app.db.models.job import Job, JobState
from archive_app.db.models.life import (
    CaseEvent,
    CaseFileClosing,
    CaseStep,
    Hold,
    HoldTarget,
    RequiredKind,
    StepKind,
)
from archive_app.db.models.loan import Loan
from archive_app.db.models.local_act import LocalAct, LocalActApproval, LocalActKind
from archive_app.db.models.mark import Mark
from archive_app.db.models.page import Page
from archive_app.db.models.person import Person, PersonName
from archive_app.db.models.person_merge import PersonMerge
from archive_app.db.models.portal_account import PortalAccount
from archive_app.db.models.portfolio import (
    FILLABLE,
    AchievementKind,
    AchievementLevel,
    AchievementPaper,
    OutsideResult,
    OutsideState,
    PortalFile,
    PortfolioEntry,
    PortfolioState,
)
from archive_app.db.models.presence import Presence, PresenceCheck, PresenceLine, PresenceState
from archive_app.db.models.prospect import CaseProspect, DueStep
from archive_app.db.models.register import Blank, BlankState, RegisterBook, RegisterEntry
from archive_app.db.models.request import (
    ENDED,
    UNANSWERED,
    ApplicantKind,
    ArchiveRequest,
    CalendarDay,
    NumberSeries,
    RequestKind,
    RequestState,
    RequestTerm,
    RequestWay,
)
from archive_app.db.models.review import ClassList, ClassListLine, DocumentClassList, PageClaim
from archive_app.db.models.saved_search import SavedSearch
from archive_app.db.models.scopes import Scope, scopes_for
from archive_app.db.models.setting import Setting
from archive_app.db.models.sign_in import ApiToken, AppSession, Invitation, RecoveryCode, SecondFactor, SignInAttempt
from archive_app.db.models.study import Leaving, Study
from archive_app.db.models.upload import Upload, UploadPart, UploadState

__all__ = [
    "ENDED",
    "FILLABLE",
    "GOING",
    "NOT_THERE",
    "UNANSWERED",
    "AccessScope",
    "Accession",
    "AccessionLine",
    "AccessionState",
    "AchievementKind",
    "AchievementLevel",
    "AchievementPaper",
    "Act",
    "ActState",
    "AnswerForm",
    "ApiToken",
    "AppSession",
    "ApplicantKind",
    "ArchiveRequest",
    "Arrangement",
    "Assessment",
    "AssessmentForm",
    "AuditEvent",
    "AuditHead",
    "Authority",
    "BackupRun",
    "Base",
    "Blank",
    "BlankState",
    "Blob",
    "BlobFixity",
    "BlobState",
    "CalendarDay",
    "Carrier",
    "CaseEvent",
    "CaseFile",
    "CaseFileClosing",
    "CaseFileState",
    "CaseProspect",
    "CaseStep",
    "ChangeKind",
    "ClassList",
    "ClassListLine",
    "CommissionSeat",
    "ConfidentialityLevel",
    "Consent",
    "Custody",
    "Decision",
    "Disclosure",
    "DisposalAct",
    "DisposalEntry",
    "Document",
    "DocumentChange",
    "DocumentClassList",
    "DocumentKind",
    "DocumentKindField",
    "DocumentPerson",
    "DocumentState",
    "DrawnForm",
    "DueStep",
    "Duty",
    "EntryState",
    "ExternalIdentity",
    "Extraction",
    "FieldType",
    "FilePlan",
    "FilePlanItem",
    "FilePlanSection",
    "FilePlanStatus",
    "FixityFinding",
    "Fonds",
    "FondsName",
    "FormerRendition",
    "Guardianship",
    "Hold",
    "HoldTarget",
    "IdempotencyKey",
    "IntakeBatch",
    "IntakeSource",
    "Inventory",
    "InventoryCorrection",
    "InventoryEntry",
    "InventoryKind",
    "InventoryState",
    "Invitation",
    "Job",
    "JobState",
    "Leaving",
    "Loan",
    "LocalAct",
    "LocalActApproval",
    "LocalActKind",
    "Mark",
    "NumberSeries",
    "OutsideResult",
    "OutsideState",
    "Page",
    "PageChange",
    "PageClaim",
    "Person",
    "PersonMerge",
    "PersonName",
    "PersonSource",
    "PortalAccount",
    "PortalFile",
    "PortfolioEntry",
    "PortfolioState",
    "Presence",
    "PresenceCheck",
    "PresenceLine",
    "PresenceState",
    "Purpose",
    "Reach",
    "RecognitionState",
    "RecoveryCode",
    "RegisterBook",
    "RegisterEntry",
    "Rendition",
    "RenditionKind",
    "RequestAnswer",
    "RequestKind",
    "RequestState",
    "RequestTerm",
    "RequestWay",
    "RequiredKind",
    "Role",
    "RoleRight",
    "RunKind",
    "SavedSearch",
    "Scope",
    "SecondFactor",
    "Setting",
    "Settled",
    "SignInAttempt",
    "SpecialAccess",
    "StepKind",
    "StoragePlace",
    "Study",
    "StudyGroup",
    "Tombstone",
    "Unit",
    "Upload",
    "UploadPart",
    "UploadState",
    "User",
    "Volume",
    "scopes_for",
]
