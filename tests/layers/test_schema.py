"""The migrated database is the one that `layers.tables` describes."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from geo.errors import DatabaseError, DatabaseUnavailable
from layers.address import DatabaseAddress
from layers.database import function_files
from layers.migrate import alembic_config, create_owner_engine, migrate_database
from layers.tables import metadata
from layers.vocabulary import PARCEL_AXES, SCHEMA

VIEWS = {"zone_published", "collection_published"}
NOT_OURS = {"alembic_version", "spatial_ref_sys"}

CATALOGUE = """
SELECT 'column', c.relname, a.attname,
  concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
            pg_get_expr(d.adbin, d.adrelid), col_description(c.oid, a.attnum))
FROM pg_class AS c
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = 'zonemap'::regnamespace AND c.relkind = 'r'
UNION ALL
SELECT 'constraint', c.relname, k.conname, pg_get_constraintdef(k.oid)
FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid
WHERE c.relnamespace = 'zonemap'::regnamespace
UNION ALL
SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'zonemap'
UNION ALL
SELECT 'table', relname, '', obj_description(oid, 'pg_class') FROM pg_class
WHERE relnamespace = 'zonemap'::regnamespace AND relkind = 'r'
"""


def catalogue(address: DatabaseAddress) -> set[tuple[Any, ...]]:
    with psycopg.connect(address.owner_url) as connection:
        rows = connection.execute(CATALOGUE).fetchall()
    # Views are made with the functions, by their files.
    return {row for row in rows if row[1] not in NOT_OURS | VIEWS}


def test_schema_has_no_difference_that_alembic_sees(fresh_database: DatabaseAddress) -> None:
    options = {
        "compare_type": True,
        "compare_server_default": True,
        "include_name": lambda name, kind, parents: kind != "table" or name not in NOT_OURS,
    }
    with create_owner_engine(fresh_database.owner_url).connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_schema_is_what_the_tables_would_create(
    fresh_database: DatabaseAddress, unmigrated_database: DatabaseAddress
) -> None:
    """Alembic compares neither CHECK nor EXCLUDE constraints nor comments of tables."""
    with create_owner_engine(unmigrated_database.owner_url).begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
        metadata.create_all(connection)
    assert catalogue(fresh_database) ^ catalogue(unmigrated_database) == set()


def test_migrate_again_changes_nothing(fresh_database: DatabaseAddress) -> None:
    before = catalogue(fresh_database)
    assert migrate_database(fresh_database.owner_url) is False
    assert catalogue(fresh_database) == before


def test_migrate_makes_all_that_the_files_hold(connection: psycopg.Connection[Any]) -> None:
    texts = [file.read_text(encoding="utf-8") for file in function_files()]
    wanted = {name for text in texts for name in re.findall(r"^CREATE FUNCTION (\w+)", text, re.M)}
    views = {
        name
        for text in texts
        for name in re.findall(r"^CREATE MATERIALIZED VIEW (\w+)", text, re.M)
    }
    rows = connection.execute(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'zonemap'::regnamespace"
    ).fetchall()
    assert {name for (name,) in rows} == wanted
    rows = connection.execute(
        "SELECT matviewname FROM pg_matviews WHERE schemaname = 'zonemap'"
    ).fetchall()
    assert {name for (name,) in rows} == views == VIEWS


def test_migrate_replaces_functions_of_another_version(fresh_database: DatabaseAddress) -> None:
    with psycopg.connect(fresh_database.owner_url) as connection:
        connection.execute("DROP FUNCTION zonemap.zone_headline")
        connection.execute("CREATE FUNCTION zonemap.gone() RETURNS int LANGUAGE sql RETURN 1")
        connection.execute("UPDATE zonemap.state SET value = 'x' WHERE key = 'functions_sha256'")
    assert migrate_database(fresh_database.owner_url) is True
    with psycopg.connect(fresh_database.owner_url) as connection:
        row = connection.execute(
            "SELECT to_regproc('zonemap.gone'), to_regproc('zonemap.zone_headline')"
        ).fetchone()
    assert row == (None, "zonemap.zone_headline")


def test_migrate_twice_at_once_migrates_once(unmigrated_database: DatabaseAddress) -> None:
    with ThreadPoolExecutor(2) as threads:
        changed = list(threads.map(migrate_database, [unmigrated_database.owner_url] * 2))
    assert sorted(changed) == [False, True]


def test_downgrade_and_migrate_again(fresh_database: DatabaseAddress) -> None:
    before = catalogue(fresh_database)
    with create_owner_engine(fresh_database.owner_url).begin() as connection:
        command.downgrade(alembic_config(connection), "base")
    assert catalogue(fresh_database) == set()
    assert migrate_database(fresh_database.owner_url) is True
    assert catalogue(fresh_database) == before


def test_migrate_refuses_a_database_of_a_newer_version(fresh_database: DatabaseAddress) -> None:
    with psycopg.connect(fresh_database.owner_url) as connection:
        connection.execute("UPDATE zonemap.alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseError, match="the database is at revision 9999; expected one of"):
        migrate_database(fresh_database.owner_url)


def test_migrate_without_a_server_names_no_password() -> None:
    with pytest.raises(DatabaseUnavailable, match="the database does not answer") as caught:
        migrate_database("postgresql://u:geheim@127.0.0.1:9/zones")
    assert "geheim" not in str(caught.value)


def test_migrate_as_the_reader_is_refused(unmigrated_database: DatabaseAddress) -> None:
    with pytest.raises(DatabaseError, match="the role may not do this in the database; expected"):
        migrate_database(unmigrated_database.reader_url)


def test_every_column_and_table_has_a_comment(connection: psycopg.Connection[Any]) -> None:
    """Keys need none, nor does the moment of an event (`loaded_at`)."""
    uncommented = connection.execute(
        "SELECT c.relname || '.' || a.attname FROM pg_class AS c"
        " JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0"
        " WHERE c.relnamespace = 'zonemap'::regnamespace AND c.relkind = 'r'"
        " AND c.relname <> 'alembic_version'"
        " AND a.attname NOT LIKE '%\\_at' AND NOT a.attisdropped"
        " AND col_description(c.oid, a.attnum) IS NULL AND NOT EXISTS ("
        "  SELECT FROM pg_constraint AS k WHERE k.conrelid = c.oid AND k.contype IN ('p', 'f')"
        "  AND a.attnum = ANY (k.conkey))"
    ).fetchall()
    assert uncommented == []
    assert all(table.comment for table in metadata.tables.values())


@pytest.mark.parametrize("table", [table.name for table in metadata.sorted_tables])
def test_number_says_its_unit(table: str) -> None:
    """A measured number names its unit in its column's name or in the comment."""
    units = ("_ha", "_m", "_m2", "_deg", "_year")
    for column in metadata.tables[table].columns:
        if str(column.type) in ("FLOAT", "NUMERIC"):
            said = column.name.endswith(units) or "`unit`" in (column.comment or "")
            assert said, column.name


def test_geometry_columns_are_flat_epsg_4326(connection: psycopg.Connection[Any]) -> None:
    rows = connection.execute(
        "SELECT DISTINCT g.srid, g.coord_dimension FROM geometry_columns AS g"
        " JOIN pg_tables AS t ON (t.schemaname, t.tablename) = (g.f_table_schema, g.f_table_name)"
        " WHERE g.f_table_schema = 'zonemap' AND g.f_geometry_column <> 'geom_3857'"
    ).fetchall()
    assert rows == [(4326, 2)]


def test_parcel_axes_can_all_be_unknown() -> None:
    assert {axis: words[-1] for axis, words in PARCEL_AXES.items()} == dict.fromkeys(
        ("use", "clearance", "servicing", "commercial", "occupation"), "unknown"
    )
