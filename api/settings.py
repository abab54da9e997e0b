"""Settings of the HTTP server, read from the environment when asked for."""

from __future__ import annotations

from pydantic import Field, ValidationError
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
            expected=fault["msg"].removeprefix("Input should be "),
            remedy="correct or unset the environment variable",
        ) from error
