from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import InvalidParameter
from layers.settings import DatabaseSettings, read_database_settings


def test_settings_are_read_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZONEMAP_POOL_MAX_SIZE", "3")
    assert read_database_settings().pool_max_size == 3
    monkeypatch.setenv("ZONEMAP_POOL_MAX_SIZE", "4")
    assert read_database_settings().pool_max_size == 4


def test_empty_address_is_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "")
    assert read_database_settings().database_url is None


def test_state_folder_is_made_absolute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZONEMAP_STATE_DIR", "state")
    assert read_database_settings().state_dir == Path.cwd() / "state"


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        (
            {"ZONEMAP_POOL_MIN_SIZE": "5", "ZONEMAP_POOL_MAX_SIZE": "2"},
            "ZONEMAP_POOL_MIN_SIZE is 5 and ZONEMAP_POOL_MAX_SIZE is 2",
        ),
        (
            {"DATABASE_READER_URL": "postgresql://r@h/d"},
            "DATABASE_READER_URL is set and DATABASE_URL is not",
        ),
        ({"ZONEMAP_POOL_WAIT_S": "soon"}, "ZONEMAP_POOL_WAIT_S: Input should be a valid number"),
        ({"ZONEMAP_STATE_DIR": "/tmp"}, "ZONEMAP_STATE_DIR is /tmp, the shared temporary folder"),
        ({"ZONEMAP_STATEMENT_TIMEOUT_MS": "0"}, "ZONEMAP_STATEMENT_TIMEOUT_MS: Input should be"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], message: str
) -> None:
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr("tempfile.tempdir", None)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(InvalidParameter, match=message):
        read_database_settings()


def test_every_field_has_a_sentence() -> None:
    for name, field in DatabaseSettings.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name
