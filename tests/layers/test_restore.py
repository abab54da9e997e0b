"""Restoring: what comes back is what was there, and anything else is refused untouched."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from geo.errors import DatabaseUnavailable, InvalidParameter, SourceError
from layers import restore as restoring
from layers.address import DatabaseAddress
from layers.backup import write_backup
from layers.backup_contents import read_contents
from layers.backup_file import Contents, Manifest, open_backup_file, sha256_of, write_backup_file
from layers.database import function_files, functions_checksum, with_search_path
from layers.managed import ManagedCluster
from layers.migrate import alembic_config, create_owner_engine
from layers.postgres_clients import connection_environment, find_clients
from layers.restore import restore_backup

DAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Sample:
    """A backup of the bundled data, taken apart."""

    path: Path
    manifest: Manifest
    dump: Path


@pytest.fixture(scope="module")
def sample(loaded_database: DatabaseAddress, tmp_path_factory: Any) -> Iterator[Sample]:
    folder = tmp_path_factory.mktemp("backup")
    path = folder / "bundle.zonemap"
    write_backup(loaded_database.owner_url, path)
    with open_backup_file(path, folder) as (manifest, dump):
        yield Sample(path, manifest, dump)


@pytest.fixture(scope="module")
def untouched(throwaway_cluster: ManagedCluster) -> Iterator[DatabaseAddress]:
    """A database without our schema, which every refused restore has to leave as it is."""
    yield throwaway_cluster.create_database("zonemap_untouched")
    throwaway_cluster.drop_database("zonemap_untouched")


def contents_of(address: DatabaseAddress) -> Contents:
    options = with_search_path(address.owner_url)
    with psycopg.connect(address.owner_url, options=options) as connection:
        return read_contents(connection, DAY)


def data_of(contents: Contents) -> Contents:
    """Contents but for `state`: a restored database has a mark of its own."""
    tables = {name: table for name, table in contents.tables.items() if name != "state"}
    return contents.model_copy(update={"tables": tables})


def pack(sample: Sample, path: Path, dump: Path | None = None, **changes: Any) -> Path:
    """A backup with a right checksum, whatever it holds: as somebody hostile would write it."""
    dump = dump or sample.dump
    sizes = {"dump_bytes": dump.stat().st_size, "dump_sha256": sha256_of(dump)}
    write_backup_file(path, sample.manifest.model_copy(update={**sizes, **changes}), dump)
    return path


def schema_is_there(address: DatabaseAddress) -> bool:
    with psycopg.connect(address.owner_url) as connection:
        return connection.execute("SELECT to_regnamespace('zonemap') IS NOT NULL").fetchone() == (
            True,
        )


def refuse(address: DatabaseAddress, path: Path, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        restore_backup(address.owner_url, path)
    assert not schema_is_there(address)


def test_restore_gives_the_same_contents(
    loaded_database: DatabaseAddress, unmigrated_database: DatabaseAddress, sample: Sample
) -> None:
    report = restore_backup(unmigrated_database.owner_url, sample.path)
    assert report.same_ledger
    before, after = contents_of(loaded_database), contents_of(unmigrated_database)
    assert data_of(after) == data_of(before)
    assert after.tables["zone"].rows == 119
    assert after.geometries["parcel.geom"].area_m2 > 1e7
    assert after.ledger.zones > 0


def test_restore_leaves_the_reader_its_right_and_numbers_going_on(
    unmigrated_database: DatabaseAddress, sample: Sample
) -> None:
    restore_backup(unmigrated_database.owner_url, sample.path)
    with psycopg.connect(unmigrated_database.reader_url) as reader:
        assert reader.execute("SELECT count(*) FROM zonemap.zone").fetchone() == (119,)
    with psycopg.connect(unmigrated_database.owner_url) as owner:
        (largest,) = owner.execute("SELECT max(figure_id) FROM zonemap.figure").fetchone() or ()
        (following,) = (
            owner.execute("SELECT nextval('zonemap.figure_figure_id_seq')").fetchone() or ()
        )
    assert following > largest


def test_restore_into_migrated_and_empty_database(
    fresh_database: DatabaseAddress, loaded_database: DatabaseAddress, sample: Sample
) -> None:
    restore_backup(fresh_database.owner_url, sample.path)
    assert data_of(contents_of(fresh_database)) == data_of(contents_of(loaded_database))


def test_restore_refuses_a_database_that_holds_rows(
    loaded_copy: DatabaseAddress, sample: Sample
) -> None:
    with psycopg.connect(loaded_copy.owner_url) as owner:
        owner.execute("UPDATE zonemap.zone SET note = 'mine' WHERE zone_id = 'tan-thuan'")
    before = contents_of(loaded_copy)
    with pytest.raises(InvalidParameter, match="the database holds rows already, in claim"):
        restore_backup(loaded_copy.owner_url, sample.path)
    assert contents_of(loaded_copy) == before


def test_restore_by_force_replaces_rows_and_raises_the_version(
    loaded_copy: DatabaseAddress, sample: Sample
) -> None:
    with psycopg.connect(loaded_copy.owner_url) as owner:
        owner.execute("UPDATE zonemap.zone SET note = 'mine'")
        owner.execute("UPDATE zonemap.state SET value = '70' WHERE key = 'data_version'")
    restore_backup(loaded_copy.owner_url, sample.path, force=True)
    after = contents_of(loaded_copy)
    assert after.tables["zone"] == sample.manifest.contents.tables["zone"]
    with psycopg.connect(loaded_copy.owner_url) as owner:
        query = "SELECT value FROM zonemap.state WHERE key = 'data_version'"
        assert owner.execute(query).fetchone() == ("71",)


@pytest.mark.parametrize("failing", ["source", "figure", "parcel"])
def test_restore_that_fails_midway_leaves_the_old_state(
    loaded_copy: DatabaseAddress, sample: Sample, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    before = contents_of(loaded_copy)
    copy = restoring._copy_table

    def fail(connection: Any, source: Any, table: Any) -> None:
        copy(connection, source, table)
        if table.name == failing:
            raise RuntimeError("the power went")

    monkeypatch.setattr(restoring, "_copy_table", fail)
    with pytest.raises(RuntimeError, match="the power went"):
        restore_backup(loaded_copy.owner_url, sample.path, force=True)
    assert contents_of(loaded_copy) == before


def test_restore_does_not_wait_for_ever(
    loaded_copy: DatabaseAddress, sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "_LOCK_WAIT_S", 1)
    with psycopg.connect(loaded_copy.reader_url) as reader:
        reader.execute("SELECT count(*) FROM zonemap.zone")
        with pytest.raises(DatabaseUnavailable, match="others kept the tables in use for 1 s"):
            restore_backup(loaded_copy.owner_url, sample.path, force=True)


@pytest.mark.parametrize("share", [0, 0.002, 0.01, 0.03, 0.1, 0.35, 0.7, 0.95, 0.99, 0.9999])
def test_restore_refuses_a_flipped_byte(
    untouched: DatabaseAddress, sample: Sample, tmp_path: Path, share: float
) -> None:
    content = bytearray(sample.path.read_bytes())
    content[int(len(content) * share)] ^= 0x20
    spoiled = tmp_path / "spoiled"
    spoiled.write_bytes(content)
    refuse(untouched, spoiled, "is damaged or cut short|is not a backup")


def test_backup_file_refuses_each_byte_of_headers_and_tail_flipped(
    sample: Sample, tmp_path: Path
) -> None:
    whole = sample.path.read_bytes()
    spoiled = tmp_path / "spoiled"
    places = [*range(0, 700, 7), *range(len(whole) - 2048, len(whole), 31), len(whole) - 1]
    for place in places:
        content = bytearray(whole)
        content[place] ^= 0x01
        spoiled.write_bytes(content)
        with pytest.raises(SourceError), open_backup_file(spoiled, tmp_path):
            pass


@pytest.mark.parametrize("size", [0, 1, 511, 512, 2048, 4096, -2048, -512, -1])
def test_restore_refuses_a_truncated_file(
    untouched: DatabaseAddress, sample: Sample, tmp_path: Path, size: int
) -> None:
    spoiled = tmp_path / "spoiled"
    spoiled.write_bytes(sample.path.read_bytes()[:size])
    refuse(untouched, spoiled, "is damaged or cut short|is not a backup")


def test_restore_refuses_a_file_with_something_after_it(
    untouched: DatabaseAddress, sample: Sample, tmp_path: Path
) -> None:
    spoiled = tmp_path / "spoiled"
    spoiled.write_bytes(sample.path.read_bytes() + b"\0")
    refuse(untouched, spoiled, "is damaged or cut short")


def test_restore_refuses_what_is_no_backup(
    untouched: DatabaseAddress, sample: Sample, tmp_path: Path
) -> None:
    refuse(untouched, tmp_path / "absent", "cannot be read")
    refuse(untouched, tmp_path, "cannot be read")
    noise = tmp_path / "noise"
    noise.write_bytes(os.urandom(5000))
    refuse(untouched, noise, "is not a backup of this program")
    refuse(untouched, sample.dump, "is a dump of pg_dump, not a backup")


def change_contents(sample: Sample, **changes: Any) -> Contents:
    return sample.manifest.contents.model_copy(update=changes)


def test_restore_refuses_a_newer_revision(
    untouched: DatabaseAddress, sample: Sample, tmp_path: Path
) -> None:
    newer = pack(sample, tmp_path / "newer", contents=change_contents(sample, revision="9999"))
    refuse(untouched, newer, "has tables of revision 9999; expected one of 0001")


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        ("format_version", 2, "of a form that this version does not know"),
        ("format_version", "1", "of a form that this version does not know"),
        ("dump_bytes", -1, "wrong at dump_bytes"),
        ("dump_bytes", 10**11, "rows are not those"),
        ("dump_sha256", "0" * 64, "rows are not those"),
        ("dump_sha256", "../../etc/passwd", "wrong at dump_sha256"),
        ("created_at", "yesterday", "wrong at created_at"),
        ("extra", 1, "wrong at extra"),
        ("contents.revision", "0001; DROP SCHEMA zonemap", "wrong at contents.revision"),
        ("contents.tables.zone.rows", "119", "wrong at contents.tables.zone.rows"),
        ("contents.tables.zone.rows", True, "wrong at contents.tables.zone.rows"),
        ("contents.tables.a\"b", {"rows": 0, "sha256": "0" * 64}, "wrong at contents.tables"),
        ("contents.ledger.gross_ha", "NaN", "wrong at contents.ledger.gross_ha"),
    ],
)  # fmt: skip
def test_restore_refuses_a_hostile_manifest(
    untouched: DatabaseAddress,
    sample: Sample,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    value: Any,
    words: str,
) -> None:
    described = sample.manifest.model_dump(mode="json")
    *parents, last = place.split(".")
    part = described
    for parent in parents:
        part = part[parent]
    part[last] = value

    class Liar:
        dump_bytes = sample.manifest.dump_bytes

        def model_dump_json(self, *, indent: int) -> str:
            import json

            return json.dumps(described, indent=indent)

    hostile = tmp_path / "hostile"
    write_backup_file(hostile, Liar(), sample.dump)  # type: ignore[arg-type]
    refuse(untouched, hostile, words)


def test_restore_refuses_the_manifest_of_another_backup(
    loaded_copy: DatabaseAddress,
    untouched: DatabaseAddress,
    sample: Sample,
    tmp_path: Path,
) -> None:
    with psycopg.connect(loaded_copy.owner_url) as owner:
        owner.execute("UPDATE zonemap.zone SET note = 'other' WHERE zone_id = 'tan-thuan'")
    write_backup(loaded_copy.owner_url, tmp_path / "other")
    with open_backup_file(tmp_path / "other", tmp_path) as (_, dump):
        swapped = pack(sample, tmp_path / "swapped", dump)
    # The version of the data told of the change, and its table comes first.
    refuse(untouched, swapped, "the rows of state are not as it says")


@pytest.mark.parametrize(
    ("table", "rows", "words"),
    [("zone", 118, "zone has too many rows"), ("zone", 120, "zone has 119 rows, not 120")],
)
def test_restore_refuses_another_number_of_rows(
    untouched: DatabaseAddress,
    sample: Sample,
    tmp_path: Path,
    table: str,
    rows: int,
    words: str,
) -> None:
    tables = dict(sample.manifest.contents.tables)
    tables[table] = tables[table].model_copy(update={"rows": rows})
    contents = change_contents(sample, tables=tables)
    refuse(untouched, pack(sample, tmp_path / "b", contents=contents), words)


def test_restore_refuses_another_ledger(
    untouched: DatabaseAddress, sample: Sample, tmp_path: Path
) -> None:
    ledger = sample.manifest.contents.ledger.model_copy(update={"gross_ha": 1.0})
    path = pack(sample, tmp_path / "b", contents=change_contents(sample, ledger=ledger))
    refuse(untouched, path, "the land ledger is not as it says")


def test_restore_tells_of_a_ledger_that_another_version_reckoned(
    unmigrated_database: DatabaseAddress, sample: Sample, tmp_path: Path
) -> None:
    ledger = sample.manifest.contents.ledger.model_copy(update={"gross_ha": 1.0})
    contents = change_contents(sample, ledger=ledger, functions_sha256="0" * 64)
    report = restore_backup(
        unmigrated_database.owner_url, pack(sample, tmp_path / "b", contents=contents)
    )
    assert not report.same_ledger


@pytest.fixture
def dump_anew(loaded_copy: DatabaseAddress, tmp_path: Path) -> Callable[..., Path]:
    """Have pg_dump write what nobody of ours asks it for."""

    def run(*options: str, statement: str = "SELECT 1") -> Path:
        with psycopg.connect(loaded_copy.owner_url) as owner:
            owner.execute(statement.encode())
        output = tmp_path / "anew.dump"
        command = [find_clients().program("pg_dump"), "-Fc", *options, "-f", str(output)]
        with connection_environment(loaded_copy.owner_url) as environment:
            subprocess.run(command, env=environment, check=True)
        return output

    return run


def test_restore_refuses_a_dump_with_a_function(
    untouched: DatabaseAddress,
    sample: Sample,
    tmp_path: Path,
    dump_anew: Callable[..., Path],
) -> None:
    dump = dump_anew(
        "--schema=zonemap",
        statement="CREATE FUNCTION zonemap.evil() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    )
    path = pack(sample, tmp_path / "b", dump)
    refuse(untouched, path, "it lists .*(SCHEMA|FUNCTION)")


def test_restore_refuses_a_dump_of_another_schema(
    untouched: DatabaseAddress,
    sample: Sample,
    tmp_path: Path,
    dump_anew: Callable[..., Path],
) -> None:
    dump = dump_anew(
        "--data-only", "--table=public.evil", statement="CREATE TABLE public.evil AS SELECT 1 AS x"
    )
    refuse(untouched, pack(sample, tmp_path / "b", dump), "it lists .*public evil")


def test_restore_refuses_a_dump_that_lacks_a_table(
    untouched: DatabaseAddress,
    sample: Sample,
    tmp_path: Path,
    dump_anew: Callable[..., Path],
) -> None:
    dump = dump_anew("--data-only", "--table=zonemap.zone")
    path = pack(sample, tmp_path / "b", dump)
    refuse(untouched, path, "it lists other tables than its manifest")


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        (b" FROM stdin;\n", b" FROM '/x' ;\n", "something other than rows stands in"),
        (b"COPY zonemap.zone (", b"COPY zonemap.port (", "other columns than its revision"),
        (b"COPY zonemap.zone (", b"DROP zonemap.zone (", "something other than rows stands in"),
        (b"(zone_id, name_vi", b"(zone_id, zone_id", "other columns than its revision"),
    ],
)
def test_restore_runs_no_statement_of_the_dump(
    untouched: DatabaseAddress,
    sample: Sample,
    tmp_path: Path,
    was: bytes,
    becomes: bytes,
    words: str,
) -> None:
    content = sample.dump.read_bytes()
    assert was in content
    assert len(was) == len(becomes)
    dump = tmp_path / "edited.dump"
    dump.write_bytes(content.replace(was, becomes))
    refuse(untouched, pack(sample, tmp_path / "b", dump), words)


def test_restore_refuses_rows_that_the_database_would_not_take(
    loaded_copy: DatabaseAddress,
    untouched: DatabaseAddress,
    sample: Sample,
    tmp_path: Path,
) -> None:
    with psycopg.connect(loaded_copy.owner_url) as owner:
        owner.execute("ALTER TABLE zonemap.zone DROP CONSTRAINT zone_status_check")
        owner.execute("UPDATE zonemap.zone SET status = 'haunted' WHERE zone_id = 'tan-thuan'")
    path = tmp_path / "haunted"
    write_backup(loaded_copy.owner_url, path)
    refuse(untouched, path, "were refused by the database: zone_status_check")


def test_restore_brings_an_older_revision_up_to_date(
    unmigrated_database: DatabaseAddress,
    make_database: Callable[[str | None], DatabaseAddress],
    tmp_path: Path,
) -> None:
    from alembic import command

    old = make_database(None)
    with create_owner_engine(old.owner_url).begin() as connection:
        connection.execute(text("CREATE SCHEMA zonemap"))
        command.upgrade(alembic_config(connection), "0001")
        for path in function_files():
            # As functions were while areas were not kept yet.
            sql = path.read_text(encoding="utf-8").replace("%", "%%")
            sql = sql.replace("p.area_m2", "round(ST_Area(p.geom::geography)::numeric, 1)")
            with contextlib.suppress(Exception), connection.begin_nested():
                connection.exec_driver_sql(sql)
        connection.execute(
            text("INSERT INTO state VALUES ('functions_sha256', :sum), ('data_version', '5')"),
            {"sum": functions_checksum()},
        )
        connection.execute(text("INSERT INTO source VALUES ('s', 'P', '-', 'official', '-')"))
    write_backup(old.owner_url, tmp_path / "old")
    report = restore_backup(unmigrated_database.owner_url, tmp_path / "old")
    assert report.contents.revision == "0001"
    assert report.revision > "0001"
    assert contents_of(unmigrated_database).tables["source"].rows == 1
