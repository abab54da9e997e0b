"""The least that can answer: psycopg, and text and tiles as PostGIS makes them.

Nothing is validated, linked, negotiated, counted or logged, so no server in Python over the same
table can be much faster; what another one takes longer is what it does besides.
It is run by uvicorn with the address of the database in DATABASE_URL.
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import parse_qsl

from psycopg_pool import AsyncConnectionPool

CONNECTIONS = 8

COLUMNS = """
SELECT string_agg('p.' || quote_ident(attname), ', ' ORDER BY attnum)
FROM pg_attribute
WHERE attrelid = 'rivals.parcels'::regclass AND attnum > 0 AND NOT attisdropped
  AND attname <> 'geom'
"""

FEATURE = """
'{{"type":"Feature","id":' || to_json(p.parcel_id) || ',"geometry":' || ST_AsGeoJSON(p.geom, 7)
|| ',"properties":' || row_to_json(a) || '}}'
"""

ONE = f"""
SELECT {FEATURE}
FROM rivals.parcels AS p, LATERAL (SELECT {{columns}}) AS a
WHERE p.parcel_id = %s
"""

ITEMS = f"""
SELECT '{{{{"type":"FeatureCollection","features":[' || string_agg({FEATURE}, ',') || ']}}}}'
FROM (
  SELECT * FROM rivals.parcels AS p WHERE {{condition}} ORDER BY p.parcel_id LIMIT %(limit)s
) AS p, LATERAL (SELECT {{columns}}) AS a
"""

INSIDE = """
ST_Intersects(p.geom, ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326))
"""

TILE = """
SELECT ST_AsMVT(t, 'parcels')
FROM (
  SELECT {columns}, ST_AsMVTGeom(
    ST_Transform(p.geom, 3857), ST_TileEnvelope(%(z)s, %(column)s, %(row)s)) AS geom
  FROM rivals.parcels AS p
  WHERE p.geom && ST_Transform(ST_TileEnvelope(%(z)s, %(column)s, %(row)s), 4326)
) AS t
"""


class BareServer:
    """An ASGI application: /one/ID, /items?limit=N&bbox=W,S,E,N and /tile/Z/ROW/COL."""

    def __init__(self, database_url: str) -> None:
        self.pool = AsyncConnectionPool(
            database_url,
            min_size=CONNECTIONS,
            max_size=CONNECTIONS,
            kwargs={"autocommit": True},
            open=False,
        )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self.live(receive, send)
            return
        kind, answer = await self.answer(scope["path"], scope["query_string"].decode())
        headers = [
            (b"content-type", kind.encode()),
            (b"content-length", str(len(answer)).encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    async def live(self, receive: Any, send: Any) -> None:
        await receive()
        await self.pool.open(wait=True)
        (columns,) = await self.fetch(COLUMNS, {})
        self.one = ONE.format(columns=columns)
        self.items = ITEMS.format(columns=columns, condition="true")
        self.items_inside = ITEMS.format(columns=columns, condition=INSIDE)
        self.tile = TILE.format(columns=columns)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.pool.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def answer(self, path: str, query: str) -> tuple[str, bytes]:
        match path.split("/"):
            case [_, "one", parcel_id]:
                (text,) = await self.fetch(self.one, [parcel_id])
            case [_, "tile", z, row, column]:
                values = {"z": int(z), "row": int(row), "column": int(column)}
                return "application/vnd.mapbox-vector-tile", (await self.fetch(self.tile, values))[
                    0
                ]
            case _:
                asked = dict(parse_qsl(query))
                values = {"limit": int(asked["limit"])}
                statement = self.items
                if "bbox" in asked:
                    corners = map(float, asked["bbox"].split(","))
                    values |= dict(zip(("west", "south", "east", "north"), corners, strict=True))
                    statement = self.items_inside
                (text,) = await self.fetch(statement, values)
        return "application/geo+json", text.encode()

    async def fetch(self, statement: str, values: Any) -> tuple[Any, ...]:
        async with self.pool.connection() as connection:
            cursor = connection.cursor(binary=True)
            await cursor.execute(statement.encode(), values)
            row = await cursor.fetchone()
            assert row is not None
            return row


app = BareServer(os.environ["DATABASE_URL"])
