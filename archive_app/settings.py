"""Settings: the only reader of the environment. Frozen, typed; anything unknown or contradictory fails loudly.

Order of precedence: environment (`ARCHIVE_*`), a secret's file (`ARCHIVE_*_FILE`), the TOML file, the default.
The TOML file is `ARCHIVE_CONFIG`, else `archive.toml` in the home folder when it exists.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)

from archive_app.directory_roles import GroupRole, read_roles
from archive_app.directory_rules import require_consistent_directories
from archive_app.errors import ArchiveError
from archive_app.i18n import translate
from archive_app.setting_words import value_words
from storage.s3_config import beside

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PREFIX = "ARCHIVE_"
GIB = 1024**3
MAIL_FOLDER = r"^[ -~]+$"
"""Other letters are written in modified UTF-7 by IMAP (RFC 3501, 5.1.3)."""


class SettingsError(ArchiveError):
    """A setting is unknown, malformed or contradicts another. Params: `setting`, `reason` (told in Russian)."""

    code: ClassVar[str] = "settings"
    exit_code = 7


class Settings(BaseModel):
    """Everything an installation may set. Sizes are bytes, times seconds, unless the name says otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = Field(description="Folder of this installation: database, blobs, index, work files by default.")
    database_url: str = Field(default="", description="SQLAlchemy address; default: SQLite in the home folder.")
    storage_url: str = Field(default="", description="Blob store: a folder or an S3 address.")
    storage_access_key: SecretStr | None = Field(default=None, description="S3 access key.")
    storage_secret_key: SecretStr | None = Field(default=None, description="S3 secret key.")
    search_url: str = Field(default="", description="Search engine: tantivy:, whoosh: or postgresql: address.")
    secret_key: SecretStr | None = Field(default=None, description="Key that signs browser sessions.")
    nodes: Annotated[int, Field(ge=1)] = Field(default=1, description="How many machines run this installation.")
    user: str = Field(default="", description="Login that the command line acts as; default: the first administrator.")
    timezone: str = Field(default="Europe/Moscow", description="The organisation's zone: days are counted in it.")
    organisation_kind: Literal["school", "college"] | None = Field(
        default=None, description="On which day those who study are counted; default: the file plan tells it."
    )
    http_host: str = Field(default="127.0.0.1", description="Address that the web server listens on.")
    http_port: Annotated[int, Field(ge=0, le=65535)] = Field(default=8080, description="Its port.")
    public_url: str = Field(
        default="",
        pattern=r"^(https?://[^/?#\s]+)?/?$",
        description="Address that browsers use, such as https://archive.school.ru; default: the server's own.",
    )
    trusted_proxies: Annotated[int, Field(ge=0, le=5)] = Field(
        default=0, description="How many proxies stand before the web server; their X-Forwarded headers are believed."
    )
    sign_in_tries: Annotated[int, Field(ge=3, le=100)] = Field(
        default=10, description="Failed sign-ins after which a login is locked."
    )
    sign_in_address_tries: Annotated[int, Field(ge=3)] = Field(
        default=100, description="The same for one network address, behind which many may sit."
    )
    sign_in_window: Annotated[int, Field(ge=60)] = Field(
        default=900, description="Failures are counted, and a lock lasts, this long."
    )
    session_idle: Annotated[int, Field(ge=60)] = Field(
        default=7200, description="A session in which nothing happens ends after this."
    )
    session_lifetime: Annotated[int, Field(ge=300)] = Field(
        default=43_200, description="Every session ends after this."
    )
    invitation_lifetime: Annotated[int, Field(ge=600)] = Field(
        default=259_200, description="An invitation is good for this long."
    )
    reset_lifetime: Annotated[int, Field(ge=600)] = Field(
        default=3600, description="A link for a forgotten password is good for this long."
    )
    api_rate: Annotated[int, Field(ge=0)] = Field(
        default=600, description="Requests that a key of a program may make in a minute; 0: as many as it likes."
    )
    ldap_url: str = Field(
        default="",
        pattern=r"^(ldaps?://[^/?#\s@]+/?(\?starttls)?)?$",
        description="LDAP directory: ldaps://host, or ldap://host, which turns to TLS first.",
    )
    ldap_bind_dn: str = Field(default="", description="Who the archive is to the directory; default: nobody.")
    ldap_bind_password: SecretStr | None = Field(default=None, description="Its password there.")
    ldap_user_base: str = Field(default="", description="Where people are looked for.")
    ldap_user_filter: str = Field(
        default="(uid={login})", description="Which of them is meant; of Active Directory: (sAMAccountName={login})."
    )
    ldap_group_base: str = Field(default="", description="Where groups are looked for; default: memberOf of a person.")
    ldap_group_filter: str = Field(
        default="(|(member={dn})(uniqueMember={dn})(memberUid={login}))", description="Which of them a person is in."
    )
    oidc_issuer: str = Field(
        default="",
        pattern=r"^(https?://[^?#\s]+)?$",
        description="OpenID Connect provider; its discovery document lies below this address.",
    )
    oidc_client_id: str = Field(default="", description="Who the archive is to the provider.")
    oidc_client_secret: SecretStr | None = Field(default=None, description="Its secret there.")
    oidc_title: str = Field(default="", description="What the button of the sign-in page names; default: the host.")
    oidc_scopes: str = Field(
        default="openid profile email", pattern=r"^openid( \S+)*$", description="What the provider is asked for."
    )
    oidc_groups_claim: str = Field(default="groups", min_length=1, description="Claim that lists a person's groups.")
    directory_roles: Annotated[tuple[GroupRole, ...], BeforeValidator(read_roles)] = Field(
        default=(), description="Roles that groups give: GROUP=ROLE; GROUP=ROLE@unit:NAME; GROUP=ROLE@group:NAME."
    )
    directory_ca_file: Path | None = Field(
        default=None, description="Authorities that directory and provider are checked by; default: the system's."
    )
    directory_timeout: Annotated[int, Field(ge=1, le=60)] = Field(
        default=5, description="A directory that is silent for this long is told to be away."
    )
    recognition_processes: Annotated[int, Field(ge=1, le=256)] = Field(
        default_factory=lambda: os.cpu_count() or 1, description="Pages recognised at the same time."
    )
    ocr_languages: str = Field(default="rus+eng", pattern=r"^[a-z_]+(\+[a-z_]+)*$", description="Tesseract models.")
    review_below: Annotated[float, Field(ge=0, le=100)] = Field(
        default=70.0, description="Pages whose mean confidence is lower go to review."
    )
    page_timeout: Annotated[int, Field(ge=1)] = Field(default=180, description="Limit for one page.")
    page_memory: Annotated[int, Field(ge=256 * 1024**2)] = Field(default=2 * GIB, description="Limit for one page.")
    max_pages: Annotated[int, Field(ge=1)] = Field(default=20_000, description="Longest document recognised.")
    max_blob: Annotated[int, Field(ge=1)] = Field(default=50 * GIB, description="Largest original accepted.")
    max_upload: Annotated[int, Field(ge=1024**2)] = Field(
        default=2 * GIB, description="Largest file accepted over the network."
    )
    uploads_url: str = Field(default="", description="Store for the pieces of uploads; default: beside the blobs.")
    upload_lifetime: Annotated[int, Field(ge=60)] = Field(
        default=172_800, description="An upload to which nothing is added is cleared away after this."
    )
    upload_open: Annotated[int, Field(ge=1)] = Field(
        default=200, description="Unfinished uploads that one person may have."
    )
    inbox: Path | None = Field(default=None, description="Watched folder that network scanners write to.")
    inbox_user: str = Field(default="", description="Login that takes its files in; default: that of the command line.")
    inbox_subfolder: Literal["unit", "user"] = Field(
        default="unit", description="What the name of a subfolder says: the unit, or the login that takes in."
    )
    inbox_settle: Annotated[int, Field(ge=1, le=3600)] = Field(
        default=10, description="A file that has not changed for this long is whole."
    )
    mailbox_url: str = Field(
        default="",
        pattern=r"^(imaps?://[^/?#\s:]+@[^/?#\s@]+/?)?$",
        description="Mailbox for scans: imaps://user@host, or imap://user@host, which turns to TLS first.",
    )
    mailbox_password: SecretStr | None = Field(default=None, description="Its password.")
    mailbox_ca_file: Path | None = Field(
        default=None, description="Authorities that its server is checked by; default: the system's."
    )
    mailbox_folder: str = Field(
        default="INBOX", pattern=MAIL_FOLDER, description="Folder that letters are taken from, as IMAP writes it."
    )
    mailbox_done: str = Field(
        default="Archive-done", pattern=MAIL_FOLDER, description="Folder for letters that were taken in."
    )
    mailbox_refused: str = Field(
        default="Archive-refused", pattern=MAIL_FOLDER, description="Folder for letters of which something was refused."
    )
    mailbox_senders: str = Field(
        default="", description="Whose letters are taken in: addresses, or @host for everybody there, by commas."
    )
    mailbox_user: str = Field(default="", description="Login that takes letters in; default: that of the command line.")
    mailbox_largest: Annotated[int, Field(ge=1024)] = Field(
        default=100 * 1024**2, description="Largest letter taken in."
    )
    audit_heads: str = Field(default="", description="Folder of the published heads of the journal of actions.")
    audit_mail_to: str = Field(default="", description="Addresses that get each published head, by commas.")
    audit_read_interval: Annotated[int, Field(ge=0)] = Field(
        default=600, description="The same look by the same person within this time is one event."
    )
    mail_url: SecretStr | None = Field(default=None, description="Mail server: smtp:// or smtps:// address.")
    mail_from: str = Field(default="", description="Sender of letters.")
    backup_url: str = Field(default="", description="Places of backups: folders or S3 addresses, by spaces.")
    backup_access_key: SecretStr | None = Field(default=None, description="S3 access key of the places of backups.")
    backup_secret_key: SecretStr | None = Field(default=None, description="S3 secret key of the places of backups.")
    backup_recipients: str = Field(
        default="",
        pattern=r"^(age1[0-9a-z]{58}([\s,]+age1[0-9a-z]{58})*)?$",
        description="Public keys (age1…) of those who can open backups, by spaces.",
    )
    backup_every: Annotated[int, Field(ge=0)] = Field(
        default=86_400, description="A backup is taken this often; 0: by hand only."
    )
    backup_daily: Annotated[int, Field(ge=1)] = Field(default=7, description="Days of which a backup is kept.")
    backup_weekly: Annotated[int, Field(ge=0)] = Field(default=5, description="Weeks of which one is kept.")
    backup_monthly: Annotated[int, Field(ge=0)] = Field(default=12, description="Months of which one is kept.")
    backup_yearly: Annotated[int, Field(ge=0)] = Field(default=3, description="Years of which one is kept.")
    backup_grace: Annotated[int, Field(ge=0)] = Field(
        default=172_800, description="A younger backup is never taken away."
    )
    backup_mail_to: str = Field(default="", description="Addresses that hear of a backup that failed, by commas.")
    drill_identity: Path | None = Field(
        default=None, description="File of a private key for drills by the clock; it may be away between them."
    )
    drill_every: Annotated[int, Field(ge=0)] = Field(
        default=2_592_000, description="A drill of restoring is due this often; 0: never."
    )
    drill_confidence: Annotated[float, Field(gt=0, le=100)] = Field(
        default=100.0, description="Percent of certainty with which a drill finds damage; 100: it takes everything."
    )
    drill_share: Annotated[float, Field(gt=0, le=100)] = Field(
        default=1.0, description="Percent of the pieces of content of which damage is found where a sample is taken."
    )
    fixity_sample_every: Annotated[int, Field(ge=0)] = Field(
        default=604_800, description="A sample of the stored bytes is read again this often; 0: by hand only."
    )
    fixity_full_every: Annotated[int, Field(ge=0)] = Field(
        default=7_862_400, description="All stored bytes are read again this often; 0: by hand only."
    )
    fixity_share: Annotated[int, Field(ge=1, le=100)] = Field(
        default=10, description="Percent of the stored originals that a sample reads, those read longest ago first."
    )
    fixity_rate: Annotated[int, Field(ge=0)] = Field(
        default=40, description="Megabytes a second at which stored bytes are checked; 0: as fast as it goes."
    )
    query_length: Annotated[int, Field(ge=10, le=10_000)] = Field(default=500, description="Longest query read.")
    lease: Annotated[int, Field(ge=5)] = Field(default=60, description="A silent worker loses its job after this.")
    log_format: Literal["console", "json"] = Field(default="console", description="How the log is written.")
    log_level: Literal["debug", "info", "warning", "error"] | None = Field(
        default=None, description="How much is logged; default: info by servers, warning by single commands."
    )

    @field_validator("home", mode="after")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(translate("there is no time zone {zone}", zone=value))
        return value

    @model_validator(mode="after")
    def _filled_and_consistent(self) -> Self:
        defaults = {
            "database_url": f"sqlite:///{self.home}/archive.db",
            "storage_url": f"file://{self.home}/blobs",
            "search_url": f"tantivy://{self.home}/index",
            "audit_heads": f"{self.home}/audit-heads",
            "uploads_url": beside(self.storage_url, "uploads") or f"file://{self.home}/uploads",
        }
        for name, value in defaults.items():
            if not getattr(self, name):
                object.__setattr__(self, name, value)
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
        if self.nodes > 1:
            for name, one_machine in (
                ("database_url", "sqlite"),
                ("storage_url", "file"),
                ("uploads_url", "file"),
                ("search_url", "tantivy"),
                ("search_url", "whoosh"),
            ):
                if getattr(self, name).startswith(one_machine):
                    why = translate("{kind} serves one machine only", kind=one_machine)
                    raise ValueError(f"{name}: {why}")
        return self

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
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise _refusal(error, given) from error


def _refusal(error: ValidationError, given: Mapping[str, str]) -> SettingsError:
    """The first thing that is wrong, named as it was written; a rule over several settings begins with a name."""
    first = error.errors()[0]
    name, reason = ".".join(str(part) for part in first["loc"]), value_words(first["type"], first.get("ctx", {}))
    if not name:
        name, _, reason = reason.partition(": ")
    setting, dot, part = name.partition(".")
    variable = as_variable(setting)
    written = next((key for key in (variable, f"{variable}_FILE") if key in given), setting)
    return SettingsError(str(first["msg"]), setting=written + dot + part, reason=reason)


def _from_environment(given: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in given.items():
        if not key.startswith(PREFIX) or key == PREFIX + "CONFIG":
            continue
        name = key.removeprefix(PREFIX).lower()
        if name.endswith("_file") and name.removesuffix("_file") in Settings.model_fields:
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
    if name in Settings.model_fields:
        return
    from rapidfuzz import process  # only whoever has mistyped waits for it

    nearest = process.extractOne(name, list(Settings.model_fields), score_cutoff=70)
    hint = translate("there is no such setting")
    if nearest:
        hint += ", " + translate("perhaps {name} was meant", name=spelled(nearest[0]))
    raise SettingsError(hint, setting=shown, reason=hint)
