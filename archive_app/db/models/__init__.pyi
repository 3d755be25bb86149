from .access import AccessScope, Act, Duty, Reach, RoleRight, Scope, SpecialAccess
from .accession import Accession, AccessionLine, AccessionState, StoragePlace
from .account import Role, User
from .answer import AnswerForm, Disclosure, RequestAnswer
from .arrangement import Arrangement, ChangeKind, PageChange
from .assessment import Assessment, AssessmentForm
from .audit_event import AuditEvent, AuditHead
from .backup_run import BackupRun, RunKind
from .blob import Blob, BlobState
from .carrier import Carrier
from .case_file import CaseFile, CaseFileState, Custody, Volume
from .consent import Consent, Purpose, Settled
from .disposal import (
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
from .document import (
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
from .document_change import DocumentChange
from .document_kind import ConfidentialityLevel, DocumentKind, DocumentKindField, FieldType
from .drawn_form import DrawnForm
from .external_identity import ExternalIdentity
from .file_plan import FilePlan, FilePlanItem, FilePlanSection, FilePlanStatus
from .fixity import BlobFixity, FixityFinding
from .fonds import Fonds, FondsName, Unit
from .guardianship import Authority, Guardianship
from .idempotency import IdempotencyKey
from .intake import IntakeBatch, IntakeSource
from .inventory import (
    Inventory,
    InventoryCorrection,
    InventoryEntry,
    InventoryKind,
    InventoryState,
)
from .job import Job, JobState
from .life import (
    CaseEvent,
    CaseFileClosing,
    CaseStep,
    Hold,
    HoldTarget,
    RequiredKind,
    StepKind,
)
from .loan import Loan
from .local_act import LocalAct, LocalActApproval, LocalActKind
from .mark import Mark
from .page import Page
from .person import Person, PersonName
from .person_merge import PersonMerge
from .portal_account import PortalAccount
from .portfolio import (
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
from .presence import Presence, PresenceCheck, PresenceLine, PresenceState
from .prospect import CaseProspect, DueStep
from .register import Blank, BlankState, RegisterBook, RegisterEntry
from .request import (
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
from .review import ClassList, ClassListLine, DocumentClassList, PageClaim
from .saved_search import SavedSearch
from .scopes import scopes_for
from .setting import Setting
from .sign_in import ApiToken, AppSession, Invitation, RecoveryCode, SecondFactor, SignInAttempt
from .study import Leaving, Study
from .study_group import StudyGroup
from .upload import Upload, UploadPart, UploadState

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
    "map_all",
    "scopes_for",
]

def map_all() -> None: ...
