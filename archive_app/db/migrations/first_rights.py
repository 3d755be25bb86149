"""The rights that the roles of the regulations begin with; an administrator changes them afterwards.

From the job descriptions of both regulations and the table of roles of the domain: need to know is the rule.
"""

from __future__ import annotations

TOP = 9
"""Sees every confidentiality that there is."""
RESTRICTED = 1
"""For official use: staff, not pupils."""
PERSONAL_KINDS = (
    "certificate",
    "diploma",
    "personal_file",
    "personal_card",
    "application",
    "consent",
    "contract",
    "portfolio",
)
_OFFICE = ("order", "application", "letter", "protocol", "plan", "report", "act", "contract", "charter", "other")
_LESSONS = ("class_journal", "exam_sheet")
_READING = ("see", "download")
_DESK = (*_READING, "file", "change", "review")
ANY = (None,)

# role: (acts, kinds, reach, highest confidentiality)
_RIGHTS: dict[str, tuple[tuple[tuple[str, ...], tuple[str | None, ...], str, int], ...]] = {
    "director": (
        ((*_DESK, "release", "approve"), ANY, "all", TOP),
        (("plans", "persons", "audit"), ANY, "all", 0),
    ),
    "deputy": ((_READING, ANY, "all", RESTRICTED),),
    "archivist": (
        ((*_DESK, "release"), ANY, "all", TOP),
        (("plans", "persons"), ANY, "all", 0),
    ),
    "clerk": (
        (_DESK, _OFFICE, "all", RESTRICTED),
        (("plans", "persons"), ANY, "all", 0),
    ),
    "teacher": ((("see", "file"), _LESSONS, "group", 0),),
    "commission_secretary": ((_DESK, ("protocol", "exam_sheet"), "unit", RESTRICTED),),
    "curator": (
        (_DESK, ("portfolio", "personal_card"), "group", RESTRICTED),
        (("see",), _LESSONS, "group", 0),
    ),
    "pd_officer": (
        ((*_READING, "file", "release"), ("consent", "act"), "all", TOP),
        (("audit",), ANY, "all", 0),
    ),
    "sysadmin": ((("accounts", "operate"), ANY, "all", 0),),
    "auditor": ((("audit",), ANY, "all", 0),),
    "student": (
        (_READING, ANY, "own", 0),
        (("file",), ("portfolio",), "own", 0),
    ),
    "parent": ((_READING, ANY, "own", 0),),
}


def first_rights() -> list[dict[str, object]]:
    """Rows of `role_right`."""
    return [
        {"role_code": role, "act": act, "kind_code": kind, "reach": reach, "max_confidentiality": highest}
        for role, rights in _RIGHTS.items()
        for acts, kinds, reach, highest in rights
        for act in acts
        for kind in kinds
    ]
