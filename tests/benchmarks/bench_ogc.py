"""Our OGC API beside tipg, pygeoapi and the least that psycopg can do, over the same parcels.

Every server has one worker, and all share the machine with the database and with wrk. They take
turns of a few seconds, several times, so that what else the machine does hits all alike. Nothing is
asserted of speed; what the rivals answer is compared before they are measured.

BENCH_SECONDS is the length of a turn, 2 s if not given.
"""

from __future__ import annotations

import math
import os
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from layers.address import DatabaseAddress, database_name_of
from layers.managed import ManagedCluster
from tests.benchmarks.many_parcels import replace_parcels
from tests.benchmarks.rivals import servers
from tests.benchmarks.rivals.answers import Holding, read_answer
from tests.benchmarks.rivals.environments import rival_environment
from tests.benchmarks.rivals.load import CONNECTIONS, ask_for
from tests.benchmarks.rivals.servers import Contender

PARCELS = 200_000
ROUNDS = 3
COLUMNS = ("ours", "cached", "bare", "tipg", "pygeoapi")
COMPARED = ("tipg", "pygeoapi", "bare")

# Where answers differ in size there are few questions, so that each server gets through them all in
# its turn: otherwise a slow one would be measured by others than a quick one.
FEW, MANY = 16, 200
LONGEST_TURN_S = 10

# For all questions of a line, one after the other; a server that takes longer is left out.
PATIENCE_S = 20.0

IDS = "SELECT parcel_id FROM rivals.parcels ORDER BY md5(parcel_id) LIMIT %s"

# The middle quarter of a zone's bounding box: some 500 parcels, of which 100 are asked for.
BOXES = """
SELECT concat_ws(',', round(west + width / 4, 6), round(south + height / 4, 6),
  round(west + width * 3 / 4, 6), round(south + height * 3 / 4, 6))
FROM (
  SELECT zone_id,
    CAST(ST_XMin(boundary) AS numeric) AS west, CAST(ST_YMin(boundary) AS numeric) AS south,
    CAST(ST_XMax(boundary) - ST_XMin(boundary) AS numeric) AS width,
    CAST(ST_YMax(boundary) - ST_YMin(boundary) AS numeric) AS height
  FROM zonemap.zone WHERE boundary IS NOT NULL
) AS box
ORDER BY md5(zone_id) LIMIT %s
"""

# Some tiles that hold the centre of a parcel, and how many (row and column: OGC 17-083r4, annex I).
TILES = """
WITH centre AS (
  SELECT ST_X(ST_Centroid(geom)) / 360 + 0.5 AS x,
    (1 - asinh(tan(radians(ST_Y(ST_Centroid(geom))))) / pi()) / 2 AS y
  FROM rivals.parcels
), held AS (
  SELECT CAST(floor(x * 2 ^ %(z)s) AS integer) AS col,
    CAST(floor(y * 2 ^ %(z)s) AS integer) AS row, count(*) AS parcels
  FROM centre GROUP BY 1, 2
)
SELECT col, row, parcels FROM held ORDER BY md5(concat_ws('/', col, row)) LIMIT %(some)s
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: questions of one kind, asked in turn at one of a server's doors."""

    title: str
    door: str
    questions: list[dict[str, Any]]

    def addresses(self, contender: Contender) -> list[str]:
        """Addresses of the questions at one server."""
        door = getattr(contender.doors, self.door)
        return [door.format(**question) for question in self.questions]


@dataclass
class Findings:
    """What was measured, by title of the line and name of the server.

    Attributes
    ----------
    turns
        Requests a second in each turn.
    alone_s
        Seconds that the questions of the line take one after the other.
    unlike
        Where a server answers with something else than the others.
    notes
        What else there is to say, and of which lines.
    """

    turns: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    alone_s: dict[tuple[str, str], float] = field(default_factory=dict)
    unlike: set[tuple[str, str]] = field(default_factory=set)
    notes: dict[str, list[str]] = field(default_factory=dict)

    def median(self, line: Line, name: str) -> float | None:
        """Requests a second, or None where a server was left out."""
        turns = self.turns.get((line.title, name))
        return statistics.median(turns) if turns else None

    def note(self, words: str, line: Line) -> None:
        """Say something of a line once, beside the other lines that it is said of."""
        titles = self.notes.setdefault(words, [])
        if line.title not in titles:
            titles.append(line.title)


class LeftOutError(Exception):
    """A server is left out of a line, for the reason that the message says."""


@pytest.fixture
def programs() -> None:
    """What is measured beside ours and what measures, before minutes are spent on parcels."""
    if shutil.which("wrk") is None:
        pytest.fail("wrk is not installed; `.ci/setup bench` installs it", pytrace=False)
    for name in ("tipg", "pygeoapi"):
        rival_environment(name)


@pytest.fixture
def crowded(
    programs: None, throwaway_cluster: ManagedCluster, loaded_copy: DatabaseAddress
) -> Iterator[DatabaseAddress]:
    """The bundled data with many parcels; five servers may keep their connections at a time."""
    tell(f"Making {PARCELS:,} parcels ... ")
    started = time.perf_counter()
    replace_parcels(loaded_copy.owner_url, parcels=PARCELS)
    servers.publish_for_rivals(loaded_copy.owner_url)
    tell(f"{time.perf_counter() - started:.0f} s\n")
    with psycopg.connect(throwaway_cluster.admin_url("postgres"), autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET max_connections = 100")
    throwaway_cluster.stop()
    throwaway_cluster.start()
    yield loaded_copy
    with psycopg.connect(throwaway_cluster.admin_url("postgres"), autocommit=True) as admin:
        admin.execute("ALTER SYSTEM RESET max_connections")


def test_ogc_api(
    crowded: DatabaseAddress, throwaway_cluster: ManagedCluster, tmp_path: Path
) -> None:
    seconds = int(os.environ.get("BENCH_SECONDS", "2"))
    url = crowded.owner_url
    admin_url = throwaway_cluster.admin_url(database_name_of(url))
    lines = choose_lines(url)
    # None of the servers writes a line a request.
    quiet = {"ZONEMAP_ACCESS_LOG": "false"}
    with ExitStack() as stack:
        contenders = [
            stack.enter_context(server)
            for server in (
                servers.ours(admin_url, tmp_path, name="ours", ZONEMAP_CACHE_MB="0", **quiet),
                servers.ours(admin_url, tmp_path, name="cached", **quiet),
                servers.bare(url, tmp_path),
                servers.tipg(url, tmp_path),
                servers.pygeoapi(url, tmp_path),
            )
        ]
        findings = Findings()
        compare_answers(contenders, lines, findings)
        measure(contenders, lines, findings, seconds=seconds)
        print_table(contenders, lines, findings, seconds=seconds)
    assert findings.turns


def choose_lines(url: str) -> list[Line]:
    """Choose the questions, the same in each run."""
    with psycopg.connect(url) as connection:
        ids = [{"id": row[0]} for row in connection.execute(IDS, [MANY])]
        boxes = [{"limit": 100, "bbox": row[0]} for row in connection.execute(BOXES, [FEW])]
        tiles = {
            z: [
                {"z": z, "col": col, "row": row, "parcels": parcels}
                for col, row, parcels in connection.execute(TILES, {"z": z, "some": FEW})
            ]
            for z in (14, 12, 10)
        }
    fullest = max(tiles[14], key=lambda tile: tile["parcels"])
    return [
        Line("one feature", "one", ids),
        *(Line(f"{limit:,} items", "items", [{"limit": limit}]) for limit in (10, 100, 1_000)),
        Line("100 items in a bbox", "inside", boxes),
        *(Line(f"tile z{z}", "tile", some) for z, some in tiles.items()),
        Line("one tile z14 again", "tile", [fullest]),
    ]


def compare_answers(contenders: list[Contender], lines: list[Line], findings: Findings) -> None:
    """Leave out what a server cannot answer in time, and say where answers are not those of `bare`.

    A server that remembers its answers has met every question once after this.
    """
    bare = next(contender for contender in contenders if contender.name == "bare")
    for line in lines:
        awaited, _ = ask_each(bare, line)
        for contender in contenders:
            show_progress(f"Comparing answers: {line.title}, {contender.name}")
            try:
                held, taken_s = ask_each(contender, line)
            except LeftOutError as reason:
                findings.note(f"{contender.name} left out, {reason}", line)
                continue
            findings.turns[line.title, contender.name] = []
            findings.alone_s[line.title, contender.name] = taken_s
            if not are_alike(held, awaited):
                findings.unlike.add((line.title, contender.name))
                features = [sum(holding.features for holding in each) for each in (held, awaited)]
                findings.note(
                    f"* {contender.name} answers other features than bare, "
                    "{:,} instead of {:,}".format(*features),
                    line,
                )


def are_alike(held: list[Holding], awaited: list[Holding]) -> bool:
    """Whether answers hold the same features, and tiles the same but for their edges.

    Some servers draw a margin around a tile that others do not.
    """
    for_edges = 0.1 * sum(holding.features for holding in awaited if not holding.ids)
    difference = sum(
        abs(mine.features - theirs.features) for mine, theirs in zip(held, awaited, strict=True)
    )
    return [each.ids for each in held] == [each.ids for each in awaited] and difference <= for_edges


def ask_each(contender: Contender, line: Line) -> tuple[list[Holding], float]:
    """Ask each question of a line once; give what the answers hold, and the seconds they took.

    Raises
    ------
    LeftOutError
        If one is not answered, or all of them take too long.
    """
    held: list[Holding] = []
    taken_s = 0.0
    addresses = line.addresses(contender)
    for address in addresses:
        started = time.perf_counter()
        answer = contender.client.get(address)
        taken_s += time.perf_counter() - started
        if answer.status_code == 404 and not held:
            raise LeftOutError("it has no such address")
        if answer.status_code != 200:
            raise LeftOutError(f"status {answer.status_code} after {taken_s:.0f} s")
        held.append(read_answer(answer))
        if taken_s > PATIENCE_S:
            raise LeftOutError(f"{taken_s:.0f} s for {len(held)} of {len(addresses)} answers")
    return held, taken_s


def measure(
    contenders: list[Contender], lines: list[Line], findings: Findings, *, seconds: int
) -> None:
    """Ask all servers in turn, line by line, several times."""
    for turn in range(ROUNDS):
        for line in lines:
            show_progress(f"Round {turn + 1} of {ROUNDS}: {line.title}")
            for contender in contenders:
                turns = findings.turns.get((line.title, contender.name))
                if turns is None:
                    continue
                # Long enough for all questions, as some are far larger than others, and for two
                # answers on each connection.
                addresses = line.addresses(contender)
                alone_s = findings.alone_s[line.title, contender.name]
                round_s = alone_s * max(1, 2 * CONNECTIONS / len(addresses))
                turn_s = max(seconds, math.ceil(min(round_s, LONGEST_TURN_S)))
                load = ask_for(contender.port, addresses, seconds=turn_s)
                turns.append(load.per_second)
                if load.refused or load.broken:
                    findings.note(
                        f"{contender.name} in round {turn + 1}: {load.refused} answers with an "
                        f"error status, {load.broken} failed or took over 30 s",
                        line,
                    )
    show_progress("")


def print_table(
    contenders: list[Contender], lines: list[Line], findings: Findings, *, seconds: int
) -> None:
    """Print requests a second, and how many times as many ours answers uncached."""
    names = [contender.name for contender in contenders]
    tell(
        f"\nOGC API over {PARCELS:,} parcels, requests/s: {CONNECTIONS} connections, one worker a "
        f"server, {os.cpu_count()} cores for it, PostgreSQL and wrk; median of {ROUNDS} turns of "
        f"{seconds} s, longer where one round of questions takes longer\n"
    )
    ratios = "".join(f"{'ours/' + name:>15}" for name in COMPARED)
    tell(f"{'':<22}" + "".join(f"{name:>10}" for name in names) + ratios + "\n")
    for line in lines:
        figures = {name: findings.median(line, name) for name in names}
        marks = {name: "*" if (line.title, name) in findings.unlike else "" for name in names}
        cells = "".join(f"{_figure(figures[name]) + marks[name]:>10}" for name in names)
        for name in COMPARED:
            mine, theirs = figures["ours"], figures[name]
            ratio = f"{mine / theirs:.2f}x" if mine and theirs else "-"
            cells += f"{ratio + (marks['ours'] or marks[name]):>15}"
        tell(f"{line.title:<22}{cells}\n")
    peaks = "".join(f"{contender.peak_mb():>10.0f}" for contender in contenders)
    tell(f"{'peak memory, MB':<22}{peaks}\n")
    for words, titles in findings.notes.items():
        tell(f"  {words}: {', '.join(titles)}\n")


def _figure(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def tell(words: str) -> None:
    """Write to where pytest's -s leads, at once."""
    sys.stdout.write(words)
    sys.stdout.flush()


def show_progress(words: str) -> None:
    """Keep one line of a terminal up to date; a file gets none of it."""
    if sys.stdout.isatty():
        tell(f"\r{words:<60}\r")
