from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import DatabaseError
from layers.address import read_url, reader_url_from, safe_url


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://u:geheim@h:5432/d", "postgresql://u:***@h:5432/d"),
        ("postgresql://u@h/d", "postgresql://u@h/d"),
        ("postgresql://u:ge@heim@h/d", "postgresql://u:***@h/d"),
        ("postgresql://h/d?user=u&password=geheim", "postgresql://h/d?user=u&password=***"),
        ("postgresql://h1:1,h2:2/d", "postgresql://h1:1,h2:2/d"),
        ("postgresql://u:ge/heim@h/d", "an address that cannot be read"),
        ("postgresql://u:12/geheim@h/d", "an address that cannot be read"),
        ("postgresql://u:12#geheim@h/d", "an address that cannot be read"),
        ("host=h password=geheim", "an address that cannot be read"),
        ("postgresql://[geheim", "an address that cannot be read"),
    ],
)
def test_safe_url_hides_passwords(url: str, shown: str) -> None:
    assert safe_url(url) == shown


@given(
    st.text(min_size=1).filter(lambda text: len(text) > 3 and text not in "postgresql://u:***@h/d")
)
def test_safe_url_never_shows_any_password(password: str) -> None:
    shown = safe_url(f"postgresql://u:{password}@h/d")
    assert shown in {"postgresql://u:***@h/d", "an address that cannot be read"}


def test_reader_url_keeps_options_of_the_address() -> None:
    url = reader_url_from(
        "postgresql://u:p%40@h/d?sslmode=require&options=-c%20jit%3Doff", statement_timeout_ms=900
    )
    parts = urlsplit(url)
    assert parts.netloc == "u:p%40@h"
    assert parse_qs(parts.query) == {
        "sslmode": ["require"],
        "options": [
            "-c jit=off -c role=zonemap_reader -c default_transaction_read_only=on "
            "-c statement_timeout=900"
        ],
    }


def test_read_url_understands_sqlalchemy() -> None:
    assert read_url("postgresql+psycopg://u@h/d", variable="X") == "postgresql://u@h/d"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://u@h/d", "DATABASE_URL begins with 'mysql'; expected postgresql://user"),
        ("zones", "DATABASE_URL begins with 'no scheme'"),
        ("postgresql://u:p@h", r"names no database: postgresql://u:\*\*\*@h"),
        ("postgresql://u:p/q@h/d", r"cannot be read as an address.*%2F for /"),
    ],
)
def test_read_url_refuses(url: str, message: str) -> None:
    with pytest.raises(DatabaseError, match=message):
        read_url(url, variable="DATABASE_URL")
