"""Where an S3 store is and how to speak to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Self
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from storage.errors import BadStorageUrl

SCHEMES = frozenset({"s3", "s3+http", "s3+https"})
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_YES_NO = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


class LockMode(StrEnum):
    """How firmly S3 holds a locked object."""

    NONE = "none"
    """No object lock; `lock_until` is refused."""
    GOVERNANCE = "governance"
    """An administrator with a special right can still remove it: a court's or a person's claim can be met."""
    COMPLIANCE = "compliance"
    """Nobody can, before the end: a wrong date is kept to the day."""


@dataclass(frozen=True, slots=True)
class S3Config:
    """A bucket and the way to it. `prefix` is empty or ends with `/`; `timeout` is in seconds, of one read or connect.

    A request is tried `retries` more times, with growing pauses; both are bounded so that a dead S3 costs
    seconds, not a worker.
    """

    endpoint: str
    bucket: str
    access_key: str
    secret_key: str = field(repr=False)
    secure: bool = True
    region: str = "us-east-1"
    prefix: str = ""
    lock: LockMode = LockMode.GOVERNANCE
    hold: timedelta = timedelta()
    """For so long what a backup has written is locked; zero: not at all."""
    timeout: float = 30.0
    retries: int = 3
    ca_file: str | None = None

    @classmethod
    def from_url(cls, url: str, *, access_key: str | None = None, secret_key: str | None = None) -> Self:
        """Read `s3://KEY:SECRET@host:port/bucket?secure=0&prefix=x&lock=governance`.

        Further settings: region, timeout, retries, ca_file, hold_days. `s3+http://` is short for `secure=0`. The keys
        may be given apart, so that the address can be shown. Raises BadStorageUrl, which never repeats the secret.
        """
        parts = urlsplit(url)
        bucket = parts.path.strip("/")
        if parts.scheme not in SCHEMES or not _has_endpoint(parts) or not _BUCKET.fullmatch(bucket):
            raise BadStorageUrl(reason="host_or_bucket")
        try:
            settings = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
            config = cls(
                endpoint=_endpoint(parts),
                bucket=bucket,
                access_key=access_key or unquote(parts.username or ""),
                secret_key=secret_key or unquote(parts.password or ""),
                secure=_YES_NO[settings.pop("secure", "0" if parts.scheme == "s3+http" else "1")],
                region=settings.pop("region", "us-east-1"),
                prefix=_folder(settings.pop("prefix", "")),
                hold=timedelta(days=float(settings.pop("hold_days", "0"))),
                lock=LockMode(settings.pop("lock", LockMode.GOVERNANCE)),
                timeout=float(settings.pop("timeout", "30")),
                retries=int(settings.pop("retries", "3")),
                ca_file=settings.pop("ca_file", None),
            )
        except (ValueError, KeyError, OverflowError) as error:
            raise BadStorageUrl(reason="value", setting=str(error)) from error
        if settings:
            raise BadStorageUrl(reason="unknown_setting", setting=", ".join(sorted(settings)))
        return config

    def __post_init__(self) -> None:
        if not (self.access_key and self.secret_key):
            raise BadStorageUrl(reason="no_credentials")
        if not self.timeout > 0:
            raise BadStorageUrl(reason="value", setting="timeout")
        if (self.hold and self.lock is LockMode.NONE) or self.hold < timedelta():
            raise BadStorageUrl(reason="value", setting="hold_days")
        if self.retries < 0:
            raise BadStorageUrl(reason="value", setting="retries")


def _has_endpoint(parts: SplitResult) -> bool:
    """Tell whether there is a host and, if anything stands for a port, a number.

    Where a secret holds an unquoted `/`, what stands there is a piece of it: the parser's own message must not be
    shown.
    """
    try:
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _endpoint(parts: SplitResult) -> str:
    """`host` or `host:port`, without the credentials."""
    return parts.netloc.rpartition("@")[2]


def _folder(prefix: str) -> str:
    """`archive` and `/archive/` are both `archive/`."""
    name = prefix.strip("/")
    return f"{name}/" if name else ""


def beside(url: str, folder: str) -> str | None:
    """The address of `folder` below the prefix of an S3 address; None: the address is of no S3."""
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES:
        return None
    settings = dict(parse_qsl(parts.query, keep_blank_values=True))
    settings["prefix"] = f"{_folder(settings.get('prefix', ''))}{folder}"
    return urlunsplit(parts._replace(query=urlencode(settings)))
