"""Settings of the database and of the Overpass server, read from the environment when asked for."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from geo.errors import InvalidParameter

CHECKOUT = Path(__file__).resolve().parent.parent


class DatabaseSettings(BaseSettings):
    """Where the database is and how long the program waits for it.

    Each field is the environment variable of the same name in capitals; the pool and timeout
    fields carry `ZONEMAP_` before it. Make one with `read_database_settings`, which turns a wrong
    value into one sentence.
    """

    # Values are hidden in errors because one of them may be a password.
    model_config = SettingsConfigDict(
        hide_input_in_errors=True, populate_by_name=True, extra="ignore", frozen=True
    )

    database_url: SecretStr | None = Field(
        default=None,
        validation_alias="DATABASE_URL",
        description="Address of the database as the role that owns the tables, as "
        "postgresql://user:password@host:port/name. Unset: a private local database is used.",
    )
    database_reader_url: SecretStr | None = Field(
        default=None,
        validation_alias="DATABASE_READER_URL",
        description="Address of the same database as a role that can only read. Unset: "
        "DATABASE_URL, which then takes the role zonemap_reader for every read.",
    )
    state_dir: Path = Field(
        default=CHECKOUT / ".zonemap",
        validation_alias="ZONEMAP_STATE_DIR",
        description="Folder of the private local database.",
    )
    statement_timeout_ms: int = Field(
        default=15_000,
        ge=100,
        le=600_000,
        validation_alias="ZONEMAP_STATEMENT_TIMEOUT_MS",
        description="Milliseconds after which the database ends a query of the reading role.",
    )
    filter_timeout_ms: int = Field(
        default=5_000,
        ge=100,
        le=600_000,
        validation_alias="ZONEMAP_FILTER_TIMEOUT_MS",
        description="Milliseconds after which it ends one of the OGC API with a filter or an "
        "order, if that is sooner.",
    )
    pool_min_size: int = Field(
        default=1,
        ge=0,
        le=30,
        validation_alias="ZONEMAP_POOL_MIN_SIZE",
        description="Reading connections kept open, a count.",
    )
    # The managed cluster takes 40 connections; ten stay free for imports, edits and a psql.
    pool_max_size: int = Field(
        default=8,
        ge=1,
        le=30,
        validation_alias="ZONEMAP_POOL_MAX_SIZE",
        description="Reading connections opened at most, a count.",
    )
    pool_wait_s: float = Field(
        default=2.0,
        gt=0,
        le=30,
        validation_alias="ZONEMAP_POOL_WAIT_S",
        description="Seconds that a request waits for a free reading connection.",
    )
    pool_max_waiting: int = Field(
        default=64,
        ge=1,
        le=1_000,
        validation_alias="ZONEMAP_POOL_MAX_WAITING",
        description="Requests that may wait for a reading connection at once, a count.",
    )

    @field_validator("database_url", "database_reader_url", mode="before")
    @classmethod
    def _read_empty_as_unset(cls, value: object) -> object:
        if isinstance(value, str) and not value.strip():
            return None
        return value

    @field_validator("state_dir", mode="after")
    @classmethod
    def _make_absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @model_validator(mode="after")
    def _refuse_contradictions(self) -> Self:
        if self.pool_min_size > self.pool_max_size:
            raise ValueError(
                f"ZONEMAP_POOL_MIN_SIZE is {self.pool_min_size} and ZONEMAP_POOL_MAX_SIZE is "
                f"{self.pool_max_size}; the first must not be larger"
            )
        if self.database_reader_url is not None and self.database_url is None:
            raise ValueError(
                "DATABASE_READER_URL is set and DATABASE_URL is not; set both or neither"
            )
        if self.database_url is None and self.state_dir == Path(tempfile.gettempdir()):
            raise ValueError(
                f"ZONEMAP_STATE_DIR is {self.state_dir}, the shared temporary folder; "
                "name a folder of its own"
            )
        return self


def read_database_settings() -> DatabaseSettings:
    """Read the database settings from the environment.

    Returns
    -------
    DatabaseSettings
        Checked settings; they do not change when the environment does.

    Raises
    ------
    InvalidParameter
        A variable has a value that cannot be used, or two contradict each other.
    """
    try:
        return DatabaseSettings()
    except ValidationError as error:
        raise _refusal(error) from error


class OverpassSettings(BaseSettings):
    """Which Overpass server `zonemap refresh osm` asks, and how long it waits.

    Make one with `read_overpass_settings`.
    """

    model_config = SettingsConfigDict(populate_by_name=True, extra="ignore", frozen=True)

    overpass_url: str | None = Field(
        default=None,
        validation_alias="OVERPASS_URL",
        pattern=r"^https?://[^\s/@]+(/[^\s]*)?$",
        description="Address of an Overpass server's interpreter, as "
        "https://overpass.example.org/api/interpreter. Unset: nobody is asked.",
    )
    overpass_timeout_s: float = Field(
        default=240.0,
        gt=0,
        le=3_600,
        validation_alias="ZONEMAP_OVERPASS_TIMEOUT_S",
        description="Seconds that the server may take for one answer, and we for reading it.",
    )
    overpass_max_mb: int = Field(
        default=128,
        ge=1,
        le=1_024,
        validation_alias="ZONEMAP_OVERPASS_MAX_MB",
        description="Megabytes of an answer at most.",
    )
    overpass_retries: int = Field(
        default=4,
        ge=0,
        le=10,
        validation_alias="ZONEMAP_OVERPASS_RETRIES",
        description="How often a busy server is asked again, a count.",
    )

    @field_validator("overpass_url", mode="before")
    @classmethod
    def _read_empty_as_unset(cls, value: object) -> object:
        if isinstance(value, str) and not value.strip():
            return None
        return value


def read_overpass_settings() -> OverpassSettings:
    """Read the settings of the Overpass server from the environment.

    Raises
    ------
    InvalidParameter
        A variable has a value that cannot be used.
    """
    try:
        return OverpassSettings()
    except ValidationError as error:
        raise _refusal(error) from error


def _refusal(error: ValidationError) -> InvalidParameter:
    """One sentence on all variables that cannot be used."""
    faults = []
    for fault in error.errors(include_url=False, include_input=False, include_context=False):
        name = ".".join(str(part) for part in fault["loc"])
        message = fault["msg"].removeprefix("Value error, ")
        faults.append(f"{name}: {message}" if name else message)
    return InvalidParameter("; ".join(faults), remedy="correct or unset the environment variable")
