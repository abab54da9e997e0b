"""Today is Vietnam's, wherever the server and its database stand."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from geo import vietnam_time
from geo.vietnam_time import day_of, today_in_vietnam
from layers.settings import CHECKOUT

OTHER_TODAY = re.compile(
    r"\bdate\.today\b|CURRENT_DATE|LOCALTIMESTAMP|datetime\.(today|utcnow)\("
    r"|\bnow\([^()]*\)(\.date\(|::date)",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 28, 16, 59, 59, tzinfo=UTC), date(2026, 11, 28)),
        (datetime(2026, 11, 28, 17, tzinfo=UTC), date(2026, 11, 29)),
        (datetime(2026, 11, 28, 20, 45, tzinfo=UTC), date(2026, 11, 29)),
        (datetime.fromisoformat("2026-11-29T00:00:00+07:00"), date(2026, 11, 29)),
    ],
)
def test_day_of_a_moment_is_that_of_vietnam(moment: datetime, day: date) -> None:
    assert day_of(moment) == day


@pytest.mark.parametrize("hour", range(24))
def test_today_is_that_of_vietnam(monkeypatch: pytest.MonkeyPatch, hour: int) -> None:
    moment = datetime(2026, 11, 28, hour, 30, tzinfo=UTC)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return moment.astimezone(tz)  # type: ignore[arg-type]

    monkeypatch.setattr(vietnam_time, "datetime", Clock)
    assert today_in_vietnam() == (moment + timedelta(hours=7)).date()


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Niue", "Asia/Ho_Chi_Minh"])
def test_today_of_the_database_does_not_go_by_its_time_zone(
    connection: psycopg.Connection[tuple[object, ...]], zone: str
) -> None:
    """Kiritimati and Niue never have the same day."""
    connection.execute("SELECT set_config('TimeZone', %s, true)", [zone])
    row = connection.execute(
        "SELECT today_in_vietnam(), CAST(now() AT TIME ZONE 'Asia/Ho_Chi_Minh' AS date)"
    ).fetchone()
    assert row is not None
    assert row[0] == row[1]


def test_nothing_asks_for_the_day_of_the_server() -> None:
    asking = [
        str(path.relative_to(CHECKOUT))
        for package in ("api", "geo", "layers", "maps")
        for path in sorted((CHECKOUT / package).rglob("*"))
        if path.suffix in (".py", ".sql")
        and path != Path(vietnam_time.__file__)
        and OTHER_TODAY.search(path.read_text(encoding="utf-8"))
    ]
    assert asking == []
