"""Keep what features and tiles ask for again and again: each parcel's area and its tile outline."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, which the database keeps itself, and their indexes."""
    # One statement, so that the table is rewritten and its checks are run once.
    op.execute(
        """
        ALTER TABLE parcel
          ADD COLUMN area_m2 numeric GENERATED ALWAYS AS
            (round(CAST(ST_Area(CAST(geom AS geography)) AS numeric), 1)) STORED,
          ADD COLUMN geom_3857 geometry(MULTIPOLYGON, 3857) GENERATED ALWAYS AS
            (ST_Transform(geom, 3857)) STORED
        """
    )
    op.execute(
        "COMMENT ON COLUMN parcel.area_m2 IS"
        " 'geodesic on the WGS 84 ellipsoid, to the 0.1 m2 that is shown'"
    )
    op.execute("COMMENT ON COLUMN parcel.geom_3857 IS 'outline as tiles want it; never measured'")
    op.execute("CREATE INDEX parcel_in_force_idx ON parcel (parcel_id) WHERE upper_inf(recorded)")
    op.execute(
        "CREATE INDEX parcel_by_id_idx ON parcel USING hash (parcel_id) WHERE upper_inf(recorded)"
    )
    op.execute("DROP INDEX parcel_geom_idx")
    op.execute("CREATE INDEX parcel_geom_idx ON parcel USING gist (geom) WHERE upper_inf(recorded)")
    # Without it a third of the parcels is thought to be in force, and nearly all are.
    op.execute("CREATE STATISTICS parcel_in_force_stats ON (upper_inf(recorded)) FROM parcel")
    op.execute(
        "CREATE INDEX parcel_tile_idx ON parcel USING gist (geom_3857) WHERE upper_inf(recorded)"
    )


def downgrade() -> None:
    """Drop the columns and with them their indexes, and look at all states again."""
    # They read the columns; who migrates makes them again with the functions.
    op.execute("DROP MATERIALIZED VIEW IF EXISTS zone_published, collection_published CASCADE")
    op.execute("DROP STATISTICS parcel_in_force_stats")
    op.execute("DROP INDEX parcel_in_force_idx, parcel_by_id_idx, parcel_geom_idx")
    op.execute("CREATE INDEX parcel_geom_idx ON parcel USING gist (geom)")
    op.execute("ALTER TABLE parcel DROP COLUMN area_m2, DROP COLUMN geom_3857")
