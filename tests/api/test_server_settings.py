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
        ("ZONEMAP_ACCESS_LOG", "perhaps", "ZONEMAP_ACCESS_LOG is 'perhaps'; expected a valid bool"),
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


@pytest.mark.parametrize(
    ("given", "base_url"),
    [
        ("https://maps.example.org", "https://maps.example.org"),
        ("https://maps.example.org/", "https://maps.example.org"),
        ("http://maps.example.org:8080/khu-cong-nghiep/", None),
        ("http://[2001:db8::1]:8080", "http://[2001:db8::1]:8080"),
        ("http://192.0.2.7/a/b/", "http://192.0.2.7/a/b"),
    ],
)
def test_base_url_is_the_address_given(
    monkeypatch: pytest.MonkeyPatch, given: str, base_url: str | None
) -> None:
    monkeypatch.setenv("ZONEMAP_BASE_URL", given)
    assert read_server_settings().base_url == (base_url or given.rstrip("/"))


@pytest.mark.parametrize(
    "given",
    [
        "maps.example.org",
        "ftp://maps.example.org",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https://user:secret@maps.example.org",
        "https://maps.example.org?a=b",
        "https://maps.example.org/?",
        "https://maps.example.org/#top",
        "https://maps.example.org:99999",
        "https://maps.example.org:port",
        "https://maps.example.org/a b",
        'https://maps.example.org/"><script>',
        "https://maps.example.org/a\r\nX-Evil: 1",
        "https://maps.example.org//evil.example",
        "https://[maps",
        f"https://maps.example.org/{'a' * 300}",
    ],
)
def test_address_that_links_cannot_begin_with_is_refused(
    monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv("ZONEMAP_BASE_URL", given)
    with pytest.raises(InvalidParameter, match="ZONEMAP_BASE_URL is"):
        read_server_settings()


@pytest.mark.parametrize(
    ("host", "base_url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),  # noqa: S104 - nothing is bound
        ("::", "http://[::1]:8000"),
        ("::1", "http://[::1]:8000"),
        ("maps.local", "http://maps.local:8000"),
    ],
)
def test_base_url_without_one_is_where_the_server_listens(host: str, base_url: str) -> None:
    assert ServerSettings(host=host, port=8000).base_url == base_url


def test_requests_are_logged_without_their_clients_unless_told() -> None:
    settings = ServerSettings()
    assert (settings.access_log, settings.access_log_client) == (True, False)


def test_every_server_setting_has_a_sentence() -> None:
    for field in ServerSettings.model_fields.values():
        assert field.description
        assert field.description.endswith(".")
