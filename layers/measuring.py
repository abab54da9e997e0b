"""Computed distances: from every zone to the sea, ports, airports and expressways."""

from __future__ import annotations

from layers.database import WriteConnection, read_sql, write_transaction
from layers.readiness import note_measured


def measure_zones(owner_url: str) -> dict[str, int]:
    """Measure all distances anew, in one transaction.

    Returns
    -------
    Zones measured, by measure; a measure without any target is absent.

    Raises
    ------
    DatabaseUnavailable, DatabaseNotReady
        See `layers.database`.
    """
    with write_transaction(owner_url) as connection:
        before = _checksum(connection)
        connection.execute(read_sql("measure_distances"))
        if _checksum(connection) != before:
            connection.execute(read_sql("bump_data_version"))
        note_measured(connection)
        rows = connection.execute(
            "SELECT measure, count(*) AS n FROM zone_distance GROUP BY measure ORDER BY measure"
        ).fetchall()
    return {row["measure"]: row["n"] for row in rows}


def _checksum(connection: WriteConnection) -> str | None:
    """Checksum of all stored distances, to tell whether measuring changed any."""
    row = connection.execute(
        "SELECT md5(string_agg(d::text, '|' ORDER BY zone_id, measure)) AS sum"
        " FROM zone_distance AS d"
    ).fetchone()
    return row["sum"] if row else None
