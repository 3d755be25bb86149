"""What `archive` can do: every command and its line of help, so that `archive --help` imports none of them."""

from __future__ import annotations

from archive_app.i18n import mark, translate

COMMANDS = {
    "init": mark("Prepare a new archive, or bring an old one to this version; safe to repeat."),
    "serve": mark("Run everything together: the browser's pages, the worker, the scheduler."),
    "web": mark("Run the web alone."),
    "worker": mark("Run the worker alone: recognition, indexing."),
    "scheduler": mark("Run the scheduler alone."),
    "fileplan": mark("The file plan (номенклатура дел) of a year."),
    "file": mark("File documents under an item of the file plan; a folder is filed whole."),
    "signature": mark("Detached signatures: kept beside their documents, read, compared."),
    "search": mark("Find documents: words, «phrases», AND OR NOT, year:2015, person:Ivanova, prefix*, fuzzy~."),
    "show": mark("Show the card of a document and the state of its pages."),
    "edit": mark("Change the card of a document; what is not named stays."),
    "case": mark("Case files and their volumes."),
    "export": mark("Write the original, the PDF/A copy, the text and the card into a folder."),
    "person": mark("Persons and the history of their names."),
    "portfolio": mark("Portfolios of students: what waits, decisions, one archive of all."),
    "outside": mark("Results from other organisations: applications, protocols."),
    "retention": mark("Retention terms: what is due, when, and why."),
    "event": mark("Events that terms wait for: leaving, replacement, return."),
    "hold": mark("Bans on destruction: they win over any term and any act."),
    "accession": mark("Transfer acts: case files come under the archive's keeping."),
    "inventory": mark("Inventories of archived case files."),
    "disposal": mark("Disposal acts: the only road to destruction."),
    "form": mark("Write a print form as PDF/A or XLSX; without a name, list the forms."),
    "request": mark("Requests for certificates and copies."),
    "register": mark("Books of issue: attestats, diplomas, certificates of training."),
    "blanks": mark("Blanks of strict accounting."),
    "disclosure": mark("Releases of personal data, and who looked at it."),
    "acts": mark("Local normative acts: editions, approvals, the site."),
    "loan": mark("Lending of paper originals."),
    "presence": mark("Checks of presence: what should stand on a shelf, and what does."),
    "separators": mark("Separator sheets for the scanner."),
    "review": mark("Pages that a person should look at: handwriting, poor scans."),
    "user": mark("Accounts: who may sign in."),
    "token": mark("Keys with which programs act for you."),
    "directory": mark("Sign-in through LDAP and OpenID Connect: check it, tie accounts to people."),
    "reindex": mark("Build the search index anew; the old one answers meanwhile."),
    "audit": mark("The journal of actions: who did and saw what; nobody can change it unnoticed."),
    "kind": mark("Kinds of documents and their extra fields."),
    "control": mark("Completeness and terms of a school year."),
    "unit": mark("Units of the organisation; records and rights are tied to them."),
    "group": mark("Classes and groups of study; teachers and curators see only their own."),
    "level": mark("Levels of confidentiality and their names."),
    "role": mark("Roles and their rights."),
    "duty": mark("Duties: who holds which role, for which unit or group, from when to when."),
    "access": mark("Who sees what, and why; records opened for a time."),
    "jobs": mark("Work that failed for good, and a new start for it."),
    "inbox": mark("The watched folder of scanners."),
    "mail": mark("Letters: the mailbox for scans, and whether letters can be sent."),
    "backup": mark("Backups: take, list, show, verify and take away."),
    "restore": mark("Restore a snapshot («latest»: the newest) into a new place."),
    "drill": mark("Drills: restore the backups into a scratch place and prove them."),
    "fixity": mark("Stored bytes: read them again, tell what is wrong, repair it."),
    "doctor": mark("Examine the installation: queues, blobs, index, programs."),
    "settings": mark("Show the settings in force; secrets stay hidden."),
}
"""Name -> help; the click command is `command` in `<name>_command.py`. In the order in which a newcomer meets them."""


def about(name: str) -> str:
    """The line of help of a command, in Russian."""
    return translate(COMMANDS[name])
