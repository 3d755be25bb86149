"""Russian for acts: where they stand, what the commission decided, why a case file was left out."""

from __future__ import annotations

from archive_app.i18n import mark, translate

ACT_STATES = {
    "proposed": mark("proposed: waits for the commission"),
    "reviewed": mark("reviewed: waits for approval"),
    "approved": mark("approved: may be carried out"),
    "executing": mark("is being carried out"),
    "executed": mark("carried out"),
    "withdrawn": mark("withdrawn"),
}
DECISIONS = {
    "destroy": mark("destroy"),
    "keep": mark("keep longer"),
    "permanent": mark("keep for ever"),
    "extract": mark("extract first"),
}
ENTRY_STATES = {
    "listed": mark("in the act"),
    "destroying": mark("being destroyed"),
    "destroyed": mark("destroyed"),
    "left": mark("left out"),
}
WHY_LEFT = {
    "held": mark("a hold forbids it"),
    "lent": mark("originals are lent"),
    "locked": mark("the store keeps it locked"),
    "extract_first": mark("the summary pages must be extracted first"),
    "not_before": mark("the period still runs"),
    "no_date": mark("there is no date yet"),
    "never": mark("it is kept for ever"),
    "state": mark("the case file is not closed, or gone"),
    "in_act": mark("it stands in another act"),
    "unknown": mark("there is no such case file"),
    "unreviewed": mark("the commission has not decided on it by itself (ЭПК)"),
    "undecided": mark("the commission did not decide to destroy it"),
    "tampered": mark("the line is not as it was approved"),
    "withdrawn": mark("the act was withdrawn"),
    "decided_keep": mark("the commission keeps it longer"),
    "decided_permanent": mark("the commission keeps it for ever"),
    "decided_extract": mark("the commission wants pages extracted first"),
}


def act_state_words(state: str) -> str:
    """Where an act stands."""
    return _words(ACT_STATES, state)


def entry_state_words(state: str) -> str:
    """Where a line of an act stands."""
    return _words(ENTRY_STATES, state)


def decision_words(decision: str) -> str:
    """What the commission decided."""
    return _words(DECISIONS, decision)


def why_left_words(code: str) -> str:
    """Why a case file is not, or no longer, in an act."""
    return _words(WHY_LEFT, code)


def _words(known: dict[str, str], code: str) -> str:
    return translate(known[code]) if code in known else code
