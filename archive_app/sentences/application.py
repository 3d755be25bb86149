"""The application's own errors: requests, filing, accounts, settings, database, audit, jobs."""

from archive_app.i18n import mark

SENTENCES = {
    "error": mark("The request could not be carried out. Check what was typed and repeat."),
    "not_found": mark("{what}: not found. Check the number or the name."),
    "conflict": mark("Somebody else has changed this meanwhile. Open it again and repeat."),
    "page_changed": mark(
        "Somebody else has settled page {number} meanwhile: {who}. Compare the two texts below and press Done again."
    ),
    "empty_class_list": mark("No line holds a name. Write surname, name and patronymic, a person a line."),
    "settings": mark("The setting {setting} is wrong: {reason}. Correct it and start again."),
    "not_initialised": mark("There is no archive of this version in {home}. Prepare it: archive init."),
    "secret_damaged": mark("The key file {path} is damaged. Remove it: a new one is made at the next start."),
    "address_in_use": mark(
        "The address {host}:{port} is taken. Stop the other program, or choose another port: ARCHIVE_HTTP_PORT."
    ),
    "nobody_acts": mark("There is no active user «{login}». Give another one with --user or ARCHIVE_USER."),
    "not_allowed": mark("The duties of «{login}» do not include this. Ask the archivist or the director."),
    "unknown_name": mark("{what}: «{name}» is not known. Known: {known}."),
    "unknown_user": mark("There is no account «{name}». Look the login up in the list of users."),
    "name_taken": mark("There is «{name}» already. Choose another name."),
    "not_to_oneself": mark("Nobody gives rights to the own account. Ask a second person who keeps accounts."),
    "last_keeper": mark("Nobody else keeps accounts: give this duty to another person first."),
    "duty_incomplete": mark("The role «{role}» needs to know for what: {missing}. Name it and repeat."),
    "day_missing": mark("Write the day from which it counts, like 01.09.2026."),
    "bad_period": mark("The period from {since} to {until} cannot be: its end lies before its beginning or is over."),
    "reason_missing": mark("Write the reason: it stays in the journal."),
    "say_who_acts": mark("Several people have accounts here. Say who acts, with --user or ARCHIVE_USER."),
    # Filing
    "cannot_read": mark("«{name}» cannot be read: {reason}. Check the path and the rights, then file it again."),
    "unknown_kind": mark("There is no kind of document «{kind}». Choose one of these: {kinds}."),
    "busy_filing": mark("Others are filing into the same case file just now. File this document again in a minute."),
    "year_without_plan": mark(
        "No file plan is in force for {year} (there are plans for: {years}). "
        "Begin one in the browser, under «Case files», «Versions of the file plan», "
        "or import it: archive fileplan import FILE --year {year}."
    ),
    "item_missing": mark("Choose the item of the file plan of {year}: where the document is to lie."),
    "unknown_item": mark("The file plan of {year} has no item {item}. The nearest ones: {similar}."),
    "item_year_missing": mark("Name the year of the file plan for item {item}, or leave the item empty."),
    "name_not_understood": mark(
        "«{name}» is not understood as a person's name. Write surname, given name, patronymic, without digits."
    ),
    "several_persons": mark("Several persons have the name «{name}». Give the number of one of them: {numbers}."),
    "bad_manifest": mark(
        "The table of the batch cannot be read: {reason}. It needs the columns path;item;year;title;date;persons."
    ),
    "bad_manifest_line": mark("Line {line} of the table of the batch: {reason}"),
    "bad_number": mark("«{value}» does not suit the field «{column:field}». Write a number from {least} to {most}."),
    "bad_date": mark("«{value}» is not understood as a date. Write 26.05.2025 or 2025-05-26."),
    "not_plain_text": mark(
        "What was sent holds a sign that is no text: it comes along with what is pasted from another program. "
        "Type the words anew and send them once more."
    ),
    "bad_filter": mark("The value «{value}» does not suit the filter {name}. Write a number."),
    "cannot_write": mark("{path} cannot be written: {reason}. Choose another folder."),
    "demo_font_missing": mark("The fonts for the sample scans are not installed. Install the package fonts-paratype."),
    # Database
    "database_unavailable": mark("The database does not answer, or is busy. Nothing was changed; repeat in a minute."),
    "database": mark("The database refused the work. Nothing was changed; examine the archive: archive doctor."),
    "database_url_unsupported": mark(
        "A database of the kind «{scheme}» is not supported. Set ARCHIVE_DATABASE_URL to sqlite:/// or postgresql://."
    ),
    "database_not_durable": mark(
        "The database lies on a disk that cannot keep it safe, such as a network folder. "
        "Move the archive's folder to a local disk, or use PostgreSQL."
    ),
    "database_too_new": mark(
        "The database belongs to a later version of the program ({revision}). Install that version or a later one."
    ),
    "unit_of_work_closed": mark("The program has erred: a finished change was touched again. Nothing was written."),
    "words_corrupted": mark(
        "The recognised words of the page cannot be read back from the database. "
        "The original is kept; restore the database from a backup."
    ),
    # Audit
    "audit": mark("The journal of actions could not be written, so nothing was changed. Tell the administrator."),
    "audit_action_invalid": mark(
        "The program has erred: the action «{action}» has no place in the journal of actions."
    ),
    "audit_chain_missing": mark(
        "The beginning of the journal of actions is gone, and nothing more is written. "
        "Tell the administrator: the database must be restored from a backup."
    ),
    "audit_heads_damaged": mark(
        "Line {line} of {path} is no head of the journal of actions: somebody wrote into the file. "
        "Compare it with the letters and the log, and tell the director."
    ),
    "audit_chain_broken": mark(
        "The journal of actions does not go on from event {seq}, which was published: it was cut or rewritten. "
        "Do not restart anything; find out what happened: archive audit verify."
    ),
    # Mail
    "mail_address_invalid": mark("The setting ARCHIVE_MAIL_URL is wrong: {reason}. Correct it and start again."),
    "mail_recipients_refused": mark(
        "The mail server refused the letter for {reason}; the others got it. Correct the address."
    ),
    "mail_not_sent": mark("The letter was not sent: {reason}. Check the settings of the mail; it can be repeated."),
    # Jobs
    "job": mark("A job did not succeed and will be repeated later. Nothing needs to be done."),
    "job_failed": mark("A job failed and will not be repeated by itself. Look at the log for the cause."),
    "job_kind_unknown": mark(
        "A job of the kind «{kind}» is not known to this version. Check that all parts have the same version."
    ),
    "job_not_dead": mark("Job {job_id} still waits, runs or is done: there is nothing to repeat."),
    "job_lease_lost": mark("Job {job_id} was passed on to another worker. It goes on there; nothing needs to be done."),
    "job_put_off": mark("The like is under way: this begins when that has ended."),
    "job_interrupted": mark("The work was interrupted by the stop and will go on after the start."),
}
