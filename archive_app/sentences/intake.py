"""What those who bring files are told."""

from archive_app.i18n import mark

SENTENCES = {
    "no_such_upload": mark("There is no such upload. Begin it anew."),
    "upload_expired": mark("The upload lay still for too long and was cleared away. Send the file once more."),
    "wrong_offset": mark("The piece begins at byte {offset}, but {expected} is next. Ask where the upload stands."),
    "wrong_checksum": mark("The bytes changed on their way. Send this piece once more."),
    "too_much_sent": mark("More bytes came than were announced. Begin the upload anew."),
    "too_many_uploads": mark("There are {limit} unfinished uploads already. Finish or cancel some of them first."),
    "file_too_large": mark("The file is larger than {limit:size}. Divide the document, or ask the administrator."),
    "empty_upload": mark("The file «{name}» is empty. Scan or save it again."),
    "upload_already_finished": mark("The upload is finished already."),
    "not_a_piece": mark("A piece of an upload is sent by PATCH as application/offset+octet-stream."),
    "mailbox_unreachable": mark(
        "The mailbox cannot be read ({reason}). Check ARCHIVE_MAILBOX_URL, the password and the server."
    ),
    "letter_not_understood": mark("The letter is built so that it cannot be taken apart. Send the files as they are."),
    "inbox_unreadable": mark("The folder {folder} cannot be read ({reason}). Check ARCHIVE_INBOX and its rights."),
    "cannot_put_aside": mark("The file «{name}» was looked at, but cannot be moved ({reason}). Check the rights."),
    "feed_not_set": mark("There is nothing to look into: {setting} is not set."),
    "tus_version": mark("This version of the protocol is not spoken here. Tus-Resumable: 1.0.0 is needed."),
}
