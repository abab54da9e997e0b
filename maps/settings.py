"""Settings of what is drawn, read when asked for."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class StillSettings(BaseSettings):
    """What a newsroom sets for its pictures."""

    model_config = SettingsConfigDict(
        extra="ignore", frozen=True, populate_by_name=True, env_ignore_empty=True
    )

    themes: Path | None = Field(
        default=None,
        validation_alias="ZONEMAP_THEMES",
        description="Folder of brand themes of one's own: NAME.toml as maps/stills/themes has "
        "them, and their logos.",
    )
