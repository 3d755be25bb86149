"""Accounts and sign-in."""

from archive_app.i18n import mark

SENTENCES = {
    "sign_in_refused": mark("The login or the password is wrong. Check the keyboard layout and try again."),
    "sign_in_locked": mark(
        "There were too many wrong tries. The next one is possible in {minutes} min. "
        "If it was not you, tell the administrator."
    ),
    "code_refused": mark("The code is wrong, or has been used already. Wait for the next one."),
    "second_factor_missing": mark("The duties of «{login}» ask for a second factor. Connect one in the browser."),
    "password_too_short": mark("The password is too short: at least {shortest} characters are needed."),
    "password_too_long": mark("The password is too long: at most {longest} characters are kept."),
    "password_guessable": mark(
        "This password is easily guessed: it is common, or made of the name or the login. "
        "Take several words that have nothing to do with each other."
    ),
    "same_password": mark("The new password is the old one. Choose another."),
    "invitation_void": mark(
        "The invitation is no longer good: it was used, replaced or has expired. Ask the administrator for a new one."
    ),
    "login_taken": mark("There is an account «{login}» already. Choose another login."),
    "login_not_understood": mark("«{login}» does not suit as a login. Use letters, digits, dots, hyphens."),
    "own_account": mark("You cannot block the account that you act with. Ask another administrator."),
    "set_up_over": mark(
        "The link to the set-up is no longer good: the archive is set up, or the server was started again and has "
        "shown a later link. Take the latest link, or sign in."
    ),
    "set_up_incomplete": mark("Some questions of the set-up have no answer yet."),
    "name_missing": mark("Write the name, at most {longest} characters."),
    "fonds_number_wrong": mark("«{number}» does not suit as the number of a fonds. Write it as 1 or Р-17."),
    "passwords_differ": mark("The two passwords are not the same."),
    "same_login": mark("«{login}» is the login of the administrator. Give the archivist another."),
    "token_refused": mark("The key is not good: it is unknown, has expired or was revoked."),
    "acts_not_given": mark("A key may do only what you may do yourself. You may not: {acts:act}."),
    "no_acts_given": mark("Tick at least one act: what the program may do with this key."),
    "token_life": mark("A key is good for at least one day and at most {days} days."),
    "directory_unavailable": mark(
        "The directory of the organisation does not answer as it should. Try again later; accounts that are kept "
        "here sign in as before. The administrator sees the reason by: archive directory check."
    ),
    "no_directory": mark("Neither a directory nor a provider is set. Set ARCHIVE_LDAP_URL or ARCHIVE_OIDC_ISSUER."),
    "not_admitted": mark(
        "You are known, but none of your groups has a role in the archive. Ask the administrator to give you one."
    ),
    "login_held": mark(
        "The archive has an account «{login}» of its own, which is not tied to you. "
        "Ask the administrator to tie it: archive directory tie."
    ),
    "identity_held": mark(
        "«{login}» or {subject} is tied already. See archive directory ties, and untie what is wrong first."
    ),
    "proof_refused": mark("The sign-in was broken off or took too long ({reason}). Begin it again."),
    "roles_not_understood": mark(
        "The setting directory_roles gives group {group} what is not there: {reason}. "
        "Tell the administrator: archive directory check shows all of it."
    ),
}
