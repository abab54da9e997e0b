"""Computed distances: from every zone to the sea, ports, airports and expressways."""

from __future__ import annotations

from layers.database import read_sql, write_transaction
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
        connection.execute(read_sql("measure_distances"))
        note_measured(connection)
        rows = connection.execute(
            "SELECT measure, count(*) AS n FROM zone_distance GROUP BY measure ORDER BY measure"
        ).fetchall()
    return {row["measure"]: row["n"] for row in rows}
