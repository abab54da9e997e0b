"""Settings of the server, from the environment."""

from __future__ import annotations

import pytest

from api.settings import ServerSettings, read_server_settings
from geo.errors import InvalidParameter


def test_server_listens_on_this_machine_only_unless_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOST", "PORT"):
        monkeypatch.delenv(name, raising=False)
    settings = read_server_settings()
    assert (settings.host, settings.port, settings.retry_after_s) == ("127.0.0.1", 8000, 5)


def test_empty_server_setting_is_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "")
    assert read_server_settings().port == 8000


def test_server_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9876")
    monkeypatch.setenv("ZONEMAP_RETRY_AFTER_S", "30")
    settings = read_server_settings()
    assert (settings.port, settings.retry_after_s) == (9876, 30)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORT", "web", "PORT is 'web'; expected a valid integer"),
        ("PORT", "0", "PORT is '0'; expected greater than or equal to 1"),
        ("PORT", "65536", "PORT is '65536'; expected less than or equal to 65535"),
        ("ZONEMAP_RETRY_AFTER_S", "0", "ZONEMAP_RETRY_AFTER_S is '0'; expected greater than"),
    ],
)
def test_wrong_server_setting_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(InvalidParameter) as caught:
        read_server_settings()
    assert str(caught.value).startswith(words)
    assert str(caught.value).endswith("; correct or unset the environment variable")


def test_every_server_setting_has_a_sentence() -> None:
    for field in ServerSettings.model_fields.values():
        assert field.description
        assert field.description.endswith(".")
