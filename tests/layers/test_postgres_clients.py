from __future__ import annotations

import os
from pathlib import Path

import pytest

from geo.errors import DatabaseError, DatabaseNotFound
from layers import postgres_clients
from layers.postgres_clients import ClientPrograms, connection_environment, find_clients

URL = "postgresql://me:s%3Acr%5Cet%20@db.example:5433/land?sslmode=require&application_name=a"


def test_connection_environment_keeps_the_password_in_a_private_file() -> None:
    with connection_environment(URL) as environment:
        service, password = Path(environment["PGSERVICEFILE"]), Path(environment["PGPASSFILE"])
        assert "s:cr" not in service.read_text()
        assert set(service.read_text().splitlines()) == {
            "[zonemap]",
            "user=me",
            "host=db.example",
            "port=5433",
            "dbname=land",
            "sslmode=require",
            "application_name=a",
        }
        assert password.read_text() == "*:*:*:*:s\\:cr\\\\et \n"
        for file in (service, password):
            assert file.stat().st_mode & 0o777 == 0o600
        assert not any("s:cr" in value for value in environment.values())
    assert not service.parent.exists()


def test_connection_environment_wins_over_the_callers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "elsewhere")
    monkeypatch.setenv("PGPASSWORD", "other")
    with connection_environment(URL) as environment:
        assert "PGHOST" not in environment
        assert "PGPASSWORD" not in environment
    assert os.environ["PGHOST"] == "elsewhere"


def test_connection_environment_refuses_a_line_break() -> None:
    url = "postgresql://me:a%0Ahost=evil@db.example/land"
    with (
        pytest.raises(DatabaseError, match="holds a line break") as caught,
        connection_environment(url),
    ):
        pass
    assert "evil" not in str(caught.value)


def test_find_clients_takes_the_servers_own_version_else_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folders = {
        Path(f"/pg{major}"): ClientPrograms(Path(f"/pg{major}"), major) for major in (14, 16, 17)
    }
    monkeypatch.setattr(postgres_clients, "_list_folders", lambda: iter(folders))
    monkeypatch.setattr(postgres_clients, "_inspect", folders.get)
    assert find_clients(14).major == 14
    assert find_clients(15).major == 16
    assert find_clients().major == 17
    with pytest.raises(
        DatabaseNotFound, match=r"no pg_dump for PostgreSQL 18 .* found: 14, 16, 17"
    ):
        find_clients(18)
