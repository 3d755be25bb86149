"""Settings: the only reader of the environment. Frozen, typed; anything unknown or contradictory fails loudly.

Order of precedence: environment (`ARCHIVE_*`), a secret's file (`ARCHIVE_*_FILE`), the TOML file, the default.
The TOML file is `ARCHIVE_CONFIG`, else `archive.toml` in the home folder when it exists.
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, get_type_hints
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Meta, field

from archive_app.directory_roles import GroupRole, read_roles
from archive_app.directory_rules import require_consistent_directories
from archive_app.errors import ArchiveError
from archive_app.i18n import translate
from archive_app.setting_values import Secret, read_value, refused_words
from storage.s3_config import beside

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PREFIX = "ARCHIVE_"
GIB = 1024**3
ONE_MACHINE = (
    ("database_url", "sqlite"),
    ("storage_url", "file"),
    ("uploads_url", "file"),
    ("search_url", "tantivy"),
    ("search_url", "whoosh"),
)
"""Parts that several machines cannot share."""
MAIL_FOLDER = r"^[ -~]+\Z"  # not `$`, here and below: an end of line may follow that
"""Other letters are written in modified UTF-7 by IMAP (RFC 3501, 5.1.3)."""


class SettingsError(ArchiveError):
    """A setting is unknown, malformed or contradicts another. Params: `setting`, `reason` (told in Russian)."""

    code: ClassVar[str] = "settings"
    exit_code = 7


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything an installation may set. Sizes are bytes, times seconds, unless the name says otherwise."""

    home: Path
    """Folder of this installation: database, blobs, index, work files by default."""
    database_url: str = ""
    """SQLAlchemy address; default: SQLite in the home folder."""
    storage_url: str = ""
    """Blob store: a folder or an S3 address."""
    storage_access_key: Secret | None = None
    """S3 access key."""
    storage_secret_key: Secret | None = None
    """S3 secret key."""
    search_url: str = ""
    """Search engine: tantivy:, whoosh: or postgresql: address."""
    secret_key: Secret | None = None
    """Key that signs browser sessions."""
    nodes: Annotated[int, Meta(ge=1)] = 1
    """How many machines run this installation."""
    user: str = ""
    """Login that the command line acts as; default: the first administrator."""
    timezone: str = "Europe/Moscow"
    """The organisation's zone: days are counted in it."""
    organisation_kind: Literal["school", "college"] | None = None
    """On which day those who study are counted; default: the file plan tells it."""
    http_host: str = "127.0.0.1"
    """Address that the web server listens on."""
    http_port: Annotated[int, Meta(ge=0, le=65535)] = 8080
    """Its port."""
    public_url: Annotated[str, Meta(pattern=r"^(https?://[^/?#\s]+)?/?\Z")] = ""
    """Address that browsers use, such as https://archive.school.ru; default: the server's own."""
    trusted_proxies: Annotated[int, Meta(ge=0, le=5)] = 0
    """How many proxies stand before the web server; their X-Forwarded headers are believed."""
    sign_in_tries: Annotated[int, Meta(ge=3, le=100)] = 10
    """Failed sign-ins after which a login is locked."""
    sign_in_address_tries: Annotated[int, Meta(ge=3)] = 100
    """The same for one network address, behind which many may sit."""
    sign_in_window: Annotated[int, Meta(ge=60)] = 900
    """Failures are counted, and a lock lasts, this long."""
    session_idle: Annotated[int, Meta(ge=60)] = 7200
    """A session in which nothing happens ends after this."""
    session_lifetime: Annotated[int, Meta(ge=300)] = 43_200
    """Every session ends after this."""
    invitation_lifetime: Annotated[int, Meta(ge=600)] = 259_200
    """An invitation is good for this long."""
    reset_lifetime: Annotated[int, Meta(ge=600)] = 3600
    """A link for a forgotten password is good for this long."""
    api_rate: Annotated[int, Meta(ge=0)] = 600
    """Requests that a key of a program may make in a minute; 0: as many as it likes."""
    ldap_url: Annotated[str, Meta(pattern=r"^(ldaps?://[^/?#\s@]+/?(\?starttls)?)?\Z")] = ""
    """LDAP directory: ldaps://host, or ldap://host, which turns to TLS first."""
    ldap_bind_dn: str = ""
    """Who the archive is to the directory; default: nobody."""
    ldap_bind_password: Secret | None = None
    """Its password there."""
    ldap_user_base: str = ""
    """Where people are looked for."""
    ldap_user_filter: str = "(uid={login})"
    """Which of them is meant; of Active Directory: (sAMAccountName={login})."""
    ldap_group_base: str = ""
    """Where groups are looked for; default: memberOf of a person."""
    ldap_group_filter: str = "(|(member={dn})(uniqueMember={dn})(memberUid={login}))"
    """Which of them a person is in."""
    oidc_issuer: Annotated[str, Meta(pattern=r"^(https?://[^?#\s]+)?\Z")] = ""
    """OpenID Connect provider; its discovery document lies below this address."""
    oidc_client_id: str = ""
    """Who the archive is to the provider."""
    oidc_client_secret: Secret | None = None
    """Its secret there."""
    oidc_title: str = ""
    """What the button of the sign-in page names; default: the host."""
    oidc_scopes: Annotated[str, Meta(pattern=r"^openid( \S+)*\Z")] = "openid profile email"
    """What the provider is asked for."""
    oidc_groups_claim: Annotated[str, Meta(min_length=1)] = "groups"
    """Claim that lists a person's groups."""
    directory_roles: tuple[GroupRole, ...] = ()
    """Roles that groups give: GROUP=ROLE; GROUP=ROLE@unit:NAME; GROUP=ROLE@group:NAME."""
    directory_ca_file: Path | None = None
    """Authorities that directory and provider are checked by; default: the system's."""
    directory_timeout: Annotated[int, Meta(ge=1, le=60)] = 5
    """A directory that is silent for this long is told to be away."""
    recognition_processes: Annotated[int, Meta(ge=1, le=256)] = field(default_factory=lambda: os.cpu_count() or 1)
    """Pages recognised at the same time."""
    ocr_languages: Annotated[str, Meta(pattern=r"^[a-z_]+(\+[a-z_]+)*\Z")] = "rus+eng"
    """Tesseract models."""
    review_below: Annotated[float, Meta(ge=0, le=100)] = 70.0
    """Pages whose mean confidence is lower go to review."""
    page_timeout: Annotated[int, Meta(ge=1)] = 180
    """Limit for one page."""
    page_memory: Annotated[int, Meta(ge=256 * 1024**2)] = 2 * GIB
    """Limit for one page."""
    max_pages: Annotated[int, Meta(ge=1)] = 20_000
    """Longest document recognised."""
    max_blob: Annotated[int, Meta(ge=1)] = 50 * GIB
    """Largest original accepted."""
    max_upload: Annotated[int, Meta(ge=1024**2)] = 2 * GIB
    """Largest file accepted over the network."""
    uploads_url: str = ""
    """Store for the pieces of uploads; default: beside the blobs."""
    upload_lifetime: Annotated[int, Meta(ge=60)] = 172_800
    """An upload to which nothing is added is cleared away after this."""
    upload_open: Annotated[int, Meta(ge=1)] = 200
    """Unfinished uploads that one person may have."""
    inbox: Path | None = None
    """Watched folder that network scanners write to."""
    inbox_user: str = ""
    """Login that takes its files in; default: that of the command line."""
    inbox_subfolder: Literal["unit", "user"] = "unit"
    """What the name of a subfolder says: the unit, or the login that takes in."""
    inbox_settle: Annotated[int, Meta(ge=1, le=3600)] = 10
    """A file that has not changed for this long is whole."""
    mailbox_url: Annotated[str, Meta(pattern=r"^(imaps?://[^/?#\s:]+@[^/?#\s@]+/?)?\Z")] = ""
    """Mailbox for scans: imaps://user@host, or imap://user@host, which turns to TLS first."""
    mailbox_password: Secret | None = None
    """Its password."""
    mailbox_ca_file: Path | None = None
    """Authorities that its server is checked by; default: the system's."""
    mailbox_folder: Annotated[str, Meta(pattern=MAIL_FOLDER)] = "INBOX"
    """Folder that letters are taken from, as IMAP writes it."""
    mailbox_done: Annotated[str, Meta(pattern=MAIL_FOLDER)] = "Archive-done"
    """Folder for letters that were taken in."""
    mailbox_refused: Annotated[str, Meta(pattern=MAIL_FOLDER)] = "Archive-refused"
    """Folder for letters of which something was refused."""
    mailbox_senders: str = ""
    """Whose letters are taken in: addresses, or @host for everybody there, by commas."""
    mailbox_user: str = ""
    """Login that takes letters in; default: that of the command line."""
    mailbox_largest: Annotated[int, Meta(ge=1024)] = 100 * 1024**2
    """Largest letter taken in."""
    audit_heads: str = ""
    """Folder of the published heads of the journal of actions."""
    audit_mail_to: str = ""
    """Addresses that get each published head, by commas."""
    audit_read_interval: Annotated[int, Meta(ge=0)] = 600
    """The same look by the same person within this time is one event."""
    mail_url: Secret | None = None
    """Mail server: smtp:// or smtps:// address."""
    mail_from: str = ""
    """Sender of letters."""
    backup_url: str = ""
    """Places of backups: folders or S3 addresses, by spaces."""
    backup_access_key: Secret | None = None
    """S3 access key of the places of backups."""
    backup_secret_key: Secret | None = None
    """S3 secret key of the places of backups."""
    backup_recipients: Annotated[str, Meta(pattern=r"^(age1[0-9a-z]{58}([\s,]+age1[0-9a-z]{58})*)?\Z")] = ""
    """Public keys (age1…) of those who can open backups, by spaces."""
    backup_every: Annotated[int, Meta(ge=0)] = 86_400
    """A backup is taken this often; 0: by hand only."""
    backup_daily: Annotated[int, Meta(ge=1)] = 7
    """Days of which a backup is kept."""
    backup_weekly: Annotated[int, Meta(ge=0)] = 5
    """Weeks of which one is kept."""
    backup_monthly: Annotated[int, Meta(ge=0)] = 12
    """Months of which one is kept."""
    backup_yearly: Annotated[int, Meta(ge=0)] = 3
    """Years of which one is kept."""
    backup_grace: Annotated[int, Meta(ge=0)] = 172_800
    """A younger backup is never taken away."""
    backup_mail_to: str = ""
    """Addresses that hear of a backup that failed, by commas."""
    drill_identity: Path | None = None
    """File of a private key for drills by the clock; it may be away between them."""
    drill_every: Annotated[int, Meta(ge=0)] = 2_592_000
    """A drill of restoring is due this often; 0: never."""
    drill_confidence: Annotated[float, Meta(gt=0, le=100)] = 100.0
    """Percent of certainty with which a drill finds damage; 100: it takes everything."""
    drill_share: Annotated[float, Meta(gt=0, le=100)] = 1.0
    """Percent of the pieces of content of which damage is found where a sample is taken."""
    fixity_sample_every: Annotated[int, Meta(ge=0)] = 604_800
    """A sample of the stored bytes is read again this often; 0: by hand only."""
    fixity_full_every: Annotated[int, Meta(ge=0)] = 7_862_400
    """All stored bytes are read again this often; 0: by hand only."""
    fixity_share: Annotated[int, Meta(ge=1, le=100)] = 10
    """Percent of the stored originals that a sample reads, those read longest ago first."""
    fixity_rate: Annotated[int, Meta(ge=0)] = 40
    """Megabytes a second at which stored bytes are checked; 0: as fast as it goes."""
    query_length: Annotated[int, Meta(ge=10, le=10_000)] = 500
    """Longest query read."""
    lease: Annotated[int, Meta(ge=5)] = 60
    """A silent worker loses its job after this."""
    log_format: Literal["console", "json"] = "console"
    """How the log is written."""
    log_level: Literal["debug", "info", "warning", "error"] | None = None
    """How much is logged; default: info by servers, warning by single commands."""

    def __post_init__(self) -> None:
        """Fill what depends on others, then look whether all fit together. Raises ValueError, `name: reason`."""
        for name, value in self._filled().items():
            msgspec.structs.force_setattr(self, name, value)
        self._require_zone()
        if (self.mail_url is None) is not (not self.mail_from) or (self.audit_mail_to and self.mail_url is None):
            why = translate("the server and the sender of letters go together")
            raise ValueError(f"mail_url: {why}")
        require_consistent_directories(self)
        if bool(self.backup_url) is not bool(self.backup_recipients):
            why = translate("the places of backups and the public keys that open them go together")
            raise ValueError(f"backup_recipients: {why}")
        if self.mailbox_url and not (self.mailbox_password and self.mailbox_senders):
            why = translate("a mailbox needs its password and the senders whose letters are taken in")
            raise ValueError(f"mailbox_url: {why}")
        self._require_shared_parts()

    def _filled(self) -> dict[str, Any]:
        home = self.home.expanduser().absolute()
        storage = self.storage_url or f"file://{home}/blobs"
        return {
            "home": home,
            "database_url": self.database_url or f"sqlite:///{home}/archive.db",
            "storage_url": storage,
            "search_url": self.search_url or f"tantivy://{home}/index",
            "audit_heads": self.audit_heads or f"{home}/audit-heads",
            "uploads_url": self.uploads_url or beside(storage, "uploads") or f"file://{home}/uploads",
        }

    def _require_zone(self) -> None:
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # of a folder of zones the system speaks
            why = translate("there is no time zone {zone}", zone=self.timezone)
            raise ValueError(f"timezone: {why}") from error

    def _require_shared_parts(self) -> None:
        if self.nodes == 1:
            return
        for name, one_machine in ONE_MACHINE:
            if getattr(self, name).startswith(one_machine):
                why = translate("{kind} serves one machine only", kind=one_machine)
                raise ValueError(f"{name}: {why}")

    @property
    def zone(self) -> ZoneInfo:
        """The organisation's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def work_folder(self) -> Path:
        """Scratch space for recognition; safe to empty while nothing runs."""
        return self.home / "work"


def load_settings(environment: Mapping[str, str] | None = None, **overrides: object) -> Settings:
    """Read the environment and the TOML file into one `Settings`.

    Raises:
        SettingsError: an unknown name, a bad value, an unreadable file or a contradiction; names the setting.
    """
    given = dict(os.environ if environment is None else environment)
    values: dict[str, Any] = {"home": Path(given.get(PREFIX + "HOME", "~/.local/share/archivarius"))}
    values |= _from_toml(given, Path(values["home"]).expanduser())
    values |= _from_environment(given)
    values |= overrides
    if "directory_roles" in values:
        values["directory_roles"] = _roles(values["directory_roles"], given)
    try:
        return msgspec.convert(values, Settings, strict=False, dec_hook=read_value, from_attributes=True)
    except msgspec.ValidationError as error:
        raise _refusal(error, given) from error


def _refusal(error: msgspec.ValidationError, given: Mapping[str, str]) -> SettingsError:
    """What is wrong, under the name as it was written; a rule over several settings begins with a name."""
    at = re.search(r" - at `\$\.(\w+)`$", str(error))
    if at:
        name = at[1]
        reason = refused_words(error, get_type_hints(Settings)[name])
    else:
        name, _, reason = str(error).partition(": ")
    return SettingsError(str(error), setting=_written(name, given), reason=reason)


def _roles(value: object, given: Mapping[str, str]) -> tuple[GroupRole, ...]:
    try:
        return read_roles(value)
    except ValueError as error:
        raise SettingsError(str(error), setting=_written("directory_roles", given), reason=str(error)) from error


def _written(name: str, given: Mapping[str, str]) -> str:
    """The variable of the environment that a value came from; the name itself where it is one of the file's."""
    variable = as_variable(name)
    return next((key for key in (variable, f"{variable}_FILE") if key in given), name)


def _from_environment(given: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in given.items():
        if not key.startswith(PREFIX) or key == PREFIX + "CONFIG":
            continue
        name = key.removeprefix(PREFIX).lower()
        if name.endswith("_file") and name.removesuffix("_file") in Settings.__struct_fields__:
            name = name.removesuffix("_file")
            if as_variable(name) in given:
                raise SettingsError(
                    "given twice", setting=key, reason=translate("{other} is set too", other=as_variable(name))
                )
            value = _secret_from(key, Path(value))  # noqa: PLW2901 - the file's content is the value
        _known(name, key, as_variable)
        values[name] = value
    return values


def _secret_from(key: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(str(error), setting=key, reason=error.strerror or str(error)) from error


def _from_toml(given: Mapping[str, str], home: Path) -> dict[str, Any]:
    named = given.get(PREFIX + "CONFIG")
    path = Path(named) if named else home / "archive.toml"
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        if not named and isinstance(error, FileNotFoundError):
            return {}
        raise SettingsError(str(error), setting=str(path), reason=error.strerror or str(error)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(str(error), setting=str(path), reason=translate("the file is not valid TOML")) from error
    for name in values:
        _known(name, f"{path}: {name}", str)
    return values


def as_variable(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def _known(name: str, shown: str, spelled: Callable[[str], str]) -> None:
    """Raise SettingsError for a name that is none, with the nearest as it is `spelled` where this one stands."""
    if name in Settings.__struct_fields__:
        return
    from rapidfuzz import process  # only whoever has mistyped waits for it

    nearest = process.extractOne(name, list(Settings.__struct_fields__), score_cutoff=70)
    hint = translate("there is no such setting")
    if nearest:
        hint += ", " + translate("perhaps {name} was meant", name=spelled(nearest[0]))
    raise SettingsError(hint, setting=shown, reason=hint)
