"""Words for what stands in the `reason` of errors: stable words of the libraries, and what the system says of files."""

import errno
import os

from archive_app.i18n import mark

_SYSTEM = {
    errno.ENOENT: mark("there is no such file or folder"),
    errno.EACCES: mark("the rights do not suffice"),
    errno.EPERM: mark("the rights do not suffice"),
    errno.ENOSPC: mark("there is no room on the disk"),
    errno.EDQUOT: mark("there is no room on the disk"),
    errno.ENAMETOOLONG: mark("the name is too long"),
    errno.EISDIR: mark("it is a folder"),
    errno.ENOTDIR: mark("a part of the path is not a folder"),
    errno.EEXIST: mark("it is there already"),
    errno.EROFS: mark("the disk allows reading only"),
    errno.EIO: mark("the disk does not read or write"),
    errno.ELOOP: mark("the links lead in a circle"),
    errno.EMFILE: mark("too many files are open"),
    errno.ECONNREFUSED: mark("there is no connection"),
    errno.ETIMEDOUT: mark("there is no connection"),
    errno.EHOSTUNREACH: mark("there is no connection"),
}
_FILES = {
    "directory": mark("it is a folder"),
    "not_regular": mark("it is no ordinary file"),
    "exists": mark("it is there already"),
    "changed": mark("the file changes while it is filed; repeat when it is written whole"),
    "cell_too_long": mark("a cell is too long, or a quote has no pair"),
    "not_text": mark("it is no text in UTF-8 or Windows-1251"),
}
_STORE = {
    "ended_early": mark("the answer broke off"),
    "not_prepared": mark("it has not been prepared; run archive init"),
    "lock_record_damaged": mark("a record of protection is damaged"),
    "answer_without_size_or_date": mark("its answer lacks the size or the date"),
    "file_path_not_absolute": mark("the path to the folder must begin with /"),
    "unknown_scheme": mark("it must begin with file:// or s3://"),
    "host_or_bucket": mark("it has no host or no bucket"),
    "value": mark("one of its settings has a wrong value"),
    "unknown_setting": mark("it has a setting that is not known"),
    "no_credentials": mark("it has no access key or no secret key"),
    "AccessDenied": mark("access is denied"),
    "InvalidAccessKeyId": mark("the access key is not known"),
    "SignatureDoesNotMatch": mark("the secret key is wrong"),
    "NoSuchBucket": mark("there is no such bucket"),
    "MaxRetryError": mark("there is no connection"),
}
_INDEX = {
    "missing": mark("there is no index"),
    "corrupted": mark("the index is damaged"),
    "outdated": mark("the index was made by another version"),
    "unreachable": mark("the server of the index does not answer"),
}
_TERMS = {
    "permanent_with_more": mark("«permanently» goes with nothing else"),
    "permanent_with_trigger": mark("«permanently» is not counted from anything"),
    "no_years": mark("it has no number of years"),
    "years_out_of_range": mark("the number of years must be between 1 and 999"),
    "alternative_not_longer": mark("the second number must be greater than the first, as in 50/75"),
    "years_with_waiting": mark("a number of years does not go with waiting"),
    "school_years_with_alternative": mark("school years have no second number"),
    "floor_missing": mark("«until claimed» needs «at least so many years»"),
    "floor_without_waiting": mark("«at least so many years» has nothing to go with"),
}
_MAIL = {
    "no_number": mark("the port is not a number"),
    "not_mail": mark("it must begin with smtp:// or smtps://"),
    "no_host": mark("it has no host"),
    "unknown_parameter": mark("it has a parameter that is not known"),
}
_STORED = {
    "format": mark("another version wrote it"),
    "damaged": mark("it is damaged"),
    "truncated": mark("its end is missing"),
}
DETAIL_WORDS: dict[str, str] = {
    **{os.strerror(number): text for number, text in _SYSTEM.items()},
    **{errno.errorcode[number]: text for number, text in _SYSTEM.items()},
    **_FILES,
    **_STORE,
    **_INDEX,
    **_TERMS,
    **_MAIL,
    **_STORED,
}
"""Stable word, or the system's own English -> msgid."""
