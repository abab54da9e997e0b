"""A ranking of all zones while a slider moves, beside the plain way to do each part of it."""

from __future__ import annotations

import asyncio
import itertools
import sys
from typing import Any

import httpx
import numpy as np
import pytest

from layers.address import DatabaseAddress
from layers.database import create_read_pool, read_snapshot
from layers.queries import list_zones
from layers.ranking.criteria import PRESETS
from layers.ranking.documents import RankAnswer, rank_dict
from layers.ranking.explaining import explain
from layers.ranking.scoring import WorthTable, build_table, rank, weights_from
from layers.ranking.stability import WEIGHTINGS, chances, weight_intervals
from layers.ranking.topsis import cross_check
from layers.records import IndustrialZone
from layers.settings import DatabaseSettings
from tests.api.conftest import served
from tests.benchmarks.bench_zonemap import TODAY, fastest_ms, report

BALANCED = weights_from(PRESETS["balanced"])


@pytest.fixture(scope="module")
def zones(loaded_database: DatabaseAddress) -> tuple[IndustrialZone, ...]:
    return asyncio.run(read_zones(loaded_database))


async def read_zones(address: DatabaseAddress) -> tuple[IndustrialZone, ...]:
    async with (
        create_read_pool(address.reader_url, DatabaseSettings()) as pool,
        read_snapshot(pool) as connection,
    ):
        return await list_zones(connection, on_day=TODAY)


def test_ranking(loaded_database: DatabaseAddress, zones: tuple[IndustrialZone, ...]) -> None:
    sys.stdout.write(f"\n{'':<34}{'ours':>12}{'rival':>12}{'rival/ours':>12}\n")
    table = build_table(zones, TODAY)
    in_play = BALANCED.in_play

    weightings = fastest_ms(lambda: chances(table, in_play))
    plain = fastest_ms(lambda: plain_chances(table, in_play), times=2)
    report(f"{WEIGHTINGS:,} weightings, {len(zones)} zones", weightings, plain, "doubles, argsort")

    kept = chances(table, in_play)
    again = fastest_ms(lambda: answer_of(table, kept))
    anew = fastest_ms(lambda: asyncio.run(read_zones(loaded_database)))
    report("ranking with all it tells", again, anew, "reading the zones for it")

    with served(loaded_database) as client:
        client.get("/api/rank")  # reads the zones, draws the weightings, loads TOPSIS
        rents = itertools.count(1)
        moved = fastest_ms(lambda: move_slider(client, next(rents)), times=10)
        listed = fastest_ms(lambda: client.get("/api/zones"))
        report("/api/rank while a slider moves", moved, listed, "/api/zones")


def move_slider(client: httpx.Client, rent: int) -> None:
    weights = f"remaining_ha:20,largest_block_ha:20,rent:{rent},port:20"
    answer = client.get("/api/rank", params={"weights": weights, "passports": "false"})
    assert answer.status_code == 200


def answer_of(table: WorthTable, kept: Any) -> dict[str, Any]:
    made = rank(table, BALANCED)
    answer = RankAnswer(made, explain(made), weight_intervals(made), kept, cross_check(made))
    return rank_dict(answer, with_passports=True)


def plain_chances(table: WorthTable, in_play: tuple[int, ...]) -> Any:
    """The same as one would write it down: every worth drawn, every row sorted."""
    columns = list(in_play)
    low = table.low[:, columns].astype(float)
    span = (table.high - table.low)[:, columns].astype(float)
    random = np.random.default_rng(0)
    weights = random.dirichlet(np.ones(len(columns)), WEIGHTINGS)
    counts = np.zeros((len(table.zones), 5))
    for drawn in np.array_split(weights, 20):
        worths = low + random.random((len(drawn), *low.shape)) * span
        order = np.argsort(-(worths @ drawn[:, :, None])[:, :, 0], axis=1)
        for place in range(5):
            counts[:, place] += np.bincount(order[:, place], minlength=len(counts))
    return counts.cumsum(axis=1) / WEIGHTINGS
