"""Dictionaries, accounts and the state of the system, as an administrator keeps them."""

from archive_app.i18n import mark

SENTENCES = {
    "field_missing": mark("Fill in the field «{field}»."),
    "field_not_understood": mark("«{value}» does not suit the field «{field}». Write {wanted}."),
    "entry_title_missing": mark("Write a title."),
    "entry_changed": mark("«{title}» has been changed by somebody else. Here it is as it is now: repeat your change."),
    "choices_missing": mark("The field «{field}» needs at least two choices, one a line."),
    "too_many_fields": mark("A kind has at most {most} extra fields. Use one that is retired, or another kind."),
    "account_changed": mark("Somebody else has changed this account: {name}, {email}. Repeat your change."),
    "account_name_missing": mark("Write the name of the person."),
    "email_not_understood": mark("«{email}» is no address of mail. Write it as name@school.ru."),
    "no_mail": mark("No mail server is set, or no address is given. The server: ARCHIVE_MAIL_URL, ARCHIVE_MAIL_FROM."),
    "too_many_requests": mark("The key has asked {limit} times within a minute. Go on in {seconds} s."),
    "fields_refused": mark("{problems}"),
}
