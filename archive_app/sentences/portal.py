"""Portfolios, results from other organisations, requests through the portal."""

from archive_app.i18n import mark

SENTENCES = {
    "request_kind_not_offered": mark("Choose what you ask for out of the list."),
    "too_many_own_requests": mark(
        "{limit} of your requests wait for an answer: that is as many as there may be. Wait, or take one back."
    ),
    "achievement_incomplete": mark(
        "Write down what was achieved, and choose the day, the kind, the paper and the level."
    ),
    "achievement_frozen": mark(
        "«{title}» is with the curator or accepted and is not changed. What was accepted is corrected by a new entry."
    ),
    "achievement_changed": mark("«{title}» has been changed meanwhile. Look at it again and repeat what you wanted."),
    "achievement_not_sent": mark("«{title}» does not wait for a decision any more. Look at it again."),
    "portfolio_place_missing": mark(
        "Nothing was decided, «{title}» waits as it did: the file plan of {year} has no place for «{kind}». Ask "
        "whoever keeps the file plan to name the item of this kind («Administration» → «Kinds of documents») and to "
        "put the plan of {year} into force; then do it again."
    ),
    "portfolio_empty": mark(
        "There is nothing to list for {name}: no entry was accepted, and no result from another organisation was "
        "counted."
    ),
    "comment_missing": mark("Say what is to be corrected: the student reads it."),
    "too_many_achievements": mark(
        "{limit} entries are not accepted yet: that is as many as there may be. Throw away what you do not need, or "
        "wait for the curator."
    ),
    "outside_result_incomplete": mark(
        "Write down the subject, the organisation, the mark, the paper that attests it, and who applies."
    ),
    "outside_hours_unclear": mark("Write the hours as a whole number from 1 to {most}, or leave the field empty."),
    "outside_protocol_incomplete": mark(
        "Write down number and day of the protocol, the commission, and what it decided."
    ),
    "outside_protocol_too_early": mark(
        "The protocol of {day:day} is older than the application of {applied_on:day}. Correct the day."
    ),
    "outside_protocol_missing": mark(
        "«{subject}» has no protocol yet. Write the protocol down first, then attach it as a file."
    ),
    "outside_result_decided": mark(
        "«{subject}» has its protocol already, or was taken back: that stands. Look at it again."
    ),
    "outside_result_changed": mark(
        "«{subject}» has been changed meanwhile. Look at it again and repeat what you wanted."
    ),
    "too_many_outside_results": mark(
        "{limit} applications wait for a protocol: that is as many as there may be. Wait for the commission."
    ),
    "file_kind_refused": mark(
        "The file «{name}» is of a kind that is not taken here. Attach a picture or a document: {kinds}."
    ),
    "attachment_too_large": mark("The file «{name}» is larger than {limit:size}. Make it smaller and attach it again."),
    "too_many_attachments": mark("An entry has {limit} files at most. Tell the rest in a second entry."),
}
