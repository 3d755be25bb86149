"""Sentences for error codes by subject: what happened, then what to do. `{name}` is a parameter of the error's class.

A field may ask for a form: `{limit:size}` says bytes in words, `{until:day}` a day, `{state:act_state}` where
an act stands.
"""

from archive_app.sentences import (
    accounts,
    administration,
    api,
    application,
    arranging,
    backup,
    content,
    control,
    disposal,
    file_plan,
    filing,
    forms,
    index,
    intake,
    inventories,
    lending,
    life,
    local_acts,
    people,
    portal,
    presence,
    requests,
    store,
)

SENTENCES: dict[str, str] = {
    **accounts.SENTENCES,
    **administration.SENTENCES,
    **api.SENTENCES,
    **application.SENTENCES,
    **arranging.SENTENCES,
    **backup.SENTENCES,
    **content.SENTENCES,
    **control.SENTENCES,
    **disposal.SENTENCES,
    **file_plan.SENTENCES,
    **filing.SENTENCES,
    **forms.SENTENCES,
    **index.SENTENCES,
    **lending.SENTENCES,
    **life.SENTENCES,
    **local_acts.SENTENCES,
    **people.SENTENCES,
    **portal.SENTENCES,
    **presence.SENTENCES,
    **requests.SENTENCES,
    **intake.SENTENCES,
    **inventories.SENTENCES,
    **store.SENTENCES,
}
"""Code of an error, or of a `Problem` of a file plan -> msgid."""
