"""Settings of the HTTP server, read from the environment when asked for."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from geo.errors import InvalidParameter


class ServerSettings(BaseSettings):
    """Where the server listens and how long it waits."""

    # `PORT= make run` means the default, as it does for the database's address.
    model_config = SettingsConfigDict(
        extra="ignore", frozen=True, populate_by_name=True, env_ignore_empty=True
    )

    host: str = Field(
        default="127.0.0.1",
        validation_alias="HOST",
        description="Address to listen on; 127.0.0.1 answers this machine only.",
    )
    port: int = Field(
        default=8000, ge=1, le=65535, validation_alias="PORT", description="TCP port to listen on."
    )
    retry_after_s: int = Field(
        default=5,
        ge=1,
        le=3600,
        validation_alias="ZONEMAP_RETRY_AFTER_S",
        description="Seconds that clients are asked to wait while the database is away.",
    )
    public_url: str | None = Field(
        default=None,
        validation_alias="ZONEMAP_BASE_URL",
        max_length=200,
        description="Address that links begin with, as https://maps.example.org/zones. Unset: "
        "that of HOST and PORT.",
    )
    cache_mb: int = Field(
        default=64,
        ge=0,
        le=4096,
        validation_alias="ZONEMAP_CACHE_MB",
        description="Megabytes of answers and tiles kept in memory; 0 keeps none.",
    )
    download_timeout_s: float = Field(
        default=900.0,
        gt=0,
        le=86_400,
        validation_alias="ZONEMAP_DOWNLOAD_TIMEOUT_S",
        description="Seconds in which a file of the OGC API has to be made and taken; then it is "
        "broken off, as it holds a reading connection.",
    )
    still_workers: int = Field(
        default=2,
        ge=1,
        le=32,
        validation_alias="ZONEMAP_STILL_WORKERS",
        description="Processes that make pictures; each takes a core while it does, and 100 MB.",
    )
    still_queue: int = Field(
        default=16,
        ge=0,
        le=1000,
        validation_alias="ZONEMAP_STILL_QUEUE",
        description="Pictures that may wait for one of them; more are answered 503.",
    )
    access_log: bool = Field(
        default=True,
        validation_alias="ZONEMAP_ACCESS_LOG",
        description="Whether each request is told of in one line of JSON on standard error.",
    )
    access_log_client: bool = Field(
        default=False,
        validation_alias="ZONEMAP_ACCESS_LOG_CLIENT",
        description="Whether that line has the address that the request came from.",
    )

    @property
    def base_url(self) -> str:
        """Address that links begin with, without a slash at its end.

        Never taken from a request: its Host header says what the client likes.
        """
        if self.public_url is not None:
            return self.public_url
        everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - nothing is bound here
        host = everywhere.get(self.host, self.host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @field_validator("public_url", mode="after")
    @classmethod
    def _check_public_url(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if not is_base_url(value):
            raise ValueError("an http or https address without user, query and fragment")
        return value.rstrip("/")


_HOST = re.compile(r"[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]")
_PATH = re.compile(r"[A-Za-z0-9._~/%-]*")


def is_base_url(text: str) -> bool:
    """Say whether a text is an address that links can begin with.

    It goes into headers and pages as it is, so that nothing but plain characters will do.
    """
    try:
        parts = urlsplit(text)
        host = parts.netloc if parts.port is None else parts.netloc.rpartition(":")[0]
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and _HOST.fullmatch(host) is not None
        and _PATH.fullmatch(parts.path) is not None
        and "//" not in parts.path
        and not set(text) & set("?#@")
    )


def read_server_settings() -> ServerSettings:
    """Read the server's settings from the environment.

    Raises
    ------
    InvalidParameter
        If a variable has a value that cannot be used.
    """
    try:
        return ServerSettings()
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        name = ".".join(str(part) for part in fault["loc"])
        raise InvalidParameter(
            f"{name} is {str(fault['input'])[:40]!r}",
            expected=fault["msg"].removeprefix("Input should be ").removeprefix("Value error, "),
            remedy="correct or unset the environment variable",
        ) from error
