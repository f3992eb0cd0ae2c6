"""Every setting, with its default and its reason: the manual of what can be configured.

Read from the environment (``MEERKAT_`` prefix, ``__`` between section and name) and from ``meerkat.toml`` (or the file
that ``MEERKAT_CONFIG`` names), the environment winning.
"""

import codecs
import os
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from packaging.utils import is_normalized_name
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, FilePath, SecretStr, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot import __version__
from bot.visible import clip, visible
from scanner.ruleset import DEFAULT_RULES
from scanner.signals.popular import load_popular

__all__ = ["Settings", "SettingsError", "load_settings"]


NO_SUCH = "no such setting"


class SettingsError(Exception):
    """Bad settings, one line per setting."""


def _url(value: str) -> str:
    try:
        parts = urlsplit(value)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        parts = sound = None
    if not (parts and sound) or not value.isprintable() or " " in value:
        raise ValueError("is no web address; write http:// or https:// and a host")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError("has a user, a query or a fragment, which no request could carry; write the address without")
    return value.rstrip("/")


def _token(value: SecretStr | None) -> SecretStr | None:
    text = value.get_secret_value().strip() if value else ""
    if not all("!" <= char <= "~" for char in text):
        raise ValueError("holds what no token has (a blank, a line's end, an accent); copy it again")
    return SecretStr(text) if text else None


def _contact(value: str) -> str:
    if not value.isprintable():
        raise ValueError("holds a line's end or another control character; write one line")
    return value


def _database(value: Path) -> Path:
    if not value.name:
        raise ValueError("is no file; name one, such as meerkat.db")
    return value


def _popular(value: Path) -> Path:
    """Or the rules, which are loaded with the list, would be blamed for it."""
    try:
        names = load_popular(value).names
    except (OSError, ValueError) as error:
        raise ValueError(f"{value} cannot be read as a list of projects: {error}") from error
    stray = next((name for name in sorted(names) if not is_normalized_name(name)), None)
    if stray is not None or not names:
        found = f'"{visible(clip(stray, 60))}"' if stray is not None else "nothing"
        raise ValueError(f"{value} holds {found} where a project's name should be")
    return value


def _listen(value: str) -> str:
    host, colon, port = value.rpartition(":")
    if not (colon and host and port.isdecimal() and port.isascii() and int(port) < 65536):
        raise ValueError(f'"{value}" is not host:port, such as 127.0.0.1:8080')
    return value


Popular = Annotated[FilePath, AfterValidator(_popular)]
Url = Annotated[str, AfterValidator(_url)]
Token = Annotated[SecretStr | None, AfterValidator(_token)]
Listen = Annotated[str, AfterValidator(_listen)]
Seconds = Annotated[float, Field(gt=0, le=86400)]
Snowflake = Annotated[int, Field(ge=0, lt=2**63, description="A Discord id: developer mode on, right click, Copy ID.")]


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class IndexSettings(Section):
    url: Url = Field("https://pypi.org", description="The index: changelog, RSS, JSON, and the report interface.")
    inspector_url: Url = Field("https://inspector.pypi.io", description="Where people read a distribution's files.")
    poll_seconds: Seconds = Field(5.0, description="Seconds between two polls of the changelog.")
    contact: Annotated[str, AfterValidator(_contact)] = Field(
        "", description="Address or mail for the index's operators; becomes part of the user agent."
    )
    max_download_mib: int = Field(
        256,
        gt=0,
        le=512,  # a worker's memory holds no more beside what the scan needs
        description="Larger files are skipped, with the reason kept.",
    )

    @property
    def agent(self) -> str:
        """The user agent to send: the index asks for a unique one with a contact."""
        return f"meerkat/{__version__} ({self.contact or 'no contact set'})"


class ScanSettings(Section):
    jobs: int = Field(default_factory=lambda: min(os.cpu_count() or 1, 4), ge=1, le=64, description="Worker processes.")
    threshold: float = Field(
        0.5,
        ge=0,
        le=1,
        description="Score (a probability) from which a report opens a case; docs/accuracy.md has what each one costs.",
    )
    seconds: Seconds = Field(60.0, description="Deadline for one distribution; what was found by then is kept.")
    sandbox: Literal["required", "best-effort"] = Field(
        "required", description="Whether workers may run where the system cannot isolate them fully."
    )
    popular: Popular | None = Field(
        None, description="Popularity list to compare names with; unset uses the built-in one."
    )
    known_good: FilePath | None = Field(None, description="List of digests of members that weigh nothing.")


class DiscordSettings(Section):
    token: Token = Field(None, description="Bot token. Without one, cards are printed in the terminal.")
    api_url: Url = Field("https://discord.com/api/v10", description="REST address with its version.")
    guild: Snowflake = Field(0, description="The one community this bot serves.")
    alert_channel: Snowflake = Field(0, description="Channel that gets the cards.")
    ops_channel: Snowflake = Field(
        0, description="Channel for operators' notices, which never ping; 0 uses the alert channel."
    )
    ping_role: Snowflake = Field(0, description="Role pinged with a card's first send; 0 pings nobody.")


class RoleSettings(Section):
    volunteer: Snowflake = Field(0, description="Role that may vote.")
    senior: Snowflake = Field(0, description="Role that decides alone and may escalate open cases.")
    admin: Snowflake = Field(
        0, description="May all that seniors may, and read the settings by /setup; server administrators always may."
    )


class ReportSettings(Section):
    mode: Literal["dry-run", "live"] = Field("dry-run", description="dry-run sends nothing to the index.")
    auto: Literal["quorum", "off"] = Field(
        "quorum", description="quorum: a case confirmed by quorum is queued by itself."
    )
    token: Token = Field(None, description="Token of an observer's account, scope entire account.")
    undo_seconds: float = Field(120.0, ge=0, le=86400, description="How long a queued report can still be taken back.")
    daily_cap: int = Field(50, ge=0, description="Reports a day that are sent without a senior's hand.")


class TriageSettings(Section):
    quorum: int = Field(2, ge=1, le=20, description="Volunteers who must agree; one senior is always enough.")


class WebSettings(Section):
    listen: Listen | None = Field(None, description="host:port for /health and /metrics; unset serves neither.")


class Settings(BaseSettings):
    """All settings; ``load_settings`` reads them."""

    model_config = SettingsConfigDict(
        env_prefix="MEERKAT_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    database: Annotated[Path, AfterValidator(_database)] = Field(Path("meerkat.db"), description="The SQLite file.")
    rules: Path = Field(DEFAULT_RULES, description="Folder of the YARA rules.")
    log: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level that is logged.")
    index: IndexSettings = IndexSettings()  # pyright: ignore[reportCallIssue]
    scan: ScanSettings = ScanSettings()  # pyright: ignore[reportCallIssue]
    discord: DiscordSettings = DiscordSettings()  # pyright: ignore[reportCallIssue]
    roles: RoleSettings = RoleSettings()  # pyright: ignore[reportCallIssue]
    report: ReportSettings = ReportSettings()  # pyright: ignore[reportCallIssue]
    triage: TriageSettings = TriageSettings()  # pyright: ignore[reportCallIssue]
    web: WebSettings = WebSettings()  # pyright: ignore[reportCallIssue]

    @model_validator(mode="after")
    def _belong_together(self) -> "Settings":
        if self.report.mode == "live" and self.report.token is None:
            raise ValueError("MEERKAT_REPORT__TOKEN: needed where MEERKAT_REPORT__MODE is live; set it or use dry-run")
        if self.discord.token is not None and not (self.discord.guild and self.discord.alert_channel):
            raise ValueError(
                "MEERKAT_DISCORD__GUILD, MEERKAT_DISCORD__ALERT_CHANNEL: needed where MEERKAT_DISCORD__TOKEN is set"
            )
        return self

    @property
    def doubts(self) -> list[str]:
        """What is allowed, and seldom meant: a line for each."""
        found: list[str] = []
        if not self.index.contact:
            found.append("MEERKAT_INDEX__CONTACT is not set: PyPI asks for a user agent that names a contact")
        if self.discord.token is not None and not (self.roles.volunteer or self.roles.senior):
            found.append("no MEERKAT_ROLES__ is set: only administrators of the server can decide cases")
        if self.roles.volunteer and self.roles.volunteer in (self.roles.senior, self.roles.admin):
            found.append(
                "MEERKAT_ROLES__VOLUNTEER is also the role that decides alone: one vote is enough, for anybody"
            )
        if self.discord.guild and self.discord.guild in self.roles.model_dump().values():
            found.append(
                "a MEERKAT_ROLES__ is the server's own number (@everyone), which Discord counts as nobody's role"
            )
        return found

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, _file())


BYTE_ORDER_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _file() -> Path:
    return Path(os.environ.get("MEERKAT_CONFIG") or "meerkat.toml")


def _need_readable(file: Path) -> None:
    """Raise SettingsError where what is there cannot be read: passed over, it would start with the defaults."""
    if not (os.environ.get("MEERKAT_CONFIG") or file.is_symlink() or file.exists()):
        return
    try:
        with file.open("rb") as opened:
            begin = opened.read(3)
    except OSError as error:
        raise SettingsError(f"{file} cannot be read as the settings: {error.strerror or error}") from None
    if begin.startswith(BYTE_ORDER_MARKS):  # editors for Windows write one, and the parser would blame line 1, column 1
        raise SettingsError(f"{file} begins with a byte order mark, which TOML has not: save it as UTF-8 without BOM")


def load_settings(**overrides: Any) -> Settings:
    """Read all settings.

    Raises SettingsError with one line per bad setting, named as it was given, in the environment or in the file; no
    value is shown but a path, since it may be secret.
    """
    _need_readable(_file())
    known = _known_names()
    strays = [
        name for name in os.environ if name.startswith("MEERKAT_") and name not in known and name != "MEERKAT_CONFIG"
    ]
    problems = [f"{name}: {NO_SUCH}" for name in sorted(strays)]
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        problems += [_line(dict(problem)) for problem in error.errors()]
        raise SettingsError("\n".join(dict.fromkeys(problems))) from None
    except ValueError as error:  # tomllib.TOMLDecodeError; undecodable JSON in the environment, which is a stray
        raise SettingsError("\n".join(problems or [f"{_file()}: {error}"])) from None
    if problems:
        raise SettingsError("\n".join(problems))
    return settings


def _known_names() -> set[str]:
    names: set[str] = set()
    for name, info in Settings.model_fields.items():
        section = info.annotation
        if isinstance(section, type) and issubclass(section, Section):
            names |= {f"MEERKAT_{name}__{inner}".upper() for inner in section.model_fields}
        else:
            names.add(f"MEERKAT_{name}".upper())
    return names


def _line(problem: dict[str, Any]) -> str:
    name = f"MEERKAT_{'__'.join(map(str, problem['loc']))}".upper()
    given = {key.upper(): value for key, value in os.environ.items()}
    message = str(problem["msg"]).removeprefix("Value error, ")
    if problem["type"] == "extra_forbidden":
        message = NO_SUCH
    elif problem["type"] == "model_type":
        message = "is a section, which has settings and no value of its own"
    elif problem["type"] == "path_not_file":
        message = f"there is no file {Path(problem['input']).absolute()}"
    if given.get(name) == "":
        message = "is empty; give it a value, or unset it for the default"
    if not problem["loc"]:
        return message
    if any(key == name or key.startswith(f"{name}__") for key in given):
        return f"{name}: {message}"
    return f"{_file()}, {'.'.join(map(str, problem['loc']))}: {message}"
