"""A region full of invented parcels, for measuring: as many as one asks for, always the same."""

from __future__ import annotations

import psycopg

from layers.database import write_transaction

# A grid in the bounding box of each zone's outline, with gaps like narrow roads. Parcels are spread
# over the zones as evenly as goes; the axes turn at different paces, so that every mixture occurs.
# The table's own checks and its exclusion constraint run for each row: most of the time is theirs.
FILL = """
INSERT INTO parcel (
  parcel_id, zone_id, geom, use, clearance, servicing, commercial, occupation, constraint_kind,
  option_expires, illustrative, badge, origin, valid
)
WITH outlined AS (
  SELECT zone_id, row_number() OVER (ORDER BY zone_id) - 1 AS place, count(*) OVER () AS zones,
    ST_XMin(boundary) AS west, ST_YMin(boundary) AS south,
    ST_XMax(boundary) - ST_XMin(boundary) AS width, ST_YMax(boundary) - ST_YMin(boundary) AS height
  FROM zone
  WHERE boundary IS NOT NULL
), counted AS (
  SELECT *, (place + 1) * %(parcels)s / zones - place * %(parcels)s / zones AS parcels
  FROM outlined
), split AS (
  SELECT *, CAST(ceil(sqrt(parcels * width / height)) AS integer) AS columns
  FROM counted
), sized AS (
  SELECT *, width / columns AS w, height / ceil(parcels / CAST(columns AS float8)) AS h
  FROM split
), cut AS (
  SELECT zone_id, n, w, h, west + w * mod(n, columns) AS x, south + h * (n / columns) AS y
  FROM sized, LATERAL (
    SELECT CAST(place_in_zone AS integer) AS n
    FROM generate_series(0, parcels - 1) AS place_in_zone
  ) AS numbered
)
SELECT
  zone_id || '-' || lpad(CAST(n AS text), 6, '0'),
  zone_id,
  ST_Multi(ST_MakeEnvelope(x + w * 0.03, y + h * 0.03, x + w * 0.97, y + h * 0.97, 4326)),
  (ARRAY['industrial', 'industrial', 'industrial', 'service', 'green', 'infrastructure'])
    [mod(n, 6) + 1],
  (ARRAY['cleared', 'cleared', 'under_way', 'not_cleared'])[mod(n / 2, 4) + 1],
  (ARRAY['serviced', 'serviced', 'under_way', 'not_serviced', 'unknown'])[mod(n / 3, 5) + 1],
  (ARRAY['available', 'leased', 'leased', 'reserved', 'optioned', 'leased', 'not_for_lease'])
    [mod(n, 7) + 1],
  (ARRAY['vacant', 'occupied', 'under_construction', 'idle'])[mod(n / 5, 4) + 1],
  CASE mod(n, 11) WHEN 7 THEN 'flood' WHEN 9 THEN 'corridor' ELSE 'none' END,
  CASE WHEN mod(n, 7) = 4 THEN DATE '2030-01-01' + mod(n, 365) END,
  true, 'D', 'benchmark', daterange(DATE '2020-01-01' + mod(n, 1000), NULL)
FROM cut
"""


def replace_parcels(owner_url: str, *, parcels: int) -> None:
    """Put invented parcels in the place of all that the database holds.

    Parameters
    ----------
    owner_url
        Address of a database that holds zones with outlines, as its owner.
    parcels
        How many; 200,000 take about half a minute.
    """
    # As every import does it, with all that is kept up to date at its end.
    with write_transaction(owner_url) as connection:
        connection.execute("TRUNCATE parcel")
        connection.execute(FILL, {"parcels": parcels})
        connection.execute("ANALYZE parcel")
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE zonemap.parcel")
